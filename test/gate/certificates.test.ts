import { describe, expect, it } from 'vitest';
import { createQualityGate, decide, fit, type GatePolicy, type RatedResponse } from '../../src/index.ts';
import type { Certificate } from '../../src/calibrator/certificate.ts';
import { resolvePolicy } from '../../src/gate/policy.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { calibratedAt } from './calibrated-at.ts';
import { certificate, withParts } from './certified.ts';

const named = ({ estimand, limit, confidence, digest }: Certificate) => ({ estimand, limit, confidence, digest });
const decideAt = (p: number, certificates: readonly Certificate[], policy: GatePolicy = {}) =>
  decide(calibratedAt(p), { ...policy, certificates });

describe('a certificate', () => {
  it('says what passes, and the decision names it', () => {
    const certified = certificate();
    const stands = { verdict: 'pass', reason: 'above-threshold', certificate: named(certified) };
    expect(decideAt(0.6, [certified])).toMatchObject(stands);
    expect(decideAt(0.5999, [certified])).toMatchObject({ verdict: 'review', reason: 'between-thresholds' });
    expect(decideAt(0.49, [certified])).toMatchObject({ verdict: 'fail', reason: 'below-threshold' });
    for (const p of [0.5999, 0.49]) expect(decideAt(p, [certified])).not.toHaveProperty('certificate');
  });

  it.each(['false-pass', 'leak', 'joint'] as const)('for %s is one for passing', (estimand) => {
    expect(decideAt(0.7, [certificate({ estimand })])).toMatchObject({ verdict: 'pass', certificate: { estimand } });
  });

  it('may speak of the self-rating, which is compared on its own scale', () => {
    const certificates = [certificate({ rule: { score: 'selfRating', threshold: 9 } })];
    const at = (selfRating: number, p: number) => decide(calibratedAt(p, { selfRating }), { certificates });
    expect(at(9, 0.3)).toMatchObject({ verdict: 'pass', certificate: { estimand: 'false-pass' } });
    expect(at(8.99, 0.99)).toMatchObject({ verdict: 'review', reason: 'between-thresholds' });
    expect(at(8, 0.3)).toMatchObject({ verdict: 'fail' });
    for (const wrong of [NaN, Infinity, '9', undefined, null])
      expect(at(wrong as number, 0.9).verdict, String(wrong)).toBe('review');
  });

  it('that says not yet passes nothing', () => {
    const certificates = [certificate({ rule: null })];
    expect(decideAt(1, certificates)).toMatchObject({
      verdict: 'review',
      reason: 'not-certified',
      certificate: { estimand: 'false-pass' },
    });
    expect(decideAt(1, certificates, { onError: 'pass-insecure' }).verdict).toBe('review');
    expect(decideAt(0.4, certificates)).toMatchObject({ verdict: 'fail', reason: 'below-threshold' });
  });

  it('for false-fail says what fails', () => {
    const forFailing = certificate({ estimand: 'false-fail', rule: { score: 'passProbability', threshold: 0.3 } });
    const both = [forFailing, certificate()];
    expect(decideAt(0.29, both)).toMatchObject({ verdict: 'fail', certificate: named(forFailing) });
    expect(decideAt(0.3, both)).toMatchObject({ verdict: 'review', reason: 'between-thresholds' });
    expect(decideAt(0.6, both)).toMatchObject({ verdict: 'pass', certificate: { estimand: 'false-pass' } });
    const notYet = [certificate({ estimand: 'false-fail', rule: null })];
    expect(decideAt(0.01, notYet)).toMatchObject({ verdict: 'review', reason: 'not-certified' });
    expect(decideAt(0.01, both, { failThreshold: 0.2 })).not.toHaveProperty('certificate');
  });

  it('for false-fail is not claimed where passing takes some of what it was proved for', () => {
    const forFailing = certificate({ estimand: 'false-fail', rule: { score: 'passProbability', threshold: 0.3 } });
    const failed = (rule: Certificate['rule']) =>
      decide(calibratedAt(0.1, { selfRating: 2 }), { certificates: [forFailing, certificate({ rule })] });
    expect(failed({ score: 'passProbability', threshold: 0.3 })).toHaveProperty('certificate');
    expect(failed(null)).toHaveProperty('certificate');
    for (const rule of [
      { score: 'passProbability', threshold: 0.29 },
      { score: 'selfRating', threshold: 9 },
    ] as const) {
      expect(failed(rule)).toMatchObject({ verdict: 'fail', reason: 'below-threshold' });
      expect(failed(rule)).not.toHaveProperty('certificate');
    }
  });

  it('gives way to a threshold that is said: then none is claimed', () => {
    const passed = decideAt(0.5, [certificate()], { passThreshold: 0.4 });
    expect(passed).toMatchObject({ verdict: 'pass', policy: { passThreshold: 0.4 } });
    expect(passed).not.toHaveProperty('certificate');
    expect(decideAt(0.7, [certificate()], { falsePassCost: 9, falseFailCost: 9, reviewCost: 1 })).toMatchObject({
      verdict: 'review',
    });
  });

  it('goes before a fail threshold above it: what passes is what was certified', () => {
    const low = [certificate({ rule: { score: 'passProbability', threshold: 0.2 } })];
    expect(decideAt(0.3, low).verdict).toBe('pass');
    expect(decideAt(0.1, low).verdict).toBe('fail');
  });

  it('does not open the envelope, nor pass what is no probability', () => {
    const certificates = [certificate({ rule: { score: 'selfRating', threshold: 1 } })];
    const outside = [{ input: 'words', value: 9000, min: 1, max: 400 }];
    expect(decide(calibratedAt(0.9, { outside }), { certificates }).reason).toBe('outside-envelope');
    expect(decide(calibratedAt(NaN), { certificates }).reason).toBe('not-finite');
  });
});

