import { describe, expect, it } from 'vitest';
import { isUnflatterError, type ErrorCode } from '../../src/errors.ts';
import {
  createMonitor,
  createQualityGate,
  type CalibrationRecord,
  type Calibrator,
  type Monitor,
} from '../../src/index.ts';
import { seenOf } from '../../src/calibrator/seen.ts';
import { seededRandom } from '../../src/math/random.ts';
import { worldTarget } from '../world.ts';
import { certificate, withParts } from '../gate/certified.ts';
import { drawn, labelled, watched } from './watched.ts';

const json = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

function codeOf(work: () => unknown): ErrorCode | undefined {
  try {
    work();
  } catch (error) {
    if (isUnflatterError(error)) return error.code;
    throw error;
  }
  return undefined;
}

/** Labels of what passes, so many of which people fail, one after the other evenly. */
function feed(monitor: Monitor, count: number, rate: number, parts: Partial<CalibrationRecord> = {}): void {
  for (let i = 0; i < count; i++)
    monitor.label(labelled({ fails: Math.floor((i + 1) * rate) > Math.floor(i * rate), ...parts }));
}

const only = (monitor: Monitor) => monitor.certificates()[0]!;

describe('a monitor', () => {
  it('knows nothing at first, and says how many labels would show a rate twice as high', () => {
    const monitor = createMonitor({ calibrator: watched() });
    expect(only(monitor)).toMatchObject({
      certificate: { estimand: 'false-pass', limit: 0.2, confidence: 0.9, digest: '0'.repeat(64) },
      state: 'watching',
      units: 0,
      rate: null,
      lower: 0,
      upper: 1,
      confidence: 0.975,
      revokedBy: null,
      series: [],
      toNoticeDouble: 48,
    });
  });

  it('revokes a certificate when labels surely break it, at the label that does, for good', () => {
    const monitor = createMonitor({ calibrator: watched() });
    feed(monitor, 200, 0.5);
    const { state, revokedBy, series, rate, lower } = only(monitor);
    expect({ state, rate }).toEqual({ state: 'revoked', rate: 0.5 });
    expect(lower).toBeGreaterThan(0.2);
    const first = series.find((point) => point.lower >= 0.2)!;
    expect(revokedBy).toEqual({ units: first.units, at: null, since: 1, rate: expect.any(Number) });
    expect(Math.abs(revokedBy!.rate - 0.5)).toBeLessThan(0.05);
    expect(first.units).toBeLessThan(60);
    feed(monitor, 800, 0);
    expect(only(monitor)).toMatchObject({ state: 'revoked', revokedBy, rate: 0.1 });
  });

  it('says that a certificate holds when labels surely keep it', () => {
    const monitor = createMonitor({ calibrator: watched() });
    feed(monitor, 20, 0.05);
    expect(only(monitor).state).toBe('watching');
    feed(monitor, 200, 0.05);
    expect(only(monitor)).toMatchObject({ state: 'holds', units: 220, contradicted: 11 });
    expect(only(monitor).upper).toBeLessThanOrEqual(0.2);
  });

  it('counts one label of each group, also where a text comes again under the name of another', () => {
    const monitor = createMonitor({ calibrator: watched() });
    const texts = { prompt: 'What is it?', response: 'It is a thing that people rate.' };
    expect(monitor.label(labelled({ group: 'a' }))).toBe('counted');
    expect(monitor.label(labelled({ group: 'a', fails: true }))).toBe('sameGroup');
    expect(monitor.label(labelled({ group: 'b', ...texts }))).toBe('counted');
    expect(monitor.label(labelled({ group: 'c', ...texts, response: ` ${texts.response}` }))).toBe('sameGroup');
    expect(monitor.counts()).toMatchObject({ counted: 2, sameGroup: 2 });
    expect(only(monitor)).toMatchObject({ units: 2, contradicted: 0 });
  });

  it('counts no label of a model, of another policy, of what the fit has seen, or of a decision by another calibrator', () => {
    const calibrator = withParts(watched(), { ...watched(), labelPolicies: ['guide-1'] });
    const monitor = createMonitor({ calibrator });
    const rated = (value: object) => labelled({ humanRatings: [{ value: 0, ...value }] });
    expect(monitor.label(rated({ source: 'model' }))).toBe('byModel');
    expect(monitor.label(rated({ source: ' L L M ' }))).toBe('byModel');
    expect(monitor.label(rated({ policy: 'guide-2' }))).toBe('otherPolicy');
    expect(monitor.label({ ...drawn('fit', 11, 300)[0]!, id: 'renamed', group: 'renamed' })).toBe('seenByFit');
    expect(monitor.label({ ...labelled(), group: drawn('fit', 11, 300)[0]!.group })).toBe('seenByFit');
    const logged = { calibrator: 'f'.repeat(64), outside: [] };
    expect(monitor.label(labelled(), logged)).toBe('otherCalibrator');
    expect(monitor.label(rated({ policy: 'guide-1', source: 'expert' }))).toBe('counted');
    expect(monitor.counts()).toEqual({
      counted: 1,
      sameGroup: 0,
      seenByFit: 2,
      byModel: 2,
      otherPolicy: 1,
      otherCalibrator: 1,
      unchosen: 0,
    });
  });

  it('goes by people where a model has rated the same response', () => {
    const monitor = createMonitor({ calibrator: watched() });
    monitor.label(
      labelled({
        humanRatings: [
          { value: 0, source: 'user' },
          { value: 1, source: 'model' },
          { value: 1, source: 'ai' },
        ],
      }),
    );
    expect(only(monitor)).toMatchObject({ units: 1, contradicted: 1 });
  });

  it('takes labels of the sources that a certificate stands on, and none that it was decided by', () => {
    const used = labelled({ selfRating: 8 });
    const base = watched({ sources: ['expert'] }, { limit: 0.3 });
    const [first, second] = base.certificates;
    const calibrator = withParts(base, {
      certificates: base.certificates,
      askings: [
        { id: first!.asking, labels: seenOf([used]) },
        { id: second!.asking, labels: seenOf([]) },
      ],
    });
    const monitor = createMonitor({ calibrator });
    monitor.label(labelled({ humanRatings: [{ value: 0, source: 'user' }] }));
    monitor.label(labelled({ humanRatings: [0] }));
    monitor.label(
      labelled({
        humanRatings: [
          { value: 0, source: 'expert' },
          { value: 1, source: 'user' },
        ],
      }),
    );
    monitor.label({ ...used, humanRatings: [{ value: 0, source: 'expert' }] });
    const [one, other] = monitor.certificates();
    expect(one).toMatchObject({ units: 1, contradicted: 1, leftOut: { seen: 1, otherSource: 2 } });
    // By the mean of both people the third one passes.
    expect(other).toMatchObject({ units: 4, contradicted: 3, leftOut: { seen: 0, otherSource: 0 } });
  });

  it('counts only what the certified rule passes, and the gate would not doubt', () => {
    const calibrator = watched({ raters: ['a'] });
    const monitor = createMonitor({ calibrator });
    monitor.label(labelled({ fails: true, isPassed: false }));
    monitor.label(labelled({ fails: true, features: { ...labelled().features, words: 1e9 } }));
    monitor.label(labelled({ fails: true, rater: 'b' }));
    monitor.label(labelled({ fails: true }), { calibrator: calibrator.digest, outside: ['response'] });
    expect(monitor.counts().counted).toBe(4);
    expect(only(monitor).units).toBe(0);
    monitor.label(labelled({ fails: true, rater: 'a' }));
    expect(only(monitor)).toMatchObject({ units: 1, contradicted: 1 });
  });

  it('watches all four estimands, each by the labels that speak of it', () => {
    const rule = { score: 'passProbability', threshold: 0.5 } as const;
    const estimands = ['false-pass', 'leak', 'joint', 'false-fail'] as const;
    const monitor = createMonitor({ calibrator: watched(...estimands.map((estimand) => ({ estimand, rule }))) });
    const random = seededRandom(4);
    let number = 0;
    for (const isPassed of [true, false])
      for (const [fails, count] of [
        [true, isPassed ? 20 : 30],
        [false, isPassed ? 60 : 10],
      ] as const)
        for (let i = 0; i < count; i++) monitor.label(labelled({ isPassed, fails, id: `${number++} ${random()}` }));
    expect(monitor.certificates().map(({ units, contradicted, rate }) => ({ units, contradicted, rate }))).toEqual([
      { units: 80, contradicted: 20, rate: 0.25 },
      { units: 50, contradicted: 20, rate: 0.4 },
      { units: 120, contradicted: 20, rate: 20 / 120 },
      { units: 40, contradicted: 10, rate: 0.25 },
    ]);
    // Four share what one would have to itself.
    expect(monitor.certificates().map(({ confidence }) => confidence)).toEqual([0.99375, 0.99375, 0.99375, 0.99375]);
  });

  it('says nothing of leaks by labels of what passes alone', () => {
    const monitor = createMonitor({ calibrator: watched({ estimand: 'leak' }, { estimand: 'joint' }) });
    feed(monitor, 100, 0.5);
    expect(monitor.certificates().map(({ units, state }) => ({ units, state }))).toEqual([
      { units: 0, state: 'watching' },
      { units: 0, state: 'watching' },
    ]);
    monitor.label(labelled({ isPassed: false, fails: true }));
    expect(monitor.certificates().map(({ units }) => units)).toEqual([51, 101]);
  });

  it('counts the share of people who fail it where a person drawn at random decides', () => {
    const calibrator = withParts(watched(), { ...watched(), target: { ...worldTarget, passBy: 'person' } });
    const monitor = createMonitor({ calibrator });
    monitor.label(labelled({ humanRatings: [0, 1, 1, 0.4] }));
    monitor.label(labelled({ humanRatings: [1] }));
    expect(only(monitor)).toMatchObject({ units: 2, contradicted: 0.5, rate: 0.25 });
  });

  it('weighs labels by the probability with which they were chosen', () => {
    const monitor = createMonitor({ calibrator: watched(), leastInclusion: 0.1 });
    feed(monitor, 20, 0, { inclusion: 0.1 });
    feed(monitor, 20, 1, { inclusion: 1 });
    expect(only(monitor)).toMatchObject({ units: 40, contradicted: 20, rate: 20 / 220, state: 'watching' });
    const unweighted = createMonitor({ calibrator: watched() });
    feed(unweighted, 20, 0);
    feed(unweighted, 20, 1);
    expect(only(unweighted).state).toBe('revoked');
  });

  it('weighs nothing where all were chosen alike', () => {
    const [one, other] = [undefined, 0.02].map((inclusion) => {
      const monitor = createMonitor({ calibrator: watched() });
      // The first label has nothing before it that would tell how rare the others are.
      feed(monitor, 60, 0.3, { inclusion });
      return only(monitor);
    });
    expect(other!.series).toEqual(one!.series);
  });

  it('refuses what it cannot count, and counts nothing then', () => {
    const monitor = createMonitor({ calibrator: watched(), leastInclusion: 0.1 });
    expect(codeOf(() => monitor.label(labelled({ humanRatings: [] })))).toBe('invalid-records');
    expect(codeOf(() => monitor.label(labelled({ humanRatings: [Number.NaN] })))).toBe('invalid-records');
    expect(codeOf(() => monitor.label(labelled({ selfRating: 11 })))).toBe('invalid-records');
    expect(codeOf(() => monitor.label(undefined as never))).toBe('invalid-records');
    expect(codeOf(() => monitor.label(labelled({ inclusion: 0.05 })))).toBe('invalid-option');
    expect(codeOf(() => monitor.label(labelled({ features: {} })))).toBe('feature-missing');
    expect(monitor.label(labelled({ inclusion: 0.5 }))).toBe('counted');
    expect(codeOf(() => monitor.label(labelled()))).toBe('invalid-records');
    expect(monitor.counts().counted).toBe(1);
  });

  it.each([
    { what: 'no options', options: undefined },
    { what: 'a confidence that is none', options: { confidence: 1 } },
    { what: 'a confidence no better than a coin', options: { confidence: 0.5 } },
    { what: 'an inclusion of nothing', options: { leastInclusion: 0 } },
    { what: 'an inclusion that is none', options: { leastInclusion: 2 } },
  ])('does not start with $what', ({ options }) => {
    expect(codeOf(() => createMonitor((options && { calibrator: watched(), ...options }) as never))).toBe(
      'invalid-option',
    );
  });

  it('does not start with what is no calibrator', () => {
    expect(codeOf(() => createMonitor({ calibrator: {} }))).toBe('invalid-calibrator');
  });

  it('leaves out a certificate that nothing could be certified for', () => {
    const monitor = createMonitor({ calibrator: watched({ rule: null }, { limit: 0.3 }) });
    expect(monitor.certificates().map((one) => one.certificate.limit)).toEqual([0.3]);
  });
});

