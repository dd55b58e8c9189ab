import { wrapLanguageModel } from 'ai';
import { describe, expect, it, vi } from 'vitest';
import { calibrate, createMonitor, createQualityGate, UnflatterError } from '../../src/index.ts';
import {
  bestOf,
  calibrated,
  criteriaRater,
  decisionRater,
  gated,
  gatedEach,
  qualityGateMiddleware,
  selfRater,
  type Rate,
  type RateOptions,
  type RatingLimit,
  type RatingRequest,
  type SelfRating,
} from '../../src/rating/index.ts';
import { exampleCalibrator, exampleGate, exampleRater, exampleResponse } from './example-gate.ts';
import { modelThatSays } from './models.ts';

const { prompt, response } = exampleResponse('example-02-1');
const noBudget = new Error('no budget left');
const flattered = exampleResponse('example-01-2');
const request = { prompt, response };
const anySignal = expect.any(AbortSignal) as AbortSignal;

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
    const options = { trace: 'a1', abortSignal: undefined };
    await calibrated(rate, exampleCalibrator())({ ...request, tenant: 'acme' }, options);
    expect(rate.mock.calls).toEqual([
      [
        { ...request, tenant: 'acme' },
        { ...options, abortSignal: anySignal },
      ],
    ]);
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
    ['a rating on another scale', { selfRating: 9, scale: { min: 0, max: 100 } }, 'scale-mismatch'],
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
const lateCode = { toString: () => 'rating-timeout' };
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const marked = (more: object) => Object.assign(new Error('odd'), { [Symbol.for('unflatter.error')]: true, ...more });
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
  [
    'rejects with an error of another copy of ours',
    () => Promise.reject(marked({ code: 'rating-unreadable', details: { reply: '', expected: '' } })),
    'rating-unreadable',
  ],
  [
    'throws what says that it is ours, with a verdict',
    () => thrower(marked({ code: 'above-threshold' })),
    'rating-failed',
  ],
  ['throws what says that it is ours, with a bigint', () => thrower(marked({ code: 1n })), 'rating-failed'],
  ['throws what says that it is ours, with an object', () => thrower(marked({ code: lateCode })), 'rating-failed'],
  [
    'throws what says that it is ours, with a trap',
    () => thrower(Object.defineProperty(marked({}), 'code', trap)),
    'rating-failed',
  ],
  ['throws an error with a symbol as its message', () => thrower(marked({ message: Symbol('no') })), 'rating-failed'],
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
  ['returns a rating on another scale', () => ({ selfRating: 9, scale: { min: 0, max: 100 } }), 'scale-mismatch'],
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
    expect(decision.message).toBe('the rating failed: no budget left');
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
    const options = { trace: 'a1', abortSignal: undefined };
    await gated(rate, gate)({ ...request, tenant: 'acme' }, options);
    expect(rate.mock.calls).toEqual([
      [
        { ...request, tenant: 'acme' },
        { ...options, abortSignal: anySignal },
      ],
    ]);
  });
});

/** Both ways to wrap a rating function; what goes wrong comes back as its code. */
const wraps = [
  {
    way: 'calibrated',
    codeOf: (rate: Rate, asked: unknown, options?: RateOptions, limit?: RatingLimit) =>
      calibrated(
        rate,
        exampleCalibrator(),
        limit,
      )(asked as RatingRequest, options).then(
        () => 'none',
        (error: { code?: string }) => error.code,
      ),
    create: (limit: RatingLimit) => calibrated(() => 9, exampleCalibrator(), limit),
  },
  {
    way: 'gated',
    codeOf: async (rate: Rate, asked: unknown, options?: RateOptions, limit?: RatingLimit) => {
      const { verdict, reason } = await gated(rate, exampleGate(), limit)(asked as RatingRequest, options);
      return verdict === 'review' ? reason : 'none';
    },
    create: (limit: RatingLimit) => gated(() => 9, exampleGate(), limit),
  },
] as const;

