import { generateText, streamText, wrapLanguageModel } from 'ai';
import { describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { readCalibrator, writeCalibrator } from '../../src/data/index.ts';
import { UnflatterError, errorCodes } from '../../src/errors.ts';
import { createQualityGate, fit, type GatePolicy, type QualityGate, type RatedResponse } from '../../src/index.ts';
import { gated, qualityGateMiddleware, type Rate } from '../../src/rating/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { modelThatSays, modelThatStreams, partsOf } from '../rating/models.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { certificate, withParts } from './certified.ts';

const example = fit(exampleRecords(), exampleTarget);
const prompt = 'What does HTTP status 404 mean?';
const response = 'Not found: nothing is at that address.';
const echoed = 'What does HTTP status 404 mean, and who sends it?';
const good: RatedResponse = { prompt, response, selfRating: 8 };

const folder = temporaryFolder();
const constructions = [
  { construction: 'code', made: async (calibrator: Calibrator) => calibrator },
  {
    construction: 'a file',
    made: async (calibrator: Calibrator) => {
      writeCalibrator(folder.path('calibrator.json'), calibrator);
      return readCalibrator(folder.path('calibrator.json'));
    },
  },
];
const policies = [
  { onError: undefined, verdict: 'review' },
  { onError: 'review', verdict: 'review' },
  { onError: 'fail', verdict: 'fail' },
  { onError: 'pass-insecure', verdict: 'pass' },
] as const;
const everyWay = constructions.flatMap((way) => policies.map((policy) => ({ ...way, ...policy })));

/** Lets everything pass that it can decide on. */
const lax: GatePolicy = { passThreshold: 1e-9, failThreshold: 0 };

/** How an app comes to a decision by way of `unflatter/ai`. */
const wrappers: Readonly<Record<string, (gate: QualityGate, rate: Rate) => Promise<unknown>>> = {
  gated: (gate, rate) => gated(rate, gate)({ prompt, response }),
  generateText: async (gate, rate) => {
    const middleware = qualityGateMiddleware({ gate, rate });
    const { steps } = await generateText({
      model: wrapLanguageModel({ model: modelThatSays(response), middleware }),
      prompt,
    });
    return steps.at(-1)!.providerMetadata!['unflatter'];
  },
  streamText: async (gate, rate) => {
    const middleware = qualityGateMiddleware({ gate, rate });
    const model = wrapLanguageModel({ model: modelThatStreams(partsOf([response])), middleware });
    const steps = await streamText({ model, prompt }).steps;
    return steps.at(-1)!.providerMetadata!['unflatter'];
  },
};

describe.each(everyWay)('with a calibrator by $construction, under onError $onError', ({ made, onError, verdict }) => {
  /** What an error leads to: `pass` in one case only, and then it says so. */
  const expected = (reason: string) => ({
    verdict,
    reason,
    insecure: verdict === 'pass' ? true : undefined,
    policy: { onError: onError ?? 'review' },
  });
  const plain = (decision: unknown) => {
    const { verdict: given, reason, insecure, policy } = decision as Record<string, unknown>;
    return { verdict: given, reason, insecure, policy: { onError: (policy as GatePolicy).onError } };
  };
  const gateOf = async (calibrator: Calibrator, policy: GatePolicy = lax) =>
    createQualityGate({ calibrator: await made(calibrator), policy: { ...policy, onError } });

  it('a good response passes without a mark, by every wrapper', async () => {
    const gate = await gateOf(example);
    const passed = { verdict: 'pass', reason: 'above-threshold', insecure: undefined };
    expect(plain(gate.decide(good))).toMatchObject(passed);
    for (const [name, call] of Object.entries(wrappers))
      expect(plain(await call(gate, async () => 8)), name).toMatchObject(passed);
  });

  it.each(errorCodes)('%s ends so by every wrapper', async (code) => {
    const gate = await gateOf(example);
    const throwing: Rate[] = [
      () => {
        throw new UnflatterError(code, 'on purpose', {} as never);
      },
      () => Promise.reject(new UnflatterError(code, 'on purpose', {} as never)),
    ];
    for (const [name, call] of Object.entries(wrappers))
      for (const rate of throwing) expect(plain(await call(gate, rate)), name).toEqual(expected(code));
  });

  it.each<{ reason: string; rated: object; parts?: Partial<Calibrator>; policy?: GatePolicy }>([
    { reason: 'rating-missing', rated: { selfRating: undefined } },
    { reason: 'rating-missing', rated: { selfRating: '8' } },
    { reason: 'rating-off-scale', rated: { selfRating: 11 } },
    { reason: 'probabilities-invalid', rated: { probabilities: [1] } },
    { reason: 'response-missing', rated: { response: undefined } },
    { reason: 'response-empty', rated: { response: '\u200B \n' } },
    { reason: 'response-wordless', rated: { response: ':' } },
    { reason: 'response-boilerplate', rated: { response: 'Solution' } },
    { reason: 'response-echo', rated: { prompt: echoed, response: `> ${echoed}` } },
    { reason: 'response-truncated', rated: { response: 'It is this:\n```' } },
    { reason: 'response-too-long', rated: { response: 'a '.repeat(150_000) } },
    { reason: 'feature-missing', rated: { prompt: undefined } },
    { reason: 'feature-missing', rated: { features: { words: NaN } } },
    { reason: 'invalid-option', rated: { prompt: 7 } },
    { reason: 'outside-envelope', rated: { response: 'word '.repeat(20_000) } },
    { reason: 'feature-set-mismatch', rated: {}, parts: { featureSet: 'unflatter-0' } },
    { reason: 'scale-mismatch', rated: { scale: { min: 0, max: 100 } } },
    { reason: 'rater-mismatch', rated: { rater: 'another-model' } },
    { reason: 'rater-mismatch', rated: {}, policy: { expect: { rater: 'example-model' } } },
    {
      reason: 'rater-mismatch',
      rated: { rater: 'b' },
      parts: { raters: [], certificates: [certificate({ raters: ['a'] })] },
      policy: {},
    },
    { reason: 'rating-prompt-mismatch', rated: { ratingPrompt: 'v2' }, parts: { ratingPrompts: ['v1'] } },
    { reason: 'rating-prompt-mismatch', rated: {}, policy: { expect: { ratingPrompt: 'v1' } } },
    { reason: 'label-policy-mismatch', rated: {}, policy: { expect: { labelPolicy: 'guide' } } },
    {
      reason: 'criterion-mismatch',
      rated: { criterion: 'b' },
      parts: { target: { ...exampleTarget, criterion: 'a' } },
    },
    {
      reason: 'certificate-expired',
      rated: {},
      parts: { certificates: [certificate({ expires: '2001-01-01' })] },
      policy: {},
    },
    {
      reason: 'unexpected-error',
      rated: {
        get selfRating() {
          throw new TypeError('trap');
        },
      },
    },
  ])('$reason ends so in the gate itself', async ({ reason, rated, parts = {}, policy = {} }) => {
    const certified = 'certificates' in parts;
    const gate = await gateOf(withParts(example, parts), { ...(certified ? {} : lax), ...policy });
    const given = Object.defineProperties({ ...good }, Object.getOwnPropertyDescriptors(rated));
    expect(plain(gate.decide(given))).toEqual(expected(reason));
  });

  it('a response that was cut off by its provider ends so', async () => {
    const middleware = qualityGateMiddleware({ gate: await gateOf(example), rate: async () => 8 });
    for (const finish of ['length', 'content-filter', 'error', 'other', 'tool-calls'] as const) {
      const model = wrapLanguageModel({ model: modelThatSays(response, finish), middleware });
      const { steps } = await generateText({ model, prompt });
      expect(plain(steps.at(-1)!.providerMetadata!['unflatter']), finish).toEqual(expected('response-incomplete'));
    }
  });
});

it('a gate does not start on a file that is none', async () => {
  const path = folder.write('broken.json', JSON.stringify(example).slice(0, -2));
  await expect(readCalibrator(path)).rejects.toMatchObject({ code: 'invalid-calibrator' });
  await expect(readCalibrator(folder.path('absent.json'))).rejects.toMatchObject({ code: 'unreadable-file' });
});
