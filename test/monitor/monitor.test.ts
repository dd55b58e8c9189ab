import { describe, expect, it } from 'vitest';
import { UnflatterError, isUnflatterError, type ErrorCode } from '../../src/errors.ts';
import {
  createMonitor,
  createQualityGate,
  type CalibrationRecord,
  type Calibrator,
  type GatePolicy,
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
      evenedOut: 0,
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

  it('says nothing of leaks where it is told that labels are of what passes alone, whatever they look like', () => {
    const calibrator = watched({ estimand: 'leak' }, { estimand: 'joint' }, {});
    const [told, untold] = [true, false].map((passedOnly) => {
      const monitor = createMonitor({ calibrator, passedOnly });
      feed(monitor, 100, 0.5);
      // One that slipped in.
      monitor.label(labelled({ isPassed: false, fails: true }));
      return monitor.certificates().map(({ units, state }) => ({ units, state }));
    });
    expect(told).toEqual([
      { units: 0, state: 'watching' },
      { units: 0, state: 'watching' },
      { units: 100, state: 'revoked' },
    ]);
    expect(untold!.map(({ units }) => units)).toEqual([51, 101, 100]);
  });

  it('goes by what people said when they first said something: what is added later changes nothing', () => {
    const [before, after] = [[], [{ value: 0, at: 9 }]].map((later) => {
      const monitor = createMonitor({ calibrator: watched() });
      monitor.label(labelled({ humanRatings: [{ value: 1, at: 5 }, ...later] }));
      return only(monitor);
    });
    expect(before).toMatchObject({ contradicted: 0, series: [{ at: 5 }] });
    expect(after).toEqual(before);
  });

  it('counts a logged decision that the gate reviewed, as one it did not decide on, and refuses the same as a record', () => {
    const calibrator = withParts(watched({ estimand: 'joint' }), {
      ...watched({ estimand: 'joint' }),
      ratingPrompts: ['v1'],
    });
    const other = { ...labelled({ fails: true }), ratingPrompt: 'v2' };
    const monitor = createMonitor({ calibrator });
    expect(codeOf(() => monitor.label(other))).toBe('rating-prompt-mismatch');
    expect(monitor.label(other, { calibrator: calibrator.digest, outside: [] })).toBe('counted');
    expect(only(monitor)).toMatchObject({ units: 1, contradicted: 0 });
  });

  it('counts the share of people who fail it where a person drawn at random decides', () => {
    const calibrator = withParts(watched(), { ...watched(), target: { ...worldTarget, passBy: 'person' } });
    const monitor = createMonitor({ calibrator });
    monitor.label(labelled({ humanRatings: [0, 1, 1, 0.4] }));
    monitor.label(labelled({ humanRatings: [1] }));
    expect(only(monitor)).toMatchObject({ units: 2, contradicted: 0.5, rate: 0.25 });
  });

  it('leaves out so many of what was chosen more often that those left are as if all had been chosen alike', () => {
    const monitor = createMonitor({ calibrator: watched(), leastInclusion: 0.1 });
    feed(monitor, 50, 0, { inclusion: 0.1 });
    feed(monitor, 200, 1, { inclusion: 1 });
    const { counted, evenedOut } = monitor.counts();
    expect(counted + evenedOut).toBe(250);
    // One in ten of two hundred.
    expect(Math.abs(counted - 70)).toBeLessThan(15);
    expect(only(monitor)).toMatchObject({ units: counted, contradicted: counted - 50 });
  });

  it('evens out before it takes one of each group: what was chosen often takes no place from what was chosen rarely', () => {
    // In each group one answer that is chosen surely, and passes, and one that is chosen once in ten times, and is failed.
    const monitor = createMonitor({ calibrator: watched(), leastInclusion: 0.1 });
    for (let i = 0; i < 1000; i++) {
      const group = `pair ${i}`;
      monitor.label(labelled({ group, id: `often ${i}`, inclusion: 1 }));
      if (i % 10 === 0) monitor.label(labelled({ group, id: `rare ${i}`, inclusion: 0.1, fails: true }));
    }
    const { rate, units } = only(monitor);
    expect(units).toBeGreaterThan(150);
    expect(Math.abs(rate! - 0.5)).toBeLessThan(0.12);
  });

  it('leaves out the same ones whenever it is asked', () => {
    const records = Array.from({ length: 40 }, (_, i) => labelled({ inclusion: i % 2 === 0 ? 0.2 : 0.9 }));
    const [one, other] = [records, records.toReversed()].map((all) => {
      const monitor = createMonitor({ calibrator: watched(), leastInclusion: 0.2 });
      return all.filter((record) => monitor.label(record) === 'evenedOut').map(({ id }) => id);
    });
    expect(one!.length).toBeGreaterThan(5);
    expect(other!.toSorted()).toEqual(one!.toSorted());
  });

  it('goes by the least inclusion that a log knew where it was told none, and refuses unequal ones where nobody says', () => {
    const calibrator = watched();
    const monitor = createMonitor({ calibrator });
    const logged = { calibrator: calibrator.digest, outside: [], leastInclusion: 0.5 };
    const said = Array.from({ length: 40 }, () => monitor.label(labelled({ inclusion: 1 }), logged));
    expect(new Set(said)).toEqual(new Set(['counted', 'evenedOut']));
    const alone = createMonitor({ calibrator });
    expect(alone.label(labelled({ inclusion: 1 }))).toBe('counted');
    expect(() => alone.label(labelled({ inclusion: 0.5, id: 'rarer' }))).toThrow(
      'leastInclusion must be given where labels were chosen with unequal probability, as 1 and 0.5 ("rarer")',
    );
    expect(alone.counts().counted).toBe(1);
  });

  it('leaves out nothing where all were chosen alike', () => {
    const [one, other] = [undefined, 0.02].map((inclusion) => {
      const monitor = createMonitor({ calibrator: watched() });
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
    expect(codeOf(() => monitor.label(labelled()))).toBe('invalid-records');
    expect(monitor.label(labelled({ inclusion: 0.1 }))).toBe('counted');
    expect(monitor.counts().counted).toBe(1);
  });

  it.each([
    { what: 'no options', options: undefined },
    { what: 'a confidence that is none', options: { confidence: 1 } },
    { what: 'a confidence no better than a coin', options: { confidence: 0.5 } },
    { what: 'an inclusion of nothing', options: { leastInclusion: 0 } },
    { what: 'an inclusion that is none', options: { leastInclusion: 2 } },
    { what: 'a word for yes', options: { passedOnly: 'yes' } },
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

  it.each([{ confidence: 0.99 }, { leastInclusion: 0.5 }, { passedOnly: true }])(
    'is refused by a monitor with %o, which would decide anew on what was decided',
    (options) => {
      const state = json(filled().state());
      expect(codeOf(() => createMonitor({ calibrator, state, ...options }))).toBe('invalid-option');
    },
  );

  it('is a copy: what becomes of it changes nothing', () => {
    const monitor = filled();
    const state = monitor.state() as unknown as { labels: { says: { fails: number }[] }[] };
    for (const { says } of state.labels) says[0]!.fails = 0;
    monitor.label(labelled());
    expect(monitor.isRevoked(calibrator.certificates[0]!)).toBe(true);
  });

  it('keeps what was revoked, whatever has become of its labels', () => {
    const { labels: _, ...state } = json(filled().state());
    expect(state.revoked).toEqual([{ estimand: 'false-pass', limit: 0.2, confidence: 0.9, digest: '0'.repeat(64) }]);
    const counts = { ...state.counts, counted: 0, sameGroup: 0 };
    const monitor = createMonitor({ calibrator, state: { ...state, counts, labels: [] } });
    feed(monitor, 300, 0);
    expect(only(monitor)).toMatchObject({ state: 'revoked', revokedBy: null, rate: 0 });
    expect(monitor.isRevoked(calibrator.certificates[0]!)).toBe(true);
    expect(monitor.state().revoked).toEqual(state.revoked);
  });

  it.each<{ what: string; broken: (state: ReturnType<Monitor['state']>) => unknown }>([
    {
      what: 'has lost its labels and says that others were of their groups',
      broken: (state) => ({ ...state, labels: [], counts: { ...state.counts, counted: 0 } }),
    },
    { what: 'has lost what was revoked', broken: ({ revoked: _, ...state }) => state },
    {
      what: 'revokes what there is not',
      broken: (state) => ({ ...state, revoked: [{ ...state.revoked[0]!, limit: 0.3 }] }),
    },
    { what: 'counts below nothing', broken: (state) => ({ ...state, counts: { ...state.counts, byModel: -1 } }) },
    {
      what: 'says an inclusion as text',
      broken: (state) => ({ ...state, labels: state.labels.map((one) => ({ ...one, inclusion: '0.5' })) }),
    },
    {
      what: 'says an inclusion of some labels alone',
      broken: (state) => ({
        ...state,
        labels: state.labels.map((one, i) => (i > 0 ? one : { ...one, inclusion: 0.5 })),
      }),
    },
    {
      what: 'has a label twice',
      broken: (state) => ({
        ...state,
        labels: [...state.labels, state.labels[0]!],
        counts: { ...state.counts, counted: state.counts.counted + 1 },
      }),
    },
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
    { onError: 'pass-insecure', verdict: 'review' },
  ] as const)('leads to $verdict under onError $onError: to pass it would be no error', ({ onError, verdict }) => {
    const gate = createQualityGate({ calibrator, monitor: broken(), policy: { onError } });
    const decision = gate.decide(good);
    expect(decision).toMatchObject({ verdict, reason: 'certificate-revoked' });
    expect(decision.insecure).toBe(undefined);
  });

  it('reviews where the monitor throws, or says neither yes nor no', () => {
    const saying = (isRevoked: () => unknown, policy?: GatePolicy) =>
      createQualityGate({
        calibrator,
        policy,
        monitor: { digest: calibrator.digest, isRevoked: isRevoked as () => boolean },
      });
    for (const onError of ['review', 'pass-insecure'] as const) {
      const throwing = saying(
        () => {
          throw new Error('gone');
        },
        { onError },
      );
      expect(throwing.decide(good)).toMatchObject({ verdict: 'review', reason: 'certificate-revoked' });
      const named = saying(
        () => {
          throw new UnflatterError('store-failed', 'gone', { place: 'log', reason: 'gone' });
        },
        { onError },
      );
      expect(named.decide(good)).toMatchObject({ verdict: 'review', reason: 'certificate-revoked' });
    }
    expect(saying(() => undefined).decide(good)).toMatchObject({ verdict: 'review', reason: 'certificate-revoked' });
    expect(saying(() => false).decide(good).verdict).toBe('pass');
  });

  it('passes over nothing that is broken after its last day, or by a clock that fails', () => {
    const dated = watched({ expires: '2026-06-01' });
    const monitor = createMonitor({ calibrator: dated });
    feed(monitor, 100, 0.6);
    const failing = (): number => {
      throw new Error('no clock');
    };
    for (const now of [() => Date.UTC(2026, 4, 1), () => Date.UTC(2026, 6, 1), failing]) {
      const gate = createQualityGate({ calibrator: dated, monitor, now, policy: { onError: 'pass-insecure' } });
      expect(gate.decide(good)).toMatchObject({ verdict: 'review', reason: 'certificate-revoked' });
    }
  });

  it('passes by none of two certificates of one name where one of them is broken', () => {
    const same = { digest: '7'.repeat(64) };
    const twice = watched(
      { ...same, rule: { score: 'passProbability', threshold: 0.99 } },
      { ...same, asking: '8'.repeat(16) },
    );
    const monitor = createMonitor({ calibrator: twice });
    feed(monitor, 100, 0.6);
    expect(monitor.certificates().map(({ state }) => state)).toEqual(['watching', 'revoked']);
    expect(monitor.isRevoked(twice.certificates[0]!)).toBe(true);
  });

  it('is not switched off by what becomes of what it hands out', () => {
    const monitor = createMonitor({ calibrator });
    (monitor.certificates()[0]!.rule as { threshold: number }).threshold = 5;
    feed(monitor, 100, 0.6);
    expect(createQualityGate({ calibrator, monitor }).decide(good).verdict).toBe('review');
  });

  it('stands on no certificate that the monitor does not know', () => {
    const monitor = createMonitor({ calibrator });
    const [known] = calibrator.certificates;
    expect(monitor.isRevoked(known!)).toBe(false);
    expect(monitor.isRevoked({ ...known!, limit: 0.3 })).toBe(true);
  });

  it('does not start with a monitor of another calibrator, or with none', () => {
    const other: Calibrator = withParts(calibrator, { certificates: [certificate()] });
    expect(codeOf(() => createQualityGate({ calibrator, monitor: createMonitor({ calibrator: other }) }))).toBe(
      'invalid-option',
    );
    expect(codeOf(() => createQualityGate({ calibrator, monitor: null as never }))).toBe('invalid-option');
  });
});