describe('of several certificates', () => {
  const all = [
    certificate({ estimand: 'joint', limit: 0.01, units: 1000 }),
    certificate({ estimand: 'leak', limit: 0.05 }),
    certificate({ limit: 0.2, rule: { score: 'passProbability', threshold: 0.3 } }),
    certificate({ limit: 0.1, confidence: 0.8, digest: 'b'.repeat(64) }),
    certificate({ limit: 0.1, confidence: 0.9, digest: 'c'.repeat(64) }),
    certificate({ limit: 0.1, confidence: 0.9, digest: 'd'.repeat(64), rule: null }),
  ];

  it.each([
    { choice: undefined, expected: all[5] },
    { choice: {}, expected: all[5] },
    { choice: { limit: 0.2 }, expected: all[2] },
    { choice: { confidence: 0.8 }, expected: all[3] },
    { choice: { estimand: 'leak' }, expected: all[1] },
    { choice: { estimand: 'joint', limit: 0.01, confidence: 0.9 }, expected: all[0] },
  ] as const)(
    '$choice stands on the strictest that fits, the last of equals, certified or not',
    ({ choice, expected }) => {
      for (const order of [all, all.slice(0, 5).toReversed().concat(all.slice(5))])
        expect(decideAt(0.99, order, { certificate: choice }).certificate).toEqual(named(expected!));
    },
  );

  it.each([
    { choice: { limit: 0.3 } },
    { choice: { estimand: 'false-fail' } },
    { choice: { estimand: 'leak', limit: 0.1 } },
    { choice: 'leak' },
    { choice: null },
    { choice: { limit: '0.2' } },
    { choice: { confidence: Symbol('c') } },
  ])('one that is not there is not stood on: $choice', ({ choice }) => {
    const decision = decideAt(0.99, all, { certificate: choice as never });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'invalid-option' });
    const calibrator = withParts(example, { certificates: all });
    expect(() => createQualityGate({ calibrator, policy: { certificate: choice as never } })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it('says which was asked for, and which there are', () => {
    const message = (policy: GatePolicy) =>
      decideAt(0.99, [...all.slice(0, 2), certificate({ estimand: 'false-fail' })], policy).message;
    expect(message({ certificate: { estimand: 'leak', limit: 0.3 } })).toBe(
      'certificate must be one for passing that the calibrator has (it has joint 0.01 at 0.9, leak 0.05 at 0.9), got "leak 0.3"',
    );
    expect(message({ certificate: { limit: 0.05 }, passThreshold: 0.9 })).toBe(
      'certificate must be left out beside a passThreshold, got "0.05"',
    );
  });

  it.each([
    { what: 'a threshold in text', wrong: { rule: { score: 'passProbability', threshold: '0.1' } } },
    { what: 'a threshold in a list', wrong: { rule: { score: 'passProbability', threshold: [0.1] } } },
    { what: 'a threshold that is NaN', wrong: { rule: { score: 'passProbability', threshold: NaN } } },
    { what: 'an unknown score', wrong: { rule: { score: 'rating', threshold: 1 } } },
    { what: 'no rule at all', wrong: { rule: undefined } },
    { what: 'an unknown estimand', wrong: { estimand: 'luck' } },
    { what: 'a limit in text', wrong: { limit: '0.1' } },
    { what: 'no list of raters', wrong: { raters: undefined } },
  ])('none may be wrong: $what', ({ wrong }) => {
    expect(decideAt(0.99, [certificate(wrong as never)])).toMatchObject({
      verdict: 'review',
      reason: 'invalid-option',
    });
  });
});

const example = fit(exampleRecords(), exampleTarget);
const good: RatedResponse = {
  prompt: 'What does HTTP status 404 mean?',
  response: 'Not found: nothing is at that address.',
  selfRating: 8,
  rater: 'example-model',
};
const gateOn = (parts: Partial<Certificate>, policy: GatePolicy = {}, now = '2027-06-29T23:59:59Z') =>
  createQualityGate({
    calibrator: withParts(example, { certificates: [certificate(parts)] }),
    policy,
    now: () => Date.parse(now),
  });

describe('a gate', () => {
  it('stands on the certificate of its calibrator, and on no other', () => {
    expect(gateOn({}).decide(good)).toMatchObject({ verdict: 'pass', certificate: { limit: 0.1 } });
    expect(gateOn({ rule: null }).decide(good)).toMatchObject({ verdict: 'review', reason: 'not-certified' });
    const forged = { certificates: [certificate({ rule: { score: 'passProbability', threshold: 0 } })] };
    expect(gateOn({ rule: null }, forged).decide(good).reason).toBe('not-certified');
    expect(createQualityGate({ calibrator: example, policy: forged }).decide(good)).not.toHaveProperty('certificate');
  });

  it.each([
    { now: '2027-06-29T23:59:59Z', verdict: 'pass', reason: 'above-threshold' },
    { now: '2027-06-30T00:00:00Z', verdict: 'review', reason: 'certificate-expired' },
    { now: 'no time at all', verdict: 'review', reason: 'certificate-expired' },
  ])('says at $now: $reason', ({ now, verdict, reason }) => {
    const expires = '2027-06-30';
    const decision = gateOn({ expires }, {}, now).decide(good);
    expect(decision).toMatchObject({ verdict, reason, certificate: { estimand: 'false-pass' } });
    expect(gateOn({ expires }, { onError: 'fail' }, now).decide(good).verdict).toBe(
      verdict === 'pass' ? 'pass' : 'fail',
    );
    const insecure = gateOn({ expires }, { onError: 'pass-insecure' }, now).decide(good);
    expect(insecure.insecure).toBe(verdict === 'pass' ? undefined : true);
    expect('certificate' in insecure).toBe(verdict === 'pass');
    const byThreshold = gateOn({ expires }, { passThreshold: 0.6 }, now).decide(good);
    expect(byThreshold).toMatchObject({ verdict: 'pass', reason: 'above-threshold' });
  });

  it('knows the time by itself', () => {
    const calibrator = (expires: string) => withParts(example, { certificates: [certificate({ expires })] });
    expect(createQualityGate({ calibrator: calibrator('2001-01-01') }).decide(good).reason).toBe('certificate-expired');
    expect(createQualityGate({ calibrator: calibrator('2999-01-01') }).decide(good).verdict).toBe('pass');
    expect(decideAt(0.9, [certificate({ expires: '2001-01-01' })]).reason).toBe('certificate-expired');
    expect(decideAt(0.9, [certificate({ expires: 'soon' })]).reason).toBe('certificate-expired');
  });

  it.each([
    null,
    '0',
    '2027-06-29',
    0,
    -1,
    NaN,
    Infinity,
    -Infinity,
    1n,
    true,
    [1.8e12],
    new Date(1.8e12),
    1.8e9,
    Date.UTC(2020, 0, 1),
  ])('has expired where the time is no time: %o', (wrong) => {
    const certificates = [certificate({ expires: '2999-01-01' })];
    const decision = decide(calibratedAt(0.9), { certificates }, { now: wrong as number });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'certificate-expired' });
    const calibrator = withParts(example, { certificates });
    const gate = createQualityGate({ calibrator, now: () => wrong as number });
    expect(gate.decide(good)).toMatchObject({ verdict: 'review', reason: 'certificate-expired' });
  });

  it.each([
    { field: 'rater', parts: { raters: ['another-model'] }, reason: 'rater-mismatch' },
    { field: 'rating prompt', parts: { ratingPrompts: ['v2'] }, reason: 'rating-prompt-mismatch' },
  ])('does not stand on a certificate of another $field', ({ parts, reason }) => {
    const rated = { ...good, ratingPrompt: 'v1' };
    expect(gateOn(parts).decide(rated)).toMatchObject({ verdict: 'review', reason });
    expect(gateOn(parts, { passThreshold: 0.6 }).decide(rated).verdict).toBe('pass');
    expect(gateOn(parts).decide({ ...good, rater: undefined }).verdict).toBe('pass');
  });

  describe.each<{ what: string; parts: Partial<Certificate>; reason: string }>([
    { what: 'has expired', parts: { expires: '2026-01-01' }, reason: 'certificate-expired' },
    { what: 'is of another rater', parts: { raters: ['b'] }, reason: 'rater-mismatch' },
    { what: 'is of another rating prompt', parts: { ratingPrompts: ['v1'] }, reason: 'rating-prompt-mismatch' },
    { what: 'is of other labels', parts: { labelPolicies: ['guide-1'] }, reason: 'label-policy-mismatch' },
  ])('on a certificate for failing that $what', ({ parts, reason }) => {
    const rule = { score: 'passProbability', threshold: 0.9 } as const;
    const forFailing = certificate({ estimand: 'false-fail', rule, ...parts });
    const context = { rater: 'a', ratingPrompt: 'v2', labelPolicies: ['guide-2'], now: Date.parse('2026-06-01') };
    const expected = reason === 'label-policy-mismatch' ? { expect: { labelPolicy: 'guide-2' } } : {};
    const labelled = { labelPolicies: parts.labelPolicies ?? ['guide-2'] };
    const on = (others: Partial<Certificate>, policy: GatePolicy) => {
      const forPassing = certificate({ labelPolicies: ['guide-2'], ...others });
      const certificates = [{ ...forFailing, ...labelled }, forPassing];
      return decide(calibratedAt(0.1), { certificates, ...expected, ...policy }, context);
    };

    it.each<{ whose: string; others: Partial<Certificate> }>([
      { whose: 'apart', others: { rule: { score: 'passProbability', threshold: 0.95 } } },
      { whose: 'not apart', others: { rule: { score: 'passProbability', threshold: 0.6 } } },
      { whose: 'of two scores', others: { rule: { score: 'selfRating', threshold: 10 } } },
      { whose: 'one only', others: { rule: null } },
    ])('fails nothing and passes nothing: rules $whose', ({ others }) => {
      expect(on(others, {})).toMatchObject({ verdict: 'review', reason });
      const insecure = on(others, { onError: 'pass-insecure' });
      expect(insecure).toMatchObject({ verdict: 'review', reason });
      expect(insecure).not.toHaveProperty('insecure');
      const failed = on(others, { onError: 'fail' });
      expect(failed).toMatchObject({ verdict: 'fail', reason });
      expect(failed).not.toHaveProperty('certificate');
      expect(on(others, { failThreshold: 0.2 })).toMatchObject({ verdict: 'fail', reason: 'below-threshold' });
    });
  });

  it('names no certificate where it passes by the policy alone', () => {
    const rated = { ...good, ratingPrompt: 'v1' };
    const decision = gateOn({ ratingPrompts: ['v2'] }, { onError: 'pass-insecure' }).decide(rated);
    expect(decision).toMatchObject({ verdict: 'pass', insecure: true, reason: 'rating-prompt-mismatch' });
    expect(decision).not.toHaveProperty('certificate');
  });

  it('refuses ratings by a prompt that its calibrator does not know', () => {
    const gate = createQualityGate({ calibrator: withParts(example, { ratingPrompts: ['v1'] }) });
    expect(gate.decide({ ...good, ratingPrompt: 'v1' }).verdict).toBe('pass');
    expect(gate.decide(good).verdict).toBe('pass');
    const decision = gate.decide({ ...good, ratingPrompt: 'v2' });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'rating-prompt-mismatch' });
    expect(decision.message).toBe('calibrator was fitted for ratings by the prompt "v1", got one by "v2"');
  });
});

