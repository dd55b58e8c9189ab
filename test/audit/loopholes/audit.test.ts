import { describe, expect, it } from 'vitest';
import {
  auditLoopholes,
  createQualityGate,
  fit,
  isUnflatterError,
  loopholeProbes,
  type AuditedLoophole,
  type GatePolicy,
  type LoopholeOptions,
  type LoopholeProbe,
  type QualityGate,
} from '../../../src/index.ts';
import { exampleRecords, exampleTarget } from '../../example.ts';

const calibrator = fit(exampleRecords(), exampleTarget);
const gateWith = (policy: GatePolicy): QualityGate => createQualityGate({ calibrator, policy });
const gate = createQualityGate({ calibrator });
const { min, max } = exampleTarget.ratingScale;

function casesOf(options: LoopholeOptions): AuditedLoophole[] {
  return auditLoopholes(loopholeProbes, options).probes.flatMap(({ cases }) => cases);
}

/** With what code the audit is refused, and what it says. */
function refusal(run: () => unknown): { readonly code: string; readonly message: string } {
  try {
    run();
  } catch (error) {
    if (isUnflatterError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('accepted');
}

describe('an audit without a gate', () => {
  const audit = auditLoopholes(loopholeProbes);

  it('compares letter and intent, and says nothing of a gate: null, not empty', () => {
    const unasked = { rewards: null, rawRewards: null, refuses: null, unrated: null };
    expect(audit.ratings).toBe('none');
    expect(audit.counts).toMatchObject({ ...unasked, passed: null, rawPassed: null });
    for (const probe of audit.probes) {
      expect(probe).toMatchObject(unasked);
      for (const one of probe.cases) expect(Object.keys(one)).toEqual(['name', 'intent', 'note', 'letter']);
    }
  });

  it('counts every case once', () => {
    const { cases, violates, honours, loopholes, overreaches } = audit.counts;
    const all = audit.probes.flatMap((probe) => probe.cases);
    expect(cases).toBe(all.length);
    expect(violates + honours).toBe(cases);
    expect(loopholes).toBe(all.filter(({ letter, intent }) => letter && intent === 'violates').length);
    expect(overreaches).toBe(all.filter(({ letter, intent }) => !letter && intent === 'honours').length);
  });

  it('reads no ratings', () => {
    const ratings = (): number => {
      throw new Error('asked');
    };
    expect(auditLoopholes(loopholeProbes, { ratings })).toEqual(audit);
  });

  it('is plain data, and the same each time', () => {
    const again = auditLoopholes(loopholeProbes, { gate, ratings: 'letter' });
    expect(again).toEqual(auditLoopholes(loopholeProbes, { gate, ratings: 'letter' }));
    expect(JSON.parse(JSON.stringify(again))).toEqual(again);
  });
});

describe('with a gate', () => {
  it('a rater that goes by the letter gives the two ends of the scale', () => {
    const audit = auditLoopholes(loopholeProbes, { gate, ratings: 'letter' });
    for (const probe of audit.probes) {
      for (const one of probe.cases)
        expect(one).toMatchObject({ rating: one.letter ? max : min, rawPasses: one.letter });
      expect(probe.rawRewards).toEqual(probe.loopholes);
    }
    expect(audit.counts.rawRewards).toBe(audit.counts.loopholes);
  });

  it('a rater that is taken in by everything has the raw gate pass everything', () => {
    const { counts } = auditLoopholes(loopholeProbes, { gate, ratings: 'worst' });
    expect(counts).toMatchObject({ rawPassed: counts.cases, rawRewards: counts.violates, unrated: 0 });
  });

  it('each case is decided as the gate decides it, and is listed by verdict and intent', () => {
    const audit = auditLoopholes(loopholeProbes, { gate, ratings: 'worst' });
    let passed = 0;
    for (const [i, probe] of audit.probes.entries()) {
      const expected = loopholeProbes[i]!.cases.map(({ prompt, response, intent, name }) => {
        const { verdict, reason, calibrated } = gate.decide({ prompt, response, selfRating: max });
        return { name, intent, verdict, reason, passProbability: calibrated?.passProbability };
      });
      expect(probe.cases).toMatchObject(expected);
      const named = (isPassed: boolean, intent: string) =>
        expected
          .filter((one) => (one.verdict === 'pass') === isPassed && one.intent === intent)
          .map(({ name }) => name);
      expect(probe.rewards).toEqual(named(true, 'violates'));
      expect(probe.refuses).toEqual(named(false, 'honours'));
      passed += expected.filter(({ verdict }) => verdict === 'pass').length;
    }
    expect(audit.counts.passed).toBe(passed);
    expect(audit.counts.rewards).toBeGreaterThan(0);
    expect(audit.counts.rewards).toBeLessThan(audit.counts.rawRewards!);
  });

  it('a gate that passes on errors rewards what it passes by them', () => {
    const { counts } = auditLoopholes(loopholeProbes, {
      gate: gateWith({ onError: 'pass-insecure' }),
      ratings: 'worst',
    });
    expect(counts.rewards).toBeGreaterThan(auditLoopholes(loopholeProbes, { gate, ratings: 'worst' }).counts.rewards!);
  });

  it('that expects a rater and a rating prompt decides as if they had rated', () => {
    const strict = gateWith({ expect: { rater: 'example-model', ratingPrompt: 'rubric-7' } });
    expect(casesOf({ gate: strict, ratings: 'worst' })).toEqual(casesOf({ gate, ratings: 'worst' }));
  });

  it('on a scale whose steps end below its end, the top is the last step', () => {
    const stepped = fit(exampleRecords(), { ...exampleTarget, ratingScale: { min: 1, max: 10.5, step: 1 } });
    const cases = casesOf({ gate: createQualityGate({ calibrator: stepped }), ratings: 'worst' });
    expect(new Set(cases.map(({ rating }) => rating))).toEqual(new Set([10]));
  });
});

describe('ratings of a function', () => {
  it('are asked for by case and probe', () => {
    const seen: string[] = [];
    const audit = auditLoopholes(loopholeProbes.slice(0, 1), {
      gate,
      ratings: (one, probe) => {
        seen.push(`${probe.name}: ${one.name}`);
        return one.intent === 'honours' ? 9 : 2;
      },
    });
    const [probe] = loopholeProbes;
    expect(seen).toEqual(probe!.cases.map(({ name }) => `always-english: ${name}`));
    expect(audit.ratings).toBe('given');
    expect(audit.counts).toMatchObject({ rawRewards: 0, rawPassed: audit.counts.honours });
  });

  it.each([{}, { onError: 'pass-insecure' as const }])('that are missing are no pass, with the policy %j', (policy) => {
    const audit = auditLoopholes(loopholeProbes, { gate: gateWith(policy), ratings: () => undefined });
    const { cases, ...counts } = audit.counts;
    expect(counts).toMatchObject({ unrated: cases, passed: 0, rawPassed: 0, rewards: 0, rawRewards: 0, refuses: 0 });
    for (const one of audit.probes.flatMap((probe) => probe.cases)) {
      expect(one.verdict).toBeUndefined();
      expect(one.rawPasses).toBeUndefined();
    }
  });

  it.each([
    ['off the scale', 11, 'rating-off-scale'],
    ['not a number', NaN, 'rating-off-scale'],
    ['endless', Infinity, 'rating-off-scale'],
    ['null', null, 'invalid-option'],
    ['a text', '9', 'invalid-option'],
    ['a promise', Promise.resolve(9), 'invalid-option'],
  ])('that are %s are refused, whatever the gate would pass', (_what, rating, code) => {
    const insecure = gateWith({ onError: 'pass-insecure' });
    const found = refusal(() => auditLoopholes(loopholeProbes, { gate: insecure, ratings: () => rating as never }));
    expect(found).toMatchObject({
      code,
      message: expect.stringContaining('"English to a German question" of always-english'),
    });
  });

  it('that throw are refused with what was thrown', () => {
    const ratings = (): number => {
      throw new Error('no line for it');
    };
    const found = refusal(() => auditLoopholes(loopholeProbes, { gate, ratings }));
    expect(found).toMatchObject({ code: 'rating-failed', message: expect.stringContaining('no line for it') });
  });
});

describe('an audit is refused', () => {
  const [first] = loopholeProbes;

  it.each([
    ['without probes', 'probes', () => auditLoopholes([])],
    ['for what is no list', 'probes', () => auditLoopholes(first as never)],
    ['for what is no probe', 'probe', () => auditLoopholes([undefined as never])],
    ['for two of one name', 'probes', () => auditLoopholes([first!, first!])],
    ['for a probe that was never checked', 'cases', () => auditLoopholes([{ ...first, cases: [] } as LoopholeProbe])],
    ['for null as a gate', 'gate', () => auditLoopholes(loopholeProbes, { gate: null as never, ratings: 'worst' })],
    ['for a calibrator as a gate', 'gate', () => auditLoopholes(loopholeProbes, { gate: calibrator as never })],
    ['for a gate without ratings', 'ratings', () => auditLoopholes(loopholeProbes, { gate })],
    ['for unknown ratings', 'ratings', () => auditLoopholes(loopholeProbes, { gate, ratings: 'best' as never })],
  ])('%s', (_what, option, run) => {
    const found = refusal(run);
    expect(found.code).toBe('invalid-option');
    expect(found.message).toContain(`${option} must be `);
  });
});