describe.each(wraps)('a rating function that is $way', ({ codeOf, create }) => {
  it.each([
    ['no response', { prompt }, 'response-missing'],
    ['a response that is no text', { prompt, response: 7 }, 'response-missing'],
    ['an empty response', { prompt, response: '' }, 'response-empty'],
    ['a blank response', { prompt, response: ' \n\t' }, 'response-empty'],
    ['a response of ten million characters', { prompt, response: 'a'.repeat(10_000_000) }, 'response-too-long'],
    ['no prompt, where the calibrator needs it', { response }, 'feature-missing'],
  ])('is not asked about %s', async (_name, asked, code) => {
    const rate = vi.fn<Rate>(() => 9);
    expect(await codeOf(rate, asked)).toBe(code);
    expect(rate).not.toHaveBeenCalled();
  });

  it('is given up when its time is over, and told so', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const rate: Rate = (_request, options) => {
      signals.push(options?.abortSignal);
      return new Promise(() => {});
    };
    expect(await codeOf(rate, request, {}, { timeout: 30 })).toBe('rating-timeout');
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('has thirty seconds where nothing else is said', async () => {
    vi.useFakeTimers();
    try {
      const ended = vi.fn<(code: string | undefined) => void>();
      const code = codeOf(() => new Promise(() => {}), request).then(ended);
      await vi.advanceTimersByTimeAsync(29_999);
      expect(ended).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      await code;
      expect(ended).toHaveBeenCalledExactlyOnceWith('rating-timeout');
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([0, -1, Number.NaN, Infinity, 2 ** 31, '1000', null])('cannot have a timeout of %j', (timeout) => {
    expect(() => create({ timeout: timeout as number })).toThrow(
      expect.objectContaining({ name: 'UnflatterError', code: 'invalid-option' }),
    );
  });

  it('gives no rating that only every object has', async () => {
    const polluted = Object.prototype as { selfRating?: number };
    const rate = () => {
      polluted.selfRating = 10;
      return {} as SelfRating;
    };
    try {
      expect(await codeOf(rate, request)).toBe('rating-missing');
    } finally {
      delete polluted.selfRating;
    }
  });

  it('is refused where it rates on another scale', async () => {
    const rate = selfRater({
      model: modelThatSays('{"rating":9}', 'stop', { response: { modelId: exampleRater } }),
      rubric: 'Is it correct?',
      scale: { min: 0, max: 100 },
    });
    expect(await codeOf(rate, request)).toBe('scale-mismatch');
  });
});

describe('a caller who aborts', () => {
  const reason = new Error('the user left');
  const hangs: Rate = () => new Promise(() => {});

  it.each(['before', 'during'])('%s the rating gets the reason back from a calibrated function', async (when) => {
    const controller = new AbortController();
    if (when === 'before') controller.abort(reason);
    const result = calibrated(hangs, exampleCalibrator())(request, { abortSignal: controller.signal });
    controller.abort(reason);
    await expect(result).rejects.toBe(reason);
  });

  it.each(['before', 'during'])('%s the rating gets a review from a gated function', async (when) => {
    const controller = new AbortController();
    if (when === 'before') controller.abort(reason);
    const result = gated(hangs, exampleGate())(request, { abortSignal: controller.signal });
    controller.abort(reason);
    expect(await result).toMatchObject({
      verdict: 'review',
      reason: 'rating-failed',
      message: 'the rating failed: the user left',
    });
  });

  it('has the rating told to stop', async () => {
    const controller = new AbortController();
    const rate = vi.fn<Rate>(hangs);
    const result = gated(rate, exampleGate())(request, { abortSignal: controller.signal });
    controller.abort(reason);
    await result;
    expect(rate.mock.calls[0]![1]!.abortSignal!.reason).toBe(reason);
  });
});

it.each([[undefined], [null], [{}], [exampleCalibrator()]])('no function is gated by what is no gate', (gate) => {
  expect(() => gated(() => 9, gate as never)).toThrow(
    expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option: 'gate' }) }),
  );
});

it.each([[undefined], [null], [9], ['selfRater']])('no gate rates by %j, which is no function', (rate) => {
  const refusal = { code: 'invalid-option', message: expect.stringMatching(/^rate must be a function, got /) };
  expect(() => gated(rate as never, exampleGate())).toThrow(expect.objectContaining(refusal));
  expect(() => calibrated(rate as never, exampleCalibrator())).toThrow(expect.objectContaining(refusal));
});