describe('the state of a monitor', () => {
  const calibrator = watched();
  const filled = (): Monitor => {
    const monitor = createMonitor({ calibrator });
    feed(monitor, 50, 0.5, {});
    monitor.label(labelled({ group: 'again' }));
    monitor.label(labelled({ group: 'again' }));
    return monitor;
  };

  it('goes through JSON, and another monitor goes on with it as if nothing had happened', () => {
    const monitor = filled();
    const resumed = createMonitor({ calibrator, state: json(monitor.state()) });
    expect(resumed.certificates()).toEqual(monitor.certificates());
    expect(resumed.counts()).toEqual(monitor.counts());
    expect(resumed.label(labelled({ group: 'again' }))).toBe('sameGroup');
    expect(resumed.isRevoked(calibrator.certificates[0]!)).toBe(true);
  });

  it('is that of a replay of the same labels', () => {
    const monitor = createMonitor({ calibrator });
    const records = Array.from({ length: 30 }, (_, i) => labelled({ fails: i % 3 === 0 }));
    for (const record of records) monitor.label(record);
    const replayed = createMonitor({ calibrator });
    for (const record of records) replayed.label(record);
    expect(replayed.state()).toEqual(monitor.state());
  });

  it('holds no text and no name', () => {
    const monitor = createMonitor({ calibrator });
    monitor.label(
      labelled({ id: 'secret-id', group: 'secret-group', prompt: 'secret prompt', response: 'A secret answer.' }),
    );
    expect(JSON.stringify(monitor.state())).not.toMatch(/secret/);
  });

  it.each<{ what: string; broken: (state: ReturnType<Monitor['state']>) => unknown }>([
    { what: 'is nothing', broken: () => null },
    { what: 'is of another calibrator', broken: (state) => ({ ...state, calibrator: 'b'.repeat(64) }) },
    { what: 'has lost a label', broken: (state) => ({ ...state, labels: state.labels.slice(1) }) },
    { what: 'has no counts', broken: ({ calibrator: digest, labels }) => ({ calibrator: digest, labels }) },
    {
      what: 'says less than there are certificates',
      broken: (state) => ({ ...state, labels: state.labels.map((one) => ({ ...one, says: [] })) }),
    },
    {
      what: 'says what is no share',
      broken: (state) => ({
        ...state,
        labels: state.labels.map((one) => ({ ...one, says: [{ decided: true, fails: '1' }] })),
      }),
    },
  ])('is refused where it $what', ({ broken }) => {
    expect(codeOf(() => createMonitor({ calibrator, state: broken(json(filled().state())) }))).toBe('invalid-option');
  });
});

