import { beforeAll, describe, expect, it } from 'vitest';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { sealed } from '../../src/calibrator/seal.ts';
import { isUnflatterError } from '../../src/errors.ts';
import { fit } from '../../src/fit/fit.ts';
import { createQualityGate } from '../../src/gate/gate.ts';
import type { LoggedDecision } from '../../src/log/decision.ts';
import { loggedGate } from '../../src/log/logged-gate.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import type { DriftDecision } from '../../src/monitor/drift-decision.ts';
import { decisionsOf } from '../../src/monitor/drift-records.ts';
import type { DriftReport, InputDrift } from '../../src/monitor/drift-report.ts';
import { driftOf } from '../../src/monitor/drift.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { drawWorld, worldTarget } from '../world.ts';

let calibrator: Calibrator;
let traffic: readonly CalibrationRecord[];
let healthy: readonly DriftDecision[];

beforeAll(() => {
  const all = drawWorld(seededRandom(11), { records: 1300, measured: ['characters', 'words', 'hedges', 'digits'] });
  const spoken = all.map((record) => ({ ...record, language: 'en' }));
  calibrator = fit(spoken.slice(0, 300), worldTarget);
  traffic = spoken.slice(300);
  healthy = timed(decisionsOf(calibrator, traffic));
});

function timed(decisions: readonly DriftDecision[]): DriftDecision[] {
  return decisions.map((decision, i) => ({ ...decision, at: 1_000 * i }));
}

function inputOf({ inputs }: DriftReport, name: string): InputDrift {
  return inputs.find(({ input }) => input === name)!;
}

function changed(change: (decision: DriftDecision, i: number) => Partial<DriftDecision>): DriftDecision[] {
  return healthy.map((decision, i) => ({ ...decision, ...change(decision, i) }));
}

