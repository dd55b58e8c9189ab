import { generateText, jsonSchema } from 'ai';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createQualityGate, type GateDecision } from '../../src/index.ts';
import { bestOf, type BestOfOptions, type Rate, type RatingRequest, type Written } from '../../src/rating/index.ts';
import { asSelected, bestBy } from '../../src/rating/selection.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { exampleCalibrator, exampleGate, exampleResponse } from './example-gate.ts';
import { modelThatSays } from './models.ts';

const gate = exampleGate();
const good = exampleResponse('example-02-1');
const flattered = exampleResponse('example-01-2');
const request = { prompt: good.prompt };
const rate: Rate = () => 9;

/** The best of these, where an error is thrown. */
function among<Given extends Written>(
  given: readonly (Given | Error)[],
  options: Partial<BestOfOptions<Given, RatingRequest>> = {},
) {
  const generate = async (attempt: number): Promise<Given> => {
    const one = given[attempt]!;
    if (one instanceof Error) throw one;
    return one;
  };
  return bestOf<Given>({ n: given.length, generate, request, rate, gate, ...options });
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('the best of several responses', () => {
  it.each([
    [0, [good.response, flattered.response, '']],
    [1, [flattered.response, good.response, '']],
    [2, ['', flattered.response, good.response]],
  ])('is found at place %i, with its decision and all attempts in order', async (place, given) => {
    const { response, result, decision, attempts, selectedFrom } = await among(given);
    expect([response, result]).toEqual([good.response, good.response]);
    expect(selectedFrom).toBe(3);
    expect(attempts.map((attempt) => 'response' in attempt && attempt.response)).toEqual(given);
    const alone = gate.decide({ prompt: good.prompt, response: good.response, selfRating: 9 });
    expect(decision).toEqual(alone);
    expect(attempts[place]).toMatchObject({ decision: alone });
  });

  it('is told by the corrected probability, not by the rating', async () => {
    const flattering: Rate = ({ response }) => (response === flattered.response ? 10 : 9);
    const { response } = await among([flattered.response, good.response], { rate: flattering });
    expect(response).toBe(good.response);
  });

  it('counts those that were generated where others failed', async () => {
    const { response, selectedFrom, attempts } = await among([new Error('overloaded'), good.response]);
    expect([response, selectedFrom]).toEqual([good.response, 1]);
    expect(attempts[0]).toEqual({ error: new Error('overloaded') });
  });

  it('is the error of the first generation where all fail', async () => {
    const first = new Error('overloaded');
    await expect(among([first, new Error('no such model')])).rejects.toBe(first);
  });

  it('is for review where nothing could be rated, and no pass', async () => {
    const failing: Rate = () => Promise.reject(new Error('no budget left'));
    const { decision } = await among([good.response, flattered.response], { rate: failing });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'rating-failed' });
  });

  it('is one that could be rated where another could not', async () => {
    const failing: Rate = ({ response }) => (response === good.response ? Number.NaN : 9);
    const { response, decision } = await among([good.response, flattered.response], { rate: failing });
    expect(response).toBe(flattered.response);
    expect(decision.verdict).toBe('fail');
  });

  it('is a whole one: a response that was cut off is not rated', async () => {
    const asked = vi.fn<Rate>(() => 9);
    const given = [
      { text: good.response, finishReason: 'length' },
      { text: flattered.response, finishReason: 'stop' },
    ];
    const { response, attempts } = await among(given, { rate: asked });
    expect(response).toBe(flattered.response);
    expect(attempts[0]).toMatchObject({ decision: { verdict: 'review', reason: 'response-incomplete' } });
    expect(asked).toHaveBeenCalledOnce();
  });

  it('is no step on the way: a response that asks for a tool is not rated, and one whose tools the provider ran is', async () => {
    const asked = vi.fn<Rate>(() => 9);
    const calling = (providerExecuted?: boolean) => ({
      text: good.response,
      finishReason: 'stop',
      toolCalls: [{ toolName: 'look', providerExecuted }],
    });
    const { attempts, decision } = await among([calling(), calling(true)], { rate: asked });
    expect(attempts[0]).toMatchObject({ decision: { verdict: 'review', reason: 'response-incomplete' } });
    expect(decision.verdict).toBe('pass');
    expect(asked).toHaveBeenCalledOnce();
  });

  it('is for review where the calls of tools cannot be read', async () => {
    const odd = { text: good.response, toolCalls: [null] } as unknown as Written;
    expect((await among([odd])).decision).toMatchObject({ verdict: 'review', reason: 'unexpected-error' });
  });

  it('asks for no tool as generateText gives it', async () => {
    const call = { type: 'tool-call' as const, toolCallId: 'call-1', toolName: 'look', input: '{}' };
    const content = [{ type: 'text' as const, text: good.response }, call];
    const { decision } = await bestOf({
      n: 1,
      generate: (_attempt, { abortSignal }) =>
        generateText({
          model: modelThatSays('', 'stop', { content }),
          tools: { look: { inputSchema: jsonSchema({ type: 'object' }) } },
          prompt: good.prompt,
          abortSignal,
        }),
      request,
      rate,
      gate,
    });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'response-incomplete' });
  });

  it('comes with the result of generateText', async () => {
    const texts = [flattered.response, good.response];
    const { response, result, decision } = await bestOf({
      n: 2,
      generate: (attempt, { abortSignal }) =>
        generateText({ model: modelThatSays(texts[attempt]!), prompt: good.prompt, abortSignal }),
      request,
      rate,
      gate,
    });
    expect(response).toBe(good.response);
    expect(result.usage).toMatchObject({ inputTokens: 12 });
    expect(decision.verdict).toBe('pass');
  });

  it('has each rated with the request', async () => {
    const asked = vi.fn<Rate>(() => 9);
    await among([good.response, flattered.response], { rate: asked, request: { ...request, system: 'Be brief.' } });
    expect(asked.mock.calls.map(([given]) => given)).toEqual([
      { ...request, system: 'Be brief.', response: good.response },
      { ...request, system: 'Be brief.', response: flattered.response },
    ]);
  });

  it('fails as a generation that gives no text fails', async () => {
    const none = { text: 7 } as unknown as Written;
    await expect(among([none])).rejects.toMatchObject({ code: 'response-missing' });
    await expect(among([undefined as unknown as Written])).rejects.toMatchObject({ code: 'response-missing' });
    expect((await among([none, good.response])).response).toBe(good.response);
  });
});

