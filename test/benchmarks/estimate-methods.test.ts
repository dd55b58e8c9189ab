import { describe, expect, it } from 'vitest';
import type { Columns } from '../../benchmarks/estimate/columns.ts';
import { methodsFor } from '../../benchmarks/estimate/methods/all.ts';
import { byGroups, byStudent, byWilson } from '../../benchmarks/estimate/methods/labels-only.ts';
import { byRating } from '../../benchmarks/estimate/methods/prediction-powered.ts';
import {
  adjustedRoganGladen,
  resampledRoganGladen,
  roganGladen,
} from '../../benchmarks/estimate/methods/rogan-gladen.ts';
import { peersFor, quickPeers, slowPeers } from '../../benchmarks/estimate/python/peers.ts';
import { expectClose } from '../close.ts';

const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

/** 80 labels, of which the verdicts get 40 of 50 passing and 24 of 30 failing right, and 920 more records, 500 accepted. */
const columns: Columns = {
  outcomes: [...times(50, 1), ...times(30, 0)],
  verdicts: [...times(40, 1), ...times(10, 0), ...times(6, 1), ...times(24, 0), ...times(500, 1), ...times(420, 0)],
  ratings: [
    ...times(40, 0.9),
    ...times(10, 0.2),
    ...times(6, 0.9),
    ...times(24, 0.2),
    ...times(500, 0.9),
    ...times(420, 0.2),
  ],
  groups: Array.from({ length: 1000 }, (_, i) => `${i}`),
  lengths: times(1000, 5),
  features: [],
  inclusions: null,
};

describe('the labels alone', () => {
  const outcomes = [...times(8, 1), ...times(2, 0)];

  it('gives the intervals of Wilson and of Student that books print', () => {
    const wilson = byWilson(outcomes);
    expectClose([wilson.estimate, wilson.lower, wilson.upper], [0.8, 0.4901625, 0.9433178], { relative: 1e-6 });
    // 2.262157 times the square root of 0.16 / 9.
    const student = byStudent(outcomes);
    expectClose([student.lower, student.upper], [0.8 - 0.301621, 0.8 + 0.301621], { relative: 1e-6 });
  });

  it('is not made narrower by saying each label twice, where copies are of one group', () => {
    const groups = outcomes.map((_, i) => `${i}`);
    const once = byGroups(outcomes, groups);
    const twice = byGroups([...outcomes, ...outcomes], [...groups, ...groups]);
    expectClose([twice.lower, twice.upper], [once.lower, once.upper]);
    expectClose([once.lower, once.upper], [byStudent(outcomes).lower, byStudent(outcomes).upper]);
  });
});

describe('labels that were chosen unevenly', () => {
  const outcomes = [...times(8, 1), ...times(2, 0)];
  const groups = outcomes.map((_, i) => `${i}`);

  it('count as much as their weights', () => {
    const found = byGroups(outcomes, groups, [...times(8, 1), ...times(2, 4)]);
    expectClose(found.estimate, 0.5);
    // √(10 / 9 · (8 · 0.5² + 2 · (4 · 0.5)²)) / 16, times the 2.262157 of nine degrees of freedom.
    expectClose(found.upper - found.estimate, (2.262157 * Math.sqrt((10 / 9) * 10)) / 16, { relative: 1e-6 });
  });

  it('are for the methods alone that take weights', () => {
    const uneven = { ...columns, inclusions: columns.outcomes.map(() => 0.1) };
    expect(Object.keys(methodsFor(uneven, true))).toEqual(['labels only', 'unflatter']);
    expect(peersFor(uneven, true)).toEqual(['ppi-python, rating', ...slowPeers]);
    expect(Object.keys(methodsFor(columns, true))).toContain('Rogan–Gladen');
    expect(peersFor(columns, false)).toEqual(quickPeers);
  });
});

describe('the rating as the predictor', () => {
  it('is the mean of the labels where the rating never changes', () => {
    const { outcomes, groups } = columns;
    const found = byRating({ ...columns, ratings: times(1000, 0.5) });
    const alone = byGroups(outcomes, groups.slice(0, 80));
    expectClose([found.estimate, found.lower, found.upper], [alone.estimate, alone.lower, alone.upper]);
  });

  it('is narrower than the labels alone where the rating tells, and moved towards what the others are rated', () => {
    const found = byRating(columns);
    const alone = byStudent(columns.outcomes);
    expect(found.upper - found.lower).toBeLessThan(0.9 * (alone.upper - alone.lower));
    // Of the labelled 46 in 80 are rated high, of the others 500 in 920: less.
    expect(found.estimate).toBeLessThan(alone.estimate);
  });
});

describe('Rogan and Gladen', () => {
  it('corrects the share of passing verdicts by how often they are right', () => {
    const found = roganGladen(columns)!;
    // (546 / 1000 + 0.8 − 1) / (0.8 + 0.8 − 1)
    const estimate = 0.346 / 0.6;
    const variance = (0.546 * 0.454) / 1000 + (estimate ** 2 * 0.16) / 50 + ((1 - estimate) ** 2 * 0.16) / 30;
    const half = (1.959963984540054 * Math.sqrt(variance)) / 0.6;
    expectClose([found.estimate, found.lower, found.upper], [estimate, estimate - half, estimate + half]);
  });

  it('says nothing where verdicts are worse than chance, or labels are of one class', () => {
    const blind = { ...columns, verdicts: columns.verdicts.map((verdict) => 1 - verdict) };
    const passing = { ...columns, outcomes: times(80, 1) };
    for (const method of [roganGladen, adjustedRoganGladen, (some: Columns) => resampledRoganGladen(some, 1)]) {
      expect(method(blind)).toBeUndefined();
      expect(method(passing)).toBeUndefined();
    }
  });

  it('is wider once smoothed, and about as wide by resampling, the same for the same seed', () => {
    const width = ({ lower, upper }: { lower: number; upper: number }): number => upper - lower;
    const plain = roganGladen(columns)!;
    const resampled = resampledRoganGladen(columns, 7)!;
    expect(width(adjustedRoganGladen(columns)!)).toBeGreaterThan(width(plain));
    expect(Math.abs(width(resampled) / width(plain) - 1)).toBeLessThan(0.15);
    expect(resampledRoganGladen(columns, 7)).toEqual(resampled);
    expect(resampledRoganGladen(columns, 8)).not.toEqual(resampled);
  });
});