describe('traffic like the labels', () => {
  it('holds, and each input says how it lies', () => {
    const report = driftOf(calibrator, healthy);
    expect(report).toMatchObject({
      verdict: 'holds',
      lacking: null,
      decisions: 1000,
      groups: 1000,
      from: 0,
      to: 999_000,
      looks: 10,
      lookedAt: 1000,
      unjudged: 0,
      otherCalibrator: 0,
    });
    const names = ['selfRating', 'passProbability', ...calibrator.features.map(({ name }) => name)];
    expect(report.inputs.map(({ input }) => input).sort()).toEqual(
      [...names, 'language', 'outside', 'degenerate', 'unjudged'].sort(),
    );
    for (const { status, bins, psi, p, firstSeen } of report.inputs) {
      expect([status, firstSeen]).toEqual(['holds', null]);
      expect(psi).toBeLessThan(0.05);
      expect(p).toBeGreaterThan(0.05);
      for (const of of ['reference', 'current'] as const)
        expect(Math.abs(bins.reduce((sum, bin) => sum + bin[of], 0) - 1)).toBeLessThan(0.002);
    }
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('is not enough before the first look, and holds from then on', () => {
    expect(driftOf(calibrator, healthy.slice(0, 99))).toMatchObject({ verdict: 'not enough', lacking: 'decisions' });
    expect(driftOf(calibrator, healthy.slice(0, 100))).toMatchObject({ verdict: 'holds', looks: 1 });
    expect(driftOf(calibrator, [])).toMatchObject({ verdict: 'not enough', lacking: 'decisions', from: null });
  });

  it('is not enough where it all belongs to a few groups', () => {
    const few = changed((_, i) => ({ group: `g${i % 9}` }));
    expect(driftOf(calibrator, few)).toMatchObject({ verdict: 'not enough', lacking: 'groups', groups: 9 });
  });

  it('is not enough where a large drift would not show, or may be there though chance could have made it', () => {
    // Sixteen conversations that go on and on, all of them rated high.
    const high = healthy.filter(({ selfRating }) => selfRating! >= 6).slice(0, 16);
    expect(high.length).toBe(16);
    const few = changed(({ at }, i) => ({ ...high[i % 16]!, at }));
    const report = driftOf(calibrator, few, { falseAlarms: 1e-6 });
    expect(report).toMatchObject({ verdict: 'not enough', lacking: 'groups', groups: 16 });
    expect(inputOf(report, 'selfRating')).toMatchObject({ status: 'not enough', firstSeen: null });
    expect(inputOf(report, 'selfRating').psi).toBeGreaterThan(0.25);
    // As the labels were, but no more than these.
    const any = changed(({ at }, i) => ({ ...healthy[i % 12]!, at }));
    expect(driftOf(calibrator, any, { falseAlarms: 1e-6 })).toMatchObject({ verdict: 'not enough', lacking: 'groups' });
  });

  it('is not called drifted because of one conversation that repeats itself', () => {
    const copies = (group: (i: number) => string): DriftDecision[] =>
      healthy.map((decision, i) => (i % 5 === 0 ? { ...healthy[7]!, at: decision.at, group: group(i) } : decision));
    expect(
      driftOf(
        calibrator,
        copies(() => 'one'),
      ).verdict,
    ).toBe('holds');
    expect(
      driftOf(
        calibrator,
        copies((i) => `g${i}`),
      ).verdict,
    ).toBe('drifted');
  });
});

describe('a drift', () => {
  it.each<[string, (decision: DriftDecision, i: number) => Partial<DriftDecision>, string, object]>([
    [
      'of the rating',
      ({ selfRating }) => ({ selfRating: Math.min(10, selfRating! + 1) }),
      'selfRating',
      { kind: 'rating', change: { way: 'higher', bin: null } },
    ],
    [
      'of the pass probability',
      ({ passProbability }) => ({ passProbability: passProbability! / 2 }),
      'passProbability',
      { kind: 'probability', change: { way: 'lower', bin: null } },
    ],
    [
      'of the spread of a feature',
      ({ features }) => ({ features: { ...features, hedges: Math.max(0, 3 + 2 * (features['hedges']! - 3)) } }),
      'hedges',
      { kind: 'feature', change: { way: 'wider', bin: null } },
    ],
    [
      'of the absence of a feature',
      ({ features: { digits: _, ...others }, ...decision }, i) => (i % 5 === 0 ? { features: others } : decision),
      'digits',
      { kind: 'feature', change: { way: 'more' } },
    ],
    [
      'of one value of a feature that others give way to',
      ({ features }, i) => ({ features: { ...features, hedges: i % 5 === 0 ? 3.01 : features['hedges']! } }),
      'hedges',
      { kind: 'feature' },
    ],
    [
      'of languages',
      (_, i) => ({ language: i % 10 === 0 ? 'de' : 'en' }),
      'language',
      { kind: 'language', change: { way: 'more' } },
    ],
    [
      'of what lies outside',
      (_, i) => ({ outside: i % 5 === 0 ? ['words'] : [] }),
      'outside',
      { kind: 'outside', change: { way: 'more', bin: 1 } },
    ],
    [
      'of responses that are none',
      (_, i) => ({ reason: i % 10 === 0 ? 'response-truncated' : 'above-threshold' }),
      'degenerate',
      { kind: 'degenerate', change: { way: 'more', bin: 1 } },
    ],
  ])('%s is noticed, and said what it is', (_, change, name, expected) => {
    const report = driftOf(calibrator, changed(change));
    expect(report).toMatchObject({ verdict: 'drifted', lacking: null });
    const found = inputOf(report, name);
    expect(found).toMatchObject({ status: 'drifted', ...expected });
    expect(found.p).toBeLessThanOrEqual(0.05);
    expect(found.psi).toBeGreaterThan(0.02);
    expect(found.firstSeen!.at).toBe(1_000 * (found.firstSeen!.decisions - 1));
    const others = report.inputs.filter(({ input }) => input !== name);
    expect(others.map(({ status }) => status)).not.toContain('drifted');
    expect(report.inputs[0]!.input).toBe(name);
  });

  it('that begins late is not drowned by what was before, and its window says when it was', () => {
    const late = changed(({ language }, i) => ({ language: i >= 900 && i % 4 === 0 ? 'de' : language }));
    const found = inputOf(driftOf(calibrator, late), 'language');
    expect(found).toMatchObject({ status: 'drifted', window: { start: 900, end: 1000, from: 900_000, to: 999_000 } });
    expect(found.bins.map(({ name, current }) => [name, current])).toEqual([
      ['en', 0.75],
      ['other', 0.25],
    ]);
  });

  it('is seen at the same look by whoever reads more of the log, and stays seen when it is over', () => {
    const once = changed((_, i) => ({ language: i < 300 && i % 4 === 0 ? 'de' : 'en' }));
    const seen = Array.from({ length: 11 }, (_, k) => driftOf(calibrator, once.slice(0, 100 * k))).map(
      (report) => inputOf(report, 'language').firstSeen,
    );
    const first = seen.findIndex((one) => one !== null);
    expect(first).toBeGreaterThan(0);
    for (const one of seen.slice(first)) expect(one).toEqual(seen[first]);
    expect(seen[first]!.look).toBe(first);
  });

  it('is seen at the same look where an input is said for the first time after it', () => {
    const seen = (language: (i: number) => string | undefined) =>
      inputOf(
        driftOf(
          calibrator,
          changed(({ selfRating }, i) => ({
            selfRating: Math.min(10, selfRating! + (i % 4 === 0 ? 0 : 1)),
            language: language(i),
          })),
        ),
        'selfRating',
      );
    const never = seen(() => undefined);
    expect(never.status).toBe('drifted');
    expect(seen((i) => (i < 900 ? undefined : 'en'))).toEqual(never);
  });

  it('is the same in whatever order decisions come, as long as they have a time', () => {
    const late = changed((_, i) => ({ language: i > 400 && i % 9 === 0 ? 'de' : 'en' }));
    expect(driftOf(calibrator, shuffled(late, seededRandom(2)))).toEqual(driftOf(calibrator, late));
  });

  it('that is too small to matter is none, however sure it is', () => {
    const some = changed((_, i) => ({ language: i % 10 === 0 ? 'de' : 'en' }));
    const { verdict, inputs } = driftOf(calibrator, some, { leastPsi: 0.5 });
    expect(verdict).toBe('holds');
    expect(inputs.find(({ input }) => input === 'language')!.psi).toBeLessThan(0.5);
  });
});

describe('decisions that say nothing of a calibrator', () => {
  it('by another one are counted and left out', () => {
    const others = changed(() => ({ calibrator: 'ab'.repeat(32), selfRating: 10 }));
    const report = driftOf(calibrator, [...healthy, ...others]);
    expect(report).toEqual({ ...driftOf(calibrator, healthy), otherCalibrator: 1000 });
  });

  const mute = { selfRating: null, passProbability: null, features: {}, outside: [], reason: 'rating-missing' };

  it('because it could not speak are counted, and up to one in twenty speak for no drift', () => {
    const some = changed((_, i) => (i % 20 === 0 ? mute : {}));
    const report = driftOf(calibrator, some);
    expect(report).toMatchObject({ verdict: 'holds', decisions: 950, groups: 950, unjudged: 50, lookedAt: 1000 });
    expect(inputOf(report, 'unjudged')).toMatchObject({ status: 'holds', psi: 0 });
    const nan = changed((_, i) => (i % 20 === 0 ? { passProbability: NaN } : {}));
    expect(driftOf(calibrator, nan)).toMatchObject({ unjudged: 50 });
    expect(inputOf(driftOf(calibrator, healthy), 'unjudged')).toMatchObject({ status: 'holds', psi: 0 });
  });

  it('because it could not speak are a drift where there are surely more, at once or late, and else nothing holds', () => {
    for (const many of [changed((_, i) => (i % 3 === 0 ? mute : {})), changed((_, i) => (i >= 960 ? mute : {}))]) {
      const report = driftOf(calibrator, many);
      expect(report.verdict).toBe('drifted');
      expect(report.inputs[0]).toMatchObject({ input: 'unjudged', change: { way: 'more', bin: 1 } });
      expect(report.inputs.filter(({ status }) => status === 'drifted').length).toBe(1);
    }
    expect(
      driftOf(
        calibrator,
        changed(() => mute),
      ),
    ).toMatchObject({ verdict: 'drifted', decisions: 0 });
    const more = changed((_, i) => (i % 16 === 0 ? mute : {}));
    expect(driftOf(calibrator, more)).toMatchObject({ verdict: 'not enough', lacking: 'judged', unjudged: 63 });
    const early = changed(() => mute).slice(0, 99);
    expect(driftOf(calibrator, early)).toMatchObject({ verdict: 'not enough', lacking: 'judged' });
  });

  it('because the response is empty count as responses that are none', () => {
    const empty = changed((_, i) => (i % 25 === 0 ? { ...mute, reason: 'response-empty' } : {}));
    const report = driftOf(calibrator, empty);
    expect(inputOf(report, 'degenerate')).toMatchObject({ status: 'drifted', change: { way: 'more' } });
    expect(inputOf(report, 'unjudged').status).toBe('holds');
  });

  it('that do not say their language leave it out', () => {
    const report = driftOf(
      calibrator,
      changed(() => ({ language: undefined })),
    );
    expect(report.verdict).toBe('holds');
    expect(report.inputs.map(({ input }) => input)).not.toContain('language');
  });
});

describe('a calibrator without histograms', () => {
  it('is not enough, since there is nothing to hold traffic against', () => {
    const { histograms: _, ...older } = calibrator;
    const old = sealed(older);
    expect(driftOf(old, decisionsOf(old, traffic))).toMatchObject({
      verdict: 'not enough',
      lacking: 'histograms',
      inputs: [],
    });
  });

  it('or with labels of too few groups, is not enough either', () => {
    const few = drawWorld(seededRandom(2), { records: 90, perGroup: 10, measured: ['words'] });
    const fitted = fit(few, worldTarget);
    expect(driftOf(fitted, decisionsOf(fitted, traffic))).toMatchObject({ verdict: 'not enough', lacking: 'groups' });
  });
});

describe('decisions of records', () => {
  const text = 'The sum of the two numbers is 12, and 3 is added to it, so the answer is 15.';
  const texts: CalibrationRecord[] = Array.from({ length: 40 }, (_, i) => ({
    id: `t${i}`,
    group: `g${i}`,
    prompt: `How much is ${i} and 12, and why would it be that?`,
    response: i % 10 === 3 ? '...' : `${text.repeat(1 + (i % 5))} In all, it is ${i}.`,
    selfRating: 3 + (i % 7),
    humanRatings: [i % 2],
  }));

  it('are what a gate logs of them', async () => {
    const fitted = fit(texts, worldTarget);
    const logged: LoggedDecision[] = [];
    const gate = loggedGate(createQualityGate({ calibrator: fitted }), {
      store: {
        append: async (decisions) => {
          logged.push(...decisions);
          return 0;
        },
      },
    });
    for (const { id, group, humanRatings: _, ...rated } of texts) gate.decide(rated, { id, group });
    gate.decide({ ...texts[0]!, selfRating: NaN }, { id: 'none', group: 'none' });
    await gate.flush();
    const made = decisionsOf(fitted, [...texts, { ...texts[0]!, id: 'none', group: 'none', selfRating: NaN }]);
    // A decision out of a log is one that drift is told by.
    const fits: readonly DriftDecision[] = logged;
    const parts = ({ id, group, selfRating, passProbability, language, outside, features }: DriftDecision) =>
      passProbability === null
        ? { id, group, passProbability }
        : { id, group, selfRating, passProbability, language, outside, features };
    const byId = (a: DriftDecision, b: DriftDecision): number => (a.id! < b.id! ? -1 : 1);
    expect(fits.toSorted(byId).map(parts)).toEqual(made.toSorted(byId).map(parts));
    const degenerate = (all: readonly DriftDecision[]) =>
      all.filter(({ reason, passProbability }) => passProbability !== null && reason.startsWith('response-')).length;
    expect(degenerate(made)).toBe(4);
    expect(degenerate(fits)).toBe(4);
  });

  it('come in an order of chance, whatever the file is sorted by', () => {
    const sorted = traffic.toSorted((a, b) => b.selfRating - a.selfRating);
    const made = decisionsOf(calibrator, sorted);
    expect(made).toEqual(decisionsOf(calibrator, traffic));
    expect(driftOf(calibrator, made).verdict).toBe('holds');
    // In the order of the file they would be a drift.
    const asSorted = sorted.map(({ id }) => made.find((one) => one.id === id)!);
    expect(driftOf(calibrator, asSorted).verdict).toBe('drifted');
  });

  it('weigh by how they were chosen, so that a sample that was drawn unevenly is no drift', () => {
    const random = seededRandom(6);
    const chance = ({ selfRating }: CalibrationRecord): number => (selfRating >= 7 ? 1 : 0.25);
    const chosen = traffic.filter((record) => random() < chance(record));
    const said = chosen.map((record) => ({ ...record, inclusion: chance(record) }));
    expect(driftOf(calibrator, decisionsOf(calibrator, chosen)).verdict).toBe('drifted');
    expect(driftOf(calibrator, decisionsOf(calibrator, said)).verdict).toBe('holds');
  });
});

describe('wrong use is refused', () => {
  it.each<[string, () => unknown]>([
    ['falseAlarms', () => driftOf(calibrator, healthy, { falseAlarms: 0 })],
    ['falseAlarms', () => driftOf(calibrator, healthy, { falseAlarms: NaN })],
    ['leastPsi', () => driftOf(calibrator, healthy, { leastPsi: -1 })],
    ['decisions', () => driftOf(calibrator, 'all' as never)],
    ['decisions[0]', () => driftOf(calibrator, [null as never])],
    ['decisions[1]', () => driftOf(calibrator, [healthy[0]!, { ...healthy[0]!, at: NaN }])],
    ['decisions[0]', () => driftOf(calibrator, [{ ...healthy[0]!, weight: 0 }])],
    ['decisions', () => driftOf(calibrator, [healthy[0]!, { ...healthy[1]!, at: undefined }])],
  ])('%s', (option, call) => {
    let caught: unknown;
    try {
      call();
    } catch (error) {
      caught = error;
    }
    expect(isUnflatterError(caught, 'invalid-option') && caught.details.option).toBe(option);
  });
});
