import { describe, expect, it, vi } from 'vitest';
import { calibrate, UnflatterError } from '../../src/index.ts';
import { calibrated, gated, selfRater, type Rate, type RatingRequest } from '../../src/rating/index.ts';
import { exampleCalibrator, exampleGate, exampleRater, exampleResponse } from './example-gate.ts';
import { modelThatSays } from './models.ts';

const { prompt, response } = exampleResponse('example-02-1');
const noBudget = new Error('no budget left');
const flattered = exampleResponse('example-01-2');
const request = { prompt, response };

describe('a calibrated rating function', () => {
  const expected = calibrate(exampleCalibrator(), { ...request, selfRating: 9 });

  it.each<[string, Rate]>([
    ['a number', () => 9],
    ['a promise of a number', async () => 9],
    ['a rating', () => ({ selfRating: 9 })],
    ['a promise of a rating and who gave it', async () => ({ selfRating: 9, rater: exampleRater })],
  ])('corrects what the rating function gives: %s', async (_name, rate) => {
    expect(await calibrated(rate, exampleCalibrator())(request)).toEqual(expected);
  });

  it('takes the JSON of a calibrator as well', async () => {
    expect(await calibrated(() => 9, JSON.stringify(exampleCalibrator()))(request)).toEqual(expected);
  });

  it('corrects a rating that a model gives', async () => {
    const model = modelThatSays('{"rating":"9"}', 'stop', { response: { modelId: exampleRater } });
    const rate = selfRater({ model, rubric: 'Is it correct?', scale: { min: 1, max: 10, step: 1 } });
    expect(await calibrated(rate, exampleCalibrator())(request)).toEqual(expected);
  });

  it('passes all fields of the request and the options on to the rating function', async () => {
    const rate = vi.fn<Rate<RatingRequest & { readonly tenant: string }>>(() => 9);
    const { signal } = new AbortController();
    await calibrated(rate, exampleCalibrator())({ ...request, tenant: 'acme' }, { abortSignal: signal });
    expect(rate.mock.calls).toEqual([[{ ...request, tenant: 'acme' }, { abortSignal: signal }]]);
  });

  it('measures the response of the request, whatever else the rating function returns', async () => {
    const reply = { selfRating: 9, prompt: '?', response: 'I give this a 9, certainly!', features: { words: 1 } };
    expect(await calibrated(() => reply, exampleCalibrator())(request)).toEqual(expected);
  });

  it.each<[string, Rate]>([
    ['throws', () => thrower(noBudget)],
    ['rejects', () => Promise.reject(noBudget)],
  ])('fails with the very error of a rating function that %s', async (_name, rate) => {
    await expect(calibrated(rate, exampleCalibrator())(request)).rejects.toBe(noBudget);
  });

  it.each<[string, unknown, string]>([
    ['NaN', Number.NaN, 'rating-missing'],
    ['nothing', undefined, 'rating-missing'],
    ['null', null, 'rating-missing'],
    ['a string', '9', 'rating-missing'],
    ['an object without a rating', {}, 'rating-missing'],
    ['a rating off the scale', 11, 'rating-off-scale'],
    ['a rating by another model', { selfRating: 9, rater: 'someone-else' }, 'rater-mismatch'],
  ])('fails where the rating is %s', async (_name, rating, code) => {
    const rate = (() => rating) as Rate;
    await expect(calibrated(rate, exampleCalibrator())(request)).rejects.toMatchObject({
      name: 'UnflatterError',
      code,
    });
  });

  it.each([[undefined], [null], ['{'], [{}], [{ format: 'unflatter-calibrator', version: 2 }]])(
    'cannot be made with the calibrator %j',
    (calibrator) => {
      expect(() => calibrated(() => 9, calibrator)).toThrow(expect.objectContaining({ code: 'invalid-calibrator' }));
    },
  );
});

/** Things that throw when they are looked at. */
const trap = {
  get(): never {
    throw new Error('trap');
  },
};
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const unshowable = Object.defineProperty(new Error('x'), 'message', trap);

