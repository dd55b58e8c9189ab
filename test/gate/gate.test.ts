import { describe, expect, it } from 'vitest';
import {
  UnflatterError,
  createQualityGate,
  decide,
  fit,
  type GatePolicy,
  type RatedResponse,
} from '../../src/index.ts';
import { defineFeature } from '../../src/calibrator/custom.ts';
import { sealed } from '../../src/calibrator/seal.ts';
import { undecided } from '../../src/gate/decide.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { calibratedAt } from './calibrated-at.ts';

const calibrator = fit(exampleRecords(), exampleTarget);
const good: RatedResponse = {
  prompt: 'What does HTTP status 404 mean?',
  response: 'Not found: nothing is at that address.',
  selfRating: 8,
};

const wrongPolicies = [
  { what: 'null', policy: null },
  { what: 'a text', policy: 'strict' },
  { what: 'a passThreshold that is NaN', policy: { passThreshold: NaN } },
  { what: 'a passThreshold in text', policy: { passThreshold: '0.1' } },
  { what: 'a passThreshold in a list', policy: { passThreshold: [0.1] } },
  { what: 'a passThreshold that is a bigint', policy: { passThreshold: 1n } },
  { what: 'a passThreshold that is a symbol', policy: { passThreshold: Symbol('p') } },
  { what: 'a passThreshold that is null', policy: { passThreshold: null } },
  { what: 'a passThreshold of 0', policy: { passThreshold: 0 } },
  { what: 'a failThreshold above the passThreshold', policy: { passThreshold: 0.4, failThreshold: 0.6 } },
  { what: 'a failThreshold that is null', policy: { failThreshold: null } },
  { what: 'a failThreshold in text', policy: { failThreshold: '' } },
  { what: 'an unknown answer to errors', policy: { onError: 'pass' } },
];
const outside = [{ input: 'words', value: 9000, min: 1, max: 400 }];

describe('decide', () => {
  it.each([
    { p: 0.8, policy: {}, verdict: 'pass', reason: 'above-threshold' },
    { p: 0.7999, policy: {}, verdict: 'review', reason: 'between-thresholds' },
    { p: 0.5, policy: {}, verdict: 'review', reason: 'between-thresholds' },
    { p: 0.4999, policy: {}, verdict: 'fail', reason: 'below-threshold' },
    { p: 0.3, policy: { passThreshold: 0.3 }, verdict: 'pass', reason: 'above-threshold' },
    { p: 0.29, policy: { passThreshold: 0.3 }, verdict: 'fail', reason: 'below-threshold' },
    { p: 0.95, policy: { passThreshold: 0.96, failThreshold: 0.9 }, verdict: 'review', reason: 'between-thresholds' },
    { p: 1, policy: { passThreshold: 1 }, verdict: 'pass', reason: 'above-threshold' },
    { p: 0, policy: { failThreshold: 0 }, verdict: 'review', reason: 'between-thresholds' },
  ] as const)('says $verdict at $p under $policy', ({ p, policy, verdict, reason }) => {
    expect(decide(calibratedAt(p), policy)).toMatchObject({ verdict, reason });
  });

  it.each([
    { what: 'NaN', value: calibratedAt(NaN), reason: 'not-finite' },
    { what: 'more than one', value: calibratedAt(1.5), reason: 'not-finite' },
    { what: 'infinity', value: calibratedAt(Infinity), reason: 'not-finite' },
    { what: 'text', value: calibratedAt('0.9' as never), reason: 'not-finite' },
    { what: 'what lies outside the envelope', value: calibratedAt(0.99, { outside }), reason: 'outside-envelope' },
    {
      what: 'what lies outside, however bad it looks',
      value: calibratedAt(0.01, { outside }),
      reason: 'outside-envelope',
    },
    {
      what: 'no list of what lies outside',
      value: calibratedAt(0.99, { outside: '' as never }),
      reason: 'outside-envelope',
    },
    { what: 'nothing at all', value: undefined as never, reason: 'unexpected-error' },
  ])('asks a person about $what', ({ value, reason }) => {
    expect(decide(value)).toMatchObject({ verdict: 'review', reason });
    expect(decide(value, { onError: 'fail' })).toMatchObject({ verdict: 'fail', reason });
    expect(decide(value, { onError: 'pass-insecure' })).toMatchObject({ verdict: 'pass', reason, insecure: true });
  });

  it('carries the evidence and the policy it was made by', () => {
    const evidence = calibratedAt(0.9);
    expect(decide(evidence, { passThreshold: 0.7 })).toEqual({
      verdict: 'pass',
      reason: 'above-threshold',
      calibrated: evidence,
      policy: { passThreshold: 0.7, failThreshold: 0.5, onError: 'review' },
    });
  });

  it.each(wrongPolicies)('asks a person when the policy itself is wrong: $what', ({ policy }) => {
    const decision = decide(calibratedAt(0.99), policy as never);
    expect(decision).toMatchObject({ verdict: 'review', reason: 'invalid-option', policy: undefined });
  });
});

