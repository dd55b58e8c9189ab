import { describe, expect, it } from 'vitest';
import type { FeatureScaling } from '../../../src/calibrator/calibrator.ts';
import type { Example } from '../../../src/fit/examples.ts';
import { inflationReport, type FeatureInflation, type InflationReport } from '../../../src/fit/inflation/inflation.ts';
import { normal, seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';
import { worldTarget } from '../../world.ts';

/*
 * Forty groups of four. Length is normal on the scale of logarithms, boosters are uniform, and so is noise. Inflation is .06 a
 * doubling of one plus the characters, .04 less for each booster in 100 words, and noise of .02 that groups share in part.
 */
interface WorldOptions {
  readonly groups?: number;
  readonly perDoubling?: number;
  readonly perBooster?: number;
  readonly spread?: number;
}

const scalings: readonly FeatureScaling[] = [
  { name: 'characters', transform: 'log', centre: Math.log1p(800), spread: 0.6, min: 50, max: 20_000, slack: 0 },
  { name: 'words', transform: 'log', centre: Math.log1p(150), spread: 0.6, min: 5, max: 4000, slack: 0 },
  { name: 'boosters', transform: 'none', centre: 2, spread: 1, min: 0, max: 4, slack: 0 },
  { name: 'hedges', transform: 'none', centre: 2, spread: 1, min: 0, max: 4, slack: 0 },
  { name: 'tableRows', transform: 'log', centre: 0, spread: 1, min: 0, max: 5, slack: 0 },
];

describe('the report of what inflates', () => {
  const report = reportOn(world());

  it('tells by how much, in steps that can be pictured, and what holds', () => {
    const characters = told(report, 'characters');
    expect(characters.step.words).toBe('per doubling');
    expect(characters.measures).toMatch(/length/);
    expect(characters.seen).toEqual({ min: 50, max: 20_000 });
    expectClose(characters.alone.effect, 0.06, { absolute: 0.01 });
    expectClose(characters.joint!.effect, 0.06, { absolute: 0.005 });
    expect(characters.alone.lower).toBeLessThan(0.06);
    expect(characters.alone.upper).toBeGreaterThan(0.06);
    expect(characters.alone.holds).toBe(true);
    expectClose(told(report, 'boosters').joint!.effect, -0.04, { absolute: 0.005 });
    expect(told(report, 'boosters').alone.holds).toBe(true);
    expect(told(report, 'hedges').alone.holds).toBe(false);
  });

  it('is in the right units: without noise, the joint effects are those that were put in', () => {
    const { features } = reportOn(world({ spread: 0 }));
    const { step, joint } = features.find(({ feature }) => feature === 'characters')!;
    expectClose(joint!.effect, 0.06 * Math.log2((1 + step.to) / (1 + step.from)), { relative: 1e-5 });
    expectClose(told({ features }, 'boosters').joint!.effect, -0.04, { relative: 1e-5 });
  });

  it('has the largest effect for a standard deviation first, whatever the step', () => {
    const sizes = report.features.map(({ alone }) => Math.abs(alone.standardised));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(sizes.length).toBe(3);
  });

  it('names what it leaves out, and what says the same', () => {
    expect(report.leftOut).toEqual([
      { feature: 'tableRows', reason: 'constant', of: [] },
      { feature: 'words', reason: 'duplicate', of: ['characters'] },
    ]);
  });

  it('corrects the p-values for the number of features', () => {
    const [first] = report.features.toSorted((a, b) => a.alone.pValue! - b.alone.pValue!);
    expectClose(first!.alone.pCorrected!, 3 * first!.alone.pValue!, { relative: 1e-5 });
  });

  it('has the mean inflation with its interval', () => {
    const { value, lower, upper } = report.mean;
    const examples = world();
    const mean = examples.reduce((sum, { inputs, human }) => sum + inputs.rating - human, 0) / examples.length;
    expectClose(value!, mean, { relative: 1e-5 });
    expect(lower).toBeLessThan(value!);
    expect(upper).toBeGreaterThan(value!);
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('marks nothing where nothing inflates', () => {
    const { features } = reportOn(world({ perDoubling: 0, perBooster: 0, spread: 0 }));
    for (const { alone, joint } of features) {
      expect(alone).toMatchObject({ effect: 0, lower: 0, upper: 0, standardised: 0, pValue: 1, holds: false });
      expect(joint!.effect).toBe(0);
    }
  });

  it('counts copies as nothing new, and a weight of three as three copies', () => {
    const examples = world();
    const copies = (times: (i: number) => number): Example[] =>
      examples.flatMap((example, i) => Array.from({ length: times(i) }, () => example));
    expectAlike(reportOn(copies(() => 2)), report);
    const weighted = examples.map((example, i) => ({ ...example, weight: i % 3 === 0 ? 3 : 1 }));
    const expected = reportOn(copies((i) => (i % 3 === 0 ? 3 : 1)));
    expectAlike(reportOn(weighted), expected);
    expect(told(expected, 'characters').alone.effect).not.toBe(told(report, 'characters').alone.effect);
  });

  it('takes a record without a feature for an ordinary one, and leaves out what most are without', () => {
    const without = (share: number): InflationReport =>
      reportOn(world().map((example, i) => (i % 10 < 10 * share ? missing(example, 'hedges') : example)));
    const centred = reportOn(
      world().map((example, i) => (i % 10 < 3 ? missing(example, 'hedges', { hedges: 2 }) : example)),
    );
    expectClose(told(without(0.3), 'hedges').missing, 0.3);
    expect(told(without(0.3), 'hedges').alone).toEqual(told(centred, 'hedges').alone);
    expect(without(0.6).leftOut).toContainEqual({ feature: 'hedges', reason: 'mostly missing', of: [] });
  });

  it('tells nothing of what varies in a few groups only', () => {
    const examples = world().map((example) =>
      missing(example, 'tableRows', { tableRows: ['g1', 'g2', 'g3'].includes(example.group) ? 4 : 0 }),
    );
    expect(reportOn(examples).leftOut).toContainEqual({ feature: 'tableRows', reason: 'in few groups', of: [] });
  });

  it('counts the groups that a feature varies in by their weight', () => {
    const listing = new Set(['g0', 'g1', 'g2', 'g3', 'g4', 'g5']);
    const examples = world().map((example) =>
      missing(example, 'tableRows', { tableRows: listing.has(example.group) ? 4 : 0 }),
    );
    const heavy = examples.map((example) => ({ ...example, weight: example.group === 'g0' ? 8 : 1 }));
    expect(reportOn(examples).leftOut.map(({ feature }) => feature)).toEqual(['words']);
    expect(reportOn(heavy).leftOut.map(({ feature }) => feature)).toEqual(['tableRows', 'words']);
  });

  it('has no joint effect of a feature that is the only one', () => {
    const { features, leftOut } = inflationReport(world(), scalings.slice(0, 1), worldTarget);
    expect(features.map(({ joint }) => joint)).toEqual([null]);
    expect(leftOut).toEqual([]);
  });

  it('chooses by the features alone, not by the inflation', () => {
    const reversed = world().map((example, i, all) => ({
      ...example,
      human: all.at(-1 - i)!.human,
      inputs: { ...example.inputs, rating: all.at(-1 - i)!.inputs.rating },
    }));
    expect(reportOn(reversed).leftOut).toEqual(report.leftOut);
  });
});

describe('with few groups, the report', () => {
  it('has no intervals below ten groups’ worth, and nothing holds', () => {
    const { mean, features } = reportOn(world({ groups: 8 }));
    expect(mean).toMatchObject({ lower: null, upper: null });
    expect(features.length).toBeGreaterThan(0);
    for (const { alone } of features) {
      expect(alone).toMatchObject({ lower: null, upper: null, pValue: null, pCorrected: null, holds: false });
    }
  });

  it('has them from ten groups of equal weight on', () => {
    expect(told(reportOn(world({ groups: 10 })), 'boosters').alone.lower).not.toBeNull();
    const heavy = world({ groups: 12 }).map((example) => ({ ...example, weight: example.group === 'g0' ? 5 : 1 }));
    expect(reportOn(heavy).mean.lower).toBeNull();
  });

  it('fits no more features together than a third of the groups, and tells the others alone', () => {
    const { features, leftOut } = reportOn(world({ groups: 8 }));
    expect(features.filter(({ joint }) => joint !== null)).toHaveLength(2);
    expect(features).toHaveLength(3);
    expect(leftOut.filter(({ reason }) => reason === 'beyond capacity')).toHaveLength(1);
    expect(reportOn(world({ groups: 5 })).features.every(({ joint }) => joint === null)).toBe(true);
  });

  it('is refused for fewer than 20 records or 2 groups', () => {
    expect(() => reportOn(world({ groups: 4 }))).toThrow('reporting inflation needs at least 20 labelled records');
    expect(() => reportOn(world().map((example) => ({ ...example, group: 'one' })))).toThrow('at least 2 groups');
  });
});

it('what several others say together is told alone, and not in the joint fit', () => {
  const examples = world().map((example) => {
    const { boosters, hedges } = example.inputs.features;
    return missing(example, 'latency', { latency: boosters! + hedges! });
  });
  const latency: FeatureScaling = {
    name: 'latency',
    transform: 'none',
    centre: 4,
    spread: 1.5,
    min: 0,
    max: 8,
    slack: 0,
  };
  const report = inflationReport(examples, [...scalings, latency], worldTarget);
  expect(told(report, 'latency').joint).toBeNull();
  expect(told(report, 'latency').measures).toBe('latency');
  const left = report.leftOut.find(({ feature }) => feature === 'latency')!;
  expect(left.reason).toBe('explained');
  expect(left.of.toSorted()).toEqual(['boosters', 'hedges']);
});

it('what only goes with an inflating feature holds alone, and not with that one held still', () => {
  const random = seededRandom(5);
  const examples = world().map((example) =>
    missing(example, 'latency', {
      latency: Math.log(example.inputs.features['characters']! / 800) + 0.4 * normal(random),
    }),
  );
  const latency: FeatureScaling = {
    name: 'latency',
    transform: 'none',
    centre: 0,
    spread: 0.6,
    min: -3,
    max: 3,
    slack: 0,
  };
  const { alone, joint } = told(inflationReport(examples, [...scalings, latency], worldTarget), 'latency');
  expect(alone.holds).toBe(true);
  expect(joint!.holds).toBe(false);
});

function reportOn(examples: readonly Example[]): InflationReport {
  return inflationReport(examples, scalings, worldTarget);
}

function told({ features }: Pick<InflationReport, 'features'>, name: string): FeatureInflation {
  return features.find(({ feature }) => feature === name)!;
}

function world({ groups = 40, perDoubling = 0.06, perBooster = -0.04, spread = 0.02 }: WorldOptions = {}): Example[] {
  const random = seededRandom(33);
  return Array.from({ length: 4 * groups }, (_, i): Example => {
    const characters = Math.round(800 * Math.exp(0.5 * normal(random)));
    const features = {
      characters,
      words: Math.round(characters / 5.5),
      boosters: 4 * random(),
      hedges: 4 * random(),
      tableRows: 0,
    };
    const shared = normal(seededRandom(Math.floor(i / 4)));
    const inflation =
      perDoubling * Math.log2((1 + characters) / 801) +
      perBooster * (features.boosters - 2) +
      spread * (shared + normal(random));
    return {
      id: `r${i}`,
      record: `r${i}`,
      group: `g${Math.floor(i / 4)}`,
      inputs: { rating: 0.5 + inflation, features },
      human: 0.5,
      weight: 1,
    } as unknown as Example;
  });
}

/** Without a feature, or with others in its place. */
function missing(example: Example, name: string, others: Readonly<Record<string, number>> = {}): Example {
  const { [name]: _, ...features } = example.inputs.features;
  return { ...example, inputs: { ...example.inputs, features: { ...features, ...others } } };
}

/** To the last digits of the report. The groups' worth of one slope depends on which records are one. */
function expectAlike(actual: InflationReport, expected: InflationReport): void {
  expect(actual.leftOut).toEqual(expected.leftOut);
  for (const { feature, alone } of expected.features) {
    const { effect, standardised } = told(actual, feature).alone;
    expectClose([effect, standardised], [alone.effect, alone.standardised], { relative: 1e-4 });
    const width = (one: typeof alone): number => one.upper! - one.lower!;
    expectClose(width(told(actual, feature).alone), width(alone), { relative: 0.05 });
  }
}