/** Rating functions that give no rating, and the reason that the decision then has. */
const failing: readonly (readonly [name: string, rate: Rate, reason: string])[] = [
  ['throws', () => thrower(noBudget), 'rating-failed'],
  ['rejects', () => Promise.reject(noBudget), 'rating-failed'],
  ['hangs for a while, then rejects', () => later(20).then(() => thrower(new Error('reset'))), 'rating-failed'],
  ['throws a string', () => thrower('no'), 'rating-failed'],
  ['throws nothing', () => thrower(undefined), 'rating-failed'],
  ['throws null', () => thrower(null), 'rating-failed'],
  ['throws a symbol', () => thrower(Symbol('no')), 'rating-failed'],
  ['throws an error that throws when it is read', () => thrower(unshowable), 'rating-failed'],
  ['throws a proxy that throws at every touch', () => thrower(revoked.proxy), 'rating-failed'],
  [
    'rejects with an error of ours',
    () => Promise.reject(new UnflatterError('rating-timeout', 'too late', { milliseconds: 1 })),
    'rating-timeout',
  ],
  ['returns NaN', () => Number.NaN, 'rating-missing'],
  ['returns nothing', (() => undefined) as unknown as Rate, 'rating-missing'],
  ['returns null', (() => null) as unknown as Rate, 'rating-missing'],
  ['returns a string', (() => '9') as unknown as Rate, 'rating-missing'],
  ['returns true', (() => true) as unknown as Rate, 'rating-missing'],
  ['returns a bigint', (() => 9n) as unknown as Rate, 'rating-missing'],
  ['returns a list', (() => [9]) as unknown as Rate, 'rating-missing'],
  ['returns an object without a rating', (() => ({ score: 9 })) as unknown as Rate, 'rating-missing'],
  ['returns an object with a string', (() => ({ selfRating: '9' })) as unknown as Rate, 'rating-missing'],
  ['returns a rating below the scale', () => 0, 'rating-off-scale'],
  ['returns a rating above the scale', () => ({ selfRating: 10.5 }), 'rating-off-scale'],
  ['returns Infinity', () => Infinity, 'rating-off-scale'],
  ['returns a rating by another model', () => ({ selfRating: 9, rater: 'someone-else' }), 'rater-mismatch'],
  ['returns a getter that throws', () => Object.defineProperty({}, 'selfRating', trap) as never, 'rating-failed'],
  ['returns a proxy that throws at every touch', () => revoked.proxy as never, 'rating-failed'],
];

describe('a gated rating function', () => {
  const gate = exampleGate();

  it.each([
    ['pass', exampleResponse('example-02-1')],
    ['fail', exampleResponse('example-01-2')],
    ['review', exampleResponse('example-01-1')],
  ])('decides as its gate does on the same rating: %s', async (verdict, rated) => {
    const asked = { prompt: rated.prompt, response: rated.response };
    const decision = await gated(() => ({ selfRating: rated.selfRating, rater: rated.rater }), gate)(asked);
    expect(decision).toEqual(gate.decide(rated));
    expect(decision.verdict).toBe(verdict);
  });

  it.each(failing)('asks for a review where the rating function %s', async (_name, rate, reason) => {
    const decision = await gated(rate, gate)(request);
    expect(decision).toMatchObject({ verdict: 'review', reason, calibrated: undefined, policy: gate.policy });
    expect(decision).not.toHaveProperty('insecure');
    expect(decision.message).toMatch(/\w/);
  });

  it.each(failing)('fails, where the policy says so, when the rating function %s', async (_name, rate, reason) => {
    expect(await gated(rate, exampleGate({ onError: 'fail' }))(request)).toMatchObject({ verdict: 'fail', reason });
  });

  it.each(failing)('passes only by a policy that is called insecure when it %s', async (_name, rate, reason) => {
    const decision = await gated(rate, exampleGate({ onError: 'pass-insecure' }))(request);
    expect(decision).toMatchObject({ verdict: 'pass', reason, insecure: true });
  });

  it('marks only what passed because of that policy', async () => {
    const decision = await gated(() => 9, exampleGate({ onError: 'pass-insecure' }))(request);
    expect(decision).toMatchObject({ verdict: 'pass', reason: 'above-threshold' });
    expect(decision).not.toHaveProperty('insecure');
  });

  it('says what the rating function threw', async () => {
    const decision = await gated(() => thrower(noBudget), gate)(request);
    expect(decision.message).toBe('the rating function threw: no budget left');
  });

  it.each([
    ['no request', undefined, 'rating-failed'],
    ['a null request', null, 'rating-failed'],
    ['a request without a response', {}, 'response-missing'],
    ['a response that is no text', { response: 7 }, 'response-missing'],
    ['a blank response', { prompt, response: ' \n' }, 'response-empty'],
    ['a getter that throws', Object.defineProperty({}, 'response', trap), 'rating-failed'],
  ])('asks for a review of %s', async (_name, asked, reason) => {
    expect(await gated(() => 9, gate)(asked as RatingRequest)).toMatchObject({ verdict: 'review', reason });
  });

  it('judges the response of the request, whatever else the rating function returns', async () => {
    const reply = { selfRating: 9, prompt, response };
    const decision = await gated(() => reply, gate)({ prompt: flattered.prompt, response: flattered.response });
    expect(decision.verdict).toBe('fail');
  });

  it('passes all fields of the request and the options on to the rating function', async () => {
    const rate = vi.fn<Rate<RatingRequest & { readonly tenant: string }>>(() => 9);
    const { signal } = new AbortController();
    await gated(rate, gate)({ ...request, tenant: 'acme' }, { abortSignal: signal });
    expect(rate.mock.calls).toEqual([[{ ...request, tenant: 'acme' }, { abortSignal: signal }]]);
  });
});

function thrower(error: unknown): never {
  throw error;
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