it.each<[unknown, string]>([
  [{ rating: 9 }, 'the rating function must give a number, or an object with selfRating, got an object with "rating"'],
  [
    { score: 9, why: 'good' },
    'the rating function must give a number, or an object with selfRating, got an object with "score", "why"',
  ],
  [{}, 'the rating function must give a number, or an object with selfRating, got an object'],
  [[9], 'the rating function must give a number, or an object with selfRating, got a list'],
  ['9', 'self-rating must be a number, got "9"'],
  [{ selfRating: '9' }, 'self-rating must be a number, got "9"'],
])('a gate says what came in place of a rating: %j', async (given, message) => {
  const decision = await gated((() => given) as Rate, exampleGate())(request);
  expect(decision).toMatchObject({ verdict: 'review', reason: 'rating-missing', message });
});

it('a calibrator that nobody waited for is called one', () => {
  const promise = Promise.resolve(exampleCalibrator());
  const message = 'calibrator file must be a calibrator, got the promise of one: await it first';
  for (const make of [
    () => calibrated(() => 9, promise as never),
    () => createQualityGate({ calibrator: promise as never }),
    () => createMonitor({ calibrator: promise as never }),
  ])
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-calibrator', message }));
});

function thrower(error: unknown): never {
  throw error;
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('the time that a rater of ours has', () => {
  const late = new Promise<never>(() => {});
  const gate = exampleGate();

  /** Raters whose models never answer; made anew, as raters remember that. */
  function hanging() {
    const model = Object.assign(modelThatSays('{"rating":"9"}'), { doGenerate: () => late });
    const options = { model, scale: { min: 1, max: 10, step: 1 }, timeout: 60_000 };
    const question = { type: 'boolean' } as const;
    return {
      one: selfRater({ ...options, rubric: 'Is it correct?' }),
      several: criteriaRater({ ...options, criteria: { correct: 'Is it correct?' } }),
      decided: decisionRater({ model: 'any', decide: () => late, question, timeout: 60_000 }),
    };
  }

  async function decidedByMiddleware(): Promise<unknown> {
    const middleware = qualityGateMiddleware({ gate, rate: hanging().one });
    const model = wrapLanguageModel({ model: modelThatSays(response), middleware });
    const words = [{ role: 'user' as const, content: [{ type: 'text' as const, text: prompt }] }];
    return (await model.doGenerate({ prompt: words })).providerMetadata!['unflatter'];
  }

  async function decidedByBestOf(): Promise<unknown> {
    const generate = async () => response;
    return (await bestOf({ n: 1, request: { prompt }, generate, rate: hanging().one, gate })).decision;
  }

  /** Milliseconds until it is over, and what it says then. */
  async function lasting(work: () => PromiseLike<unknown>): Promise<[number, unknown]> {
    vi.useFakeTimers();
    try {
      const start = Date.now();
      const over = work().then(undefined, (error: unknown) => error);
      const ended = over.then((said): [number, unknown] => [Date.now() - start, said]);
      await vi.advanceTimersByTimeAsync(100_000);
      return await ended;
    } finally {
      vi.useRealTimers();
    }
  }

  it.each<[string, () => PromiseLike<unknown>]>([
    ['calibrated', () => calibrated(hanging().one, exampleCalibrator())(request)],
    ['gated', () => gated(hanging().one, gate)(request)],
    ['gated, where it decides', () => gated(hanging().decided, gate)(request)],
    ['gatedEach', async () => (await gatedEach(hanging().several, { correct: gate })(request)).correct],
    ['bestOf', decidedByBestOf],
    ['the middleware', decidedByMiddleware],
  ])('is its own timeout, and not cut short by %s', async (_name, work) => {
    const [milliseconds, said] = await lasting(work);
    expect(milliseconds).toBe(60_000);
    expect(said).toMatchObject({ message: 'the rating took longer than 60000 ms' });
  });

  it('is cut short where that is asked for, and in a function around it', async () => {
    expect((await lasting(() => gated(hanging().one, gate, { timeout: 5000 })(request)))[0]).toBe(5000);
    const { one } = hanging();
    const around: Rate = (asked, how) => one(asked, how);
    expect((await lasting(() => gated(around, gate)(request)))[0]).toBe(30_000);
  });
});