describe('a gate with a monitor', () => {
  const calibrator = watched({}, { estimand: 'false-fail', rule: { score: 'passProbability', threshold: 0.4 } });
  const good = labelled();
  const bad = labelled({ isPassed: false });
  const broken = (): Monitor => {
    const monitor = createMonitor({ calibrator });
    feed(monitor, 100, 0.6);
    return monitor;
  };

  it('passes nothing by a certificate any more from the label on that breaks it', () => {
    const monitor = createMonitor({ calibrator });
    const gate = createQualityGate({ calibrator, monitor });
    expect(gate.decide(good)).toMatchObject({ verdict: 'pass', reason: 'above-threshold' });
    feed(monitor, 100, 0.6);
    expect(gate.decide(good)).toMatchObject({
      verdict: 'review',
      reason: 'certificate-revoked',
      certificate: { estimand: 'false-pass', limit: 0.2 },
      message: 'the certificate for false-pass 0.2 is revoked: labels have shown that its rate is higher',
    });
  });

  it('goes on as before with what stands on another certificate', () => {
    const gate = createQualityGate({ calibrator, monitor: broken() });
    expect(gate.decide(bad)).toMatchObject({ verdict: 'fail', reason: 'below-threshold' });
  });

  it('goes on as before by a threshold, which promises nothing', () => {
    const gate = createQualityGate({
      calibrator,
      monitor: broken(),
      policy: { passThreshold: 0.5, failThreshold: 0.4 },
    });
    expect(gate.decide(good).verdict).toBe('pass');
  });

  it.each([
    { onError: 'review', verdict: 'review' },
    { onError: 'fail', verdict: 'fail' },
    { onError: 'pass-insecure', verdict: 'pass' },
  ] as const)('leads to $verdict under onError $onError, and a pass is marked', ({ onError, verdict }) => {
    const gate = createQualityGate({ calibrator, monitor: broken(), policy: { onError } });
    const decision = gate.decide(good);
    expect(decision).toMatchObject({ verdict, reason: 'certificate-revoked' });
    expect(decision.insecure).toBe(verdict === 'pass' ? true : undefined);
  });

  it('reviews where the monitor throws, or says neither yes nor no', () => {
    const saying = (isRevoked: () => unknown) =>
      createQualityGate({ calibrator, monitor: { digest: calibrator.digest, isRevoked: isRevoked as () => boolean } });
    const throwing = saying(() => {
      throw new Error('gone');
    });
    expect(throwing.decide(good)).toMatchObject({ verdict: 'review', reason: 'unexpected-error' });
    expect(saying(() => undefined).decide(good)).toMatchObject({ verdict: 'review', reason: 'certificate-revoked' });
    expect(saying(() => false).decide(good).verdict).toBe('pass');
  });

  it('does not start with a monitor of another calibrator, or with none', () => {
    const other: Calibrator = withParts(calibrator, { certificates: [certificate()] });
    expect(codeOf(() => createQualityGate({ calibrator, monitor: createMonitor({ calibrator: other }) }))).toBe(
      'invalid-option',
    );
    expect(codeOf(() => createQualityGate({ calibrator, monitor: null as never }))).toBe('invalid-option');
  });
});