describe('a certificate, which is about single responses', () => {
  const certified = createQualityGate({
    calibrator: withParts(exampleCalibrator(), { certificates: [certificate()] }),
  });

  it('is not stood on by the best of several: what would pass by it is a review that says so', async () => {
    const { decision, attempts } = await among([flattered.response, good.response], { gate: certified });
    expect(decision).toMatchObject({
      verdict: 'review',
      reason: 'not-certified',
      certificate: { estimand: 'false-pass' },
      message: 'the certificate is about single responses, and this one was chosen from 2',
    });
    expect(attempts[1]).toMatchObject({ decision: { verdict: 'pass' } });
  });

  it('is stood on by a single one', async () => {
    const { decision } = await among([good.response], { gate: certified });
    expect(decision).toMatchObject({ verdict: 'pass', certificate: { estimand: 'false-pass' } });
  });

  it('is not stood on by the only one that is left of several', async () => {
    const { decision, selectedFrom } = await among([good.response, new Error('overloaded')], { gate: certified });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'not-certified' });
    expect(selectedFrom).toBe(1);
  });

  it('is not claimed for the failing of the best of several', () => {
    const failed = { ...gate.decide(flattered), certificate: certificate({ estimand: 'false-fail' }) };
    expect(failed.verdict).toBe('fail');
    expect(asSelected(failed, 1)).toBe(failed);
    expect(asSelected(failed, 2)).toEqual(gate.decide(flattered));
  });

  it('never becomes a pass by being the best', () => {
    for (const decision of [gate.decide(flattered), gate.decide({ ...good, selfRating: Number.NaN })])
      for (const of of [1, 2, 9]) expect(asSelected(decision, of).verdict).toBe(decision.verdict);
  });
});

/** Decisions of every kind. */
const decision = fc
  .record({
    verdict: fc.constantFrom('pass', 'fail', 'review'),
    passProbability: fc.option(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN))),
    isOutside: fc.boolean(),
    insecure: fc.boolean(),
    isOfResponse: fc.boolean(),
  })
  .map(({ verdict, passProbability, isOutside, insecure, isOfResponse }) => ({
    verdict,
    reason: isOfResponse ? 'response-empty' : 'rating-failed',
    calibrated: passProbability === null ? undefined : { passProbability, outside: isOutside ? [{}] : [] },
    ...(insecure ? { insecure: true } : {}),
  })) as unknown as fc.Arbitrary<GateDecision>;