describe('what a policy expects', () => {
  const gate = (expected: GatePolicy['expect'], labelPolicies: readonly string[] = []) =>
    createQualityGate({ calibrator: withParts(example, { labelPolicies }), policy: { expect: expected } });

  it.each([
    { field: 'rater', reason: 'rater-mismatch', fits: { rater: 'example-model' } },
    { field: 'ratingPrompt', reason: 'rating-prompt-mismatch', fits: { ratingPrompt: 'v1' } },
  ])('of the $field has to be said', ({ field, reason, fits }) => {
    const strict = gate(fits);
    expect(strict.decide({ ...good, ...fits }).verdict).toBe('pass');
    expect(strict.decide({ ...good, [field]: undefined })).toMatchObject({ verdict: 'review', reason });
    const other = { ...good, [field]: 'example-model' };
    if (field === 'ratingPrompt') expect(strict.decide(other)).toMatchObject({ verdict: 'review', reason });
  });

  it.each([
    { labels: ['guide-2'], verdict: 'pass' },
    { labels: ['guide-1'], verdict: 'review' },
    { labels: ['guide-1', 'guide-2'], verdict: 'review' },
    { labels: [], verdict: 'review' },
  ])('of the labels holds for all: $labels', ({ labels, verdict }) => {
    const decision = gate({ labelPolicy: 'guide-2' }, labels).decide(good);
    expect(decision.verdict).toBe(verdict);
    if (verdict === 'review') expect(decision.reason).toBe('label-policy-mismatch');
  });

  it('of the labels holds for the certificate as well', () => {
    const on = (labelPolicies: string[]) =>
      createQualityGate({
        calibrator: withParts(example, {
          labelPolicies: ['guide-2'],
          certificates: [certificate({ labelPolicies })],
        }),
        policy: { expect: { labelPolicy: 'guide-2' } },
      }).decide(good);
    expect(on(['guide-2']).verdict).toBe('pass');
    for (const other of [['guide-1'], []])
      expect(on(other)).toMatchObject({ verdict: 'review', reason: 'label-policy-mismatch' });
  });

  it('is not forgotten by plain decide: what it is not told does not fit', () => {
    const policy = { passThreshold: 0.6, expect: { rater: 'example-model' } };
    expect(decide(calibratedAt(0.9), policy)).toMatchObject({ verdict: 'review', reason: 'rater-mismatch' });
    expect(decide(calibratedAt(0.9), policy, { rater: 'example-model' }).verdict).toBe('pass');
    const labelled = { expect: { labelPolicy: 'guide-1' } };
    expect(decide(calibratedAt(0.9), labelled).reason).toBe('label-policy-mismatch');
    expect(decide(calibratedAt(0.9), labelled, { labelPolicies: ['guide-1'] }).verdict).toBe('pass');
  });

  it.each([{ expect: 'me' }, { expect: null }, { expect: { rater: 7 } }, { expect: { labelPolicy: '' } }])(
    'has to be a name: %o',
    (policy) => {
      expect(decide(calibratedAt(0.9), policy as never).reason).toBe('invalid-option');
    },
  );
});