describe('undecided', () => {
  const marked = (more: object) => ({ [Symbol.for('unflatter.error')]: true, ...more });

  it.each([
    [
      'the code of one of our errors',
      new UnflatterError('rating-timeout', 'late', { milliseconds: 1 }),
      'rating-timeout',
    ],
    ['another error', new Error('late'), 'unexpected-error'],
    ['what says that it is ours, with a reason of its own', marked({ code: 'above-threshold' }), 'unexpected-error'],
    ['what says that it is ours, with a code that JSON has not', marked({ code: 1n }), 'unexpected-error'],
    ['a message that JSON has not', Object.assign(new Error('x'), { message: 1n }), 'unexpected-error'],
  ])('gives as the reason of %s what it may', (_what, error, reason) => {
    const decision = undecided(error);
    expect(decision).toMatchObject({ verdict: 'review', reason, message: expect.any(String) });
    expect(JSON.parse(JSON.stringify(decision))).toMatchObject({ reason });
  });
});

describe('a quality gate', () => {
  it('passes a plain right answer and fails a boast', () => {
    const gate = createQualityGate({ calibrator });
    expect(gate.decide(good)).toMatchObject({ verdict: 'pass', reason: 'above-threshold' });
    const boast = {
      ...good,
      response:
        'The server has definitely crashed and is offline. This is a known cause, and a restart of everything always works. I have verified it for you, so you can certainly rely on it!',
      selfRating: 9,
    };
    expect(gate.decide(boast)).toMatchObject({ verdict: 'fail', reason: 'below-threshold' });
  });

  it('takes a calibrator as an object or as JSON', () => {
    expect(createQualityGate({ calibrator: JSON.stringify(calibrator) }).decide(good)).toEqual(
      createQualityGate({ calibrator }).decide(good),
    );
  });

  it.each([
    { what: 'no options', options: undefined, code: 'invalid-option' },
    { what: 'null options', options: null, code: 'invalid-option' },
    { what: 'no calibrator', options: {}, code: 'invalid-calibrator' },
    { what: 'a clock that is none', options: { calibrator, now: 7 }, code: 'invalid-option' },
    { what: 'a foreign one', options: { calibrator: { format: 'other' } }, code: 'invalid-calibrator' },
    { what: 'a threshold off 0..1', options: { calibrator, policy: { passThreshold: 80 } }, code: 'invalid-option' },
    {
      what: 'thresholds that cross',
      options: { calibrator, policy: { passThreshold: 0.5, failThreshold: 0.6 } },
      code: 'invalid-option',
    },
    {
      what: 'an unknown answer to errors',
      options: { calibrator, policy: { onError: 'pass' } },
      code: 'invalid-option',
    },
  ])('does not start with $what', ({ options, code }) => {
    expect(() => createQualityGate(options as never)).toThrow(expect.objectContaining({ code }));
  });

  it.each(wrongPolicies)('does not start with a policy that is wrong: $what', ({ policy }) => {
    expect(() => createQualityGate({ calibrator, policy: policy as never })).toThrow(
      expect.objectContaining({ name: 'UnflatterError', code: 'invalid-option' }),
    );
  });

  it('cannot be changed by way of what it shows or was given', () => {
    const given = structuredClone(calibrator) as Writable<typeof calibrator>;
    const policy = { passThreshold: 0.8 };
    const gate = createQualityGate({ calibrator: given, policy });
    const before = gate.decide(good);
    const shownPolicy = gate.policy as Writable<typeof gate.policy>;
    const shownCalibrator = gate.calibrator as Writable<typeof gate.calibrator>;
    expect(() => (shownPolicy.passThreshold = 0.01)).toThrow(TypeError);
    expect(() => (shownCalibrator.passHead.intercept = 9)).toThrow(TypeError);
    expect(() => (shownCalibrator.passHead.featureSlopes[0] = 9)).toThrow(TypeError);
    expect(() => shownCalibrator.raters.push('another-model')).toThrow(TypeError);
    given.passHead.intercept = 9;
    given.raters.push('another-model');
    policy.passThreshold = 0.01;
    expect(gate.decide(good)).toEqual(before);
    expect(gate.decide({ ...good, rater: 'another-model' }).reason).toBe('rater-mismatch');
  });

  it.each([
    { rated: { ...good, selfRating: undefined }, reason: 'rating-missing' },
    { rated: { ...good, selfRating: NaN }, reason: 'rating-missing' },
    { rated: { ...good, selfRating: 100 }, reason: 'rating-off-scale' },
    { rated: { ...good, response: '' }, reason: 'response-empty' },
    { rated: { ...good, response: undefined }, reason: 'response-missing' },
    { rated: { ...good, response: 'a'.repeat(10_000_000) }, reason: 'response-too-long' },
    { rated: { ...good, rater: 'another-model' }, reason: 'rater-mismatch' },
    { rated: { ...good, scale: { min: 0, max: 100 } }, reason: 'scale-mismatch' },
    { rated: { ...good, prompt: undefined }, reason: 'feature-missing' },
    { rated: { ...good, features: { words: Infinity } }, reason: 'feature-missing' },
    { rated: { ...good, response: 'word '.repeat(20_000) }, reason: 'outside-envelope' },
    { rated: undefined, reason: 'unexpected-error' },
  ])('reviews $reason, and passes it only where that is spelled out', ({ rated, reason }) => {
    const verdictUnder = (onError: GatePolicy['onError']) =>
      createQualityGate({ calibrator, policy: { onError, passThreshold: 0.01 } }).decide(rated as never);
    expect(verdictUnder(undefined)).toMatchObject({ verdict: 'review', reason });
    expect(verdictUnder('fail')).toMatchObject({ verdict: 'fail', reason });
    expect(verdictUnder('pass-insecure')).toMatchObject({ verdict: 'pass', reason, insecure: true });
  });

  it('reviews everything when its calibrator is of another feature set', () => {
    const gate = createQualityGate({ calibrator: sealed({ ...calibrator, featureSet: 'unflatter-0' }) });
    expect(gate.decide(good)).toMatchObject({ verdict: 'review', reason: 'feature-set-mismatch' });
  });
});

type Writable<Type> = { -readonly [Key in keyof Type]: Writable<Type[Key]> };

it('a gate keeps the features that it was made with, whatever becomes of the list', () => {
  const tests = { name: 'tests', describe: 'mentions of tests', compute: (text: string) => text.split('test').length };
  const fitted = fit(exampleRecords(), { ...exampleTarget, features: [defineFeature(tests)] });
  const features = [{ ...tests }];
  const gate = createQualityGate({ calibrator: fitted, features });
  const before = gate.decide(good);
  expect(before).toMatchObject({ calibrated: { passProbability: expect.any(Number) } });
  features[0]!.compute = () => NaN;
  expect(gate.decide(good)).toEqual(before);
  features.length = 0;
  expect(gate.decide(good)).toEqual(before);
  expect(gate.features.map(({ name }) => name)).toEqual(['tests']);
  expect(Object.isFrozen(gate.features) && Object.isFrozen(gate.features[0])).toBe(true);
});