describe('the choice', () => {
  const isSound = ({ verdict, insecure }: GateDecision) => verdict === 'pass' && insecure !== true;

  it('is a pass where there is one, and of those the most probable', () => {
    fc.assert(
      fc.property(fc.array(decision, { minLength: 1, maxLength: 8 }), (all) => {
        const best = bestBy(all, (one) => one);
        expect(all).toContain(best);
        expect(isSound(best)).toBe(all.some(isSound));
        const chances = all
          .filter((one) => isSound(one) === isSound(best) && one.calibrated?.outside.length === 0)
          .filter((one) => (one.verdict === 'fail') === (best.verdict === 'fail'))
          .map((one) => one.calibrated!.passProbability)
          .filter(Number.isFinite);
        if (best.calibrated?.outside.length === 0 && Number.isFinite(best.calibrated.passProbability))
          expect(best.calibrated.passProbability).toBe(Math.max(...chances));
      }),
    );
  });

  it('trusts a probability where the calibrator speaks for the response before one where it does not', () => {
    const decided = (passProbability: number, outside: object[]) =>
      ({
        ...gate.decide(flattered),
        verdict: 'review',
        calibrated: { passProbability, outside },
      }) as unknown as GateDecision;
    const [outside, trusted] = [decided(0.9, [{ input: 'words' }]), decided(0.4, [])];
    expect(bestBy([outside, trusted], (one) => one)).toBe(trusted);
    expect(bestBy([decided(0.3, [{ input: 'words' }]), outside], (one) => one)).toBe(outside);
  });

  it('is no fail where there is a review with a probability, or a pass', () => {
    const isReview = ({ verdict, calibrated }: GateDecision) =>
      verdict !== 'fail' && Number.isFinite(calibrated?.passProbability);
    fc.assert(
      fc.property(fc.array(decision, { minLength: 1, maxLength: 8 }), (all) => {
        if (all.some(isReview)) expect(bestBy(all, (one) => one).verdict).not.toBe('fail');
      }),
    );
    const failed = gate.decide(flattered);
    const outside = {
      ...failed,
      verdict: 'review',
      reason: 'outside-envelope',
      calibrated: { ...failed.calibrated, passProbability: 0.9, outside: [{ input: 'words' }] },
    } as unknown as GateDecision;
    expect([failed.verdict, bestBy([outside, failed], (one) => one)]).toEqual(['fail', outside]);
  });

  it('prefers a whole response that could not be rated to none', () => {
    const [none, unrated] = [gate.decide({ ...good, response: '' }), gate.decide({ ...good, selfRating: Number.NaN })];
    expect(bestBy([none, unrated], (one) => one)).toBe(unrated);
  });

  it('is the earlier of equals', () => {
    const [first, second] = [gate.decide(good), gate.decide(good)];
    expect(bestBy([first, second], (one) => one)).toBe(first);
  });
});

describe('the work', () => {
  it.each([
    [undefined, 4],
    [1, 1],
    [3, 3],
  ])('is done with a concurrency of %s at most %i at a time', async (concurrency, most) => {
    let [running, highest, generated] = [0, 0, 0];
    const { attempts } = await bestOf({
      n: 4,
      request,
      rate,
      gate,
      concurrency,
      generate: async () => {
        highest = Math.max(highest, ++running);
        await later(5);
        running--;
        generated++;
        return good.response;
      },
    });
    expect([highest, generated, attempts.length]).toEqual([most, 4, 4]);
  });

  it.each(['generation', 'rating'])('ends with the reason of the caller who aborts during a %s', async (when) => {
    const controller = new AbortController();
    const reason = new Error('the user left');
    const signals: AbortSignal[] = [];
    const silent = (signal: AbortSignal | undefined): Promise<never> => {
      signals.push(signal!);
      setTimeout(() => controller.abort(reason), 5);
      return new Promise(() => {});
    };
    const best = bestOf({
      n: 3,
      request,
      gate,
      concurrency: 1,
      abortSignal: controller.signal,
      generate: (_attempt, { abortSignal }) =>
        when === 'generation' ? silent(abortSignal) : Promise.resolve(good.response),
      rate: (_request, options) => silent(options?.abortSignal),
    });
    await expect(best).rejects.toBe(reason);
    expect(signals.map((signal) => signal.reason)).toEqual([reason]);
  });

  it('ends so also when the caller aborts at the last moment, whatever is there by then', async () => {
    const reason = new Error('the user left');
    const [rated, written] = [new AbortController(), new AbortController()];
    const leaving: Rate = () => {
      rated.abort(reason);
      return 9;
    };
    await expect(among([good.response], { rate: leaving, abortSignal: rated.signal })).rejects.toBe(reason);
    const generate = async (attempt: number): Promise<string> => {
      if (attempt === 1) written.abort(reason);
      return good.response;
    };
    const second = bestOf({ n: 2, concurrency: 1, request, rate, gate, generate, abortSignal: written.signal });
    await expect(second).rejects.toBe(reason);
  });

  it('is not begun for a caller who has left', async () => {
    const generate = vi.fn<() => Promise<string>>(async () => good.response);
    const abortSignal = AbortSignal.abort(new Error('the user left'));
    await expect(bestOf({ n: 2, request, rate, gate, generate, abortSignal })).rejects.toThrow('the user left');
    expect(generate).not.toHaveBeenCalled();
  });

  it.each([
    ['n', { n: 0 }],
    ['n', { n: 1.5 }],
    ['n', { n: 101 }],
    ['generate', { generate: good.response }],
    ['request', { request: undefined }],
    ['concurrency', { concurrency: 0 }],
    ['gate', { gate: {} }],
    ['timeout', { timeout: -1 }],
  ])('is not begun with a wrong %s', async (option, more) => {
    await expect(among([good.response], more as never)).rejects.toMatchObject({
      code: 'invalid-option',
      details: { option },
    });
  });
});