describe('a policy with its defaults', () => {
  it('carries no certificate that it does not stand on', () => {
    const certificates = [certificate(), certificate({ estimand: 'false-fail' })];
    const on = (policy: GatePolicy) =>
      resolvePolicy({ certificates, ...policy }).certificates?.map(({ estimand }) => estimand);
    expect(on({})).toEqual(['false-pass', 'false-fail']);
    expect(on({ failThreshold: 0.2 })).toEqual(['false-pass']);
    expect(on({ passThreshold: 0.9 })).toEqual(['false-fail']);
    expect(on({ passThreshold: 0.9, failThreshold: 0.2 })).toBeUndefined();
  });

  it.each<GatePolicy>([
    {},
    { passThreshold: 0.3 },
    { failThreshold: 0.1, onError: 'fail' },
    { falsePassCost: 9, falseFailCost: 2, reviewCost: 1 },
    { certificates: [certificate()] },
    { certificates: [certificate(), certificate({ limit: 0.2 })], certificate: { limit: 0.2 }, failThreshold: 0.2 },
    { certificates: [certificate({ estimand: 'false-fail' })] },
    { certificates: [certificate({ estimand: 'false-fail' }), certificate()], expect: { rater: 'a' } },
  ])('is a policy that means the same: %o', (policy) => {
    const resolved = resolvePolicy(policy);
    expect(resolvePolicy(resolved)).toEqual(resolved);
    expect(JSON.parse(JSON.stringify(resolved))).toEqual(resolved);
    for (const p of [0, 0.2, 0.45, 0.55, 0.65, 0.85, 1])
      expect(decide(calibratedAt(p), resolved)).toEqual(decide(calibratedAt(p), policy));
  });
});
