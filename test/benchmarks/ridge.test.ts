import { describe, expect, it } from 'vitest';
import { groupedFolds } from '../../benchmarks/accuracy/grouped-folds.ts';
import { ridgeCv } from '../../benchmarks/accuracy/ridge-cv.ts';
import { standardiser } from '../../benchmarks/accuracy/standardise.ts';
import { twoStage } from '../../benchmarks/accuracy/two-stage.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

/* Twenty columns of normals. Of what tells something, the first does, by two logits a standard deviation. */
function sampleOf(count: number, { tells, seed }: { readonly tells: boolean; readonly seed: number }) {
  const random = seededRandom(seed);
  const rows = Array.from({ length: count }, () => Array.from({ length: 20 }, () => normal(random)));
  const outcomes = rows.map(([first]) => (random() < (tells ? 1 / (1 + Math.exp(-2 * first!)) : 0.5) ? 1 : 0));
  return { rows, outcomes, groups: rows.map((_, i) => `group ${i >> 1}`) };
}

describe('groupedFolds', () => {
  it('keeps groups whole and the folds even', () => {
    const groups = Array.from({ length: 60 }, (_, i) => `group ${i % 20}`);
    const folds = groupedFolds(groups, 5);
    for (const group of new Set(groups)) expect(new Set(folds.filter((_, i) => groups[i] === group)).size).toBe(1);
    expect([0, 1, 2, 3, 4].map((fold) => folds.filter((own) => own === fold).length)).toEqual([12, 12, 12, 12, 12]);
  });

  it('has no more folds than groups', () => {
    expect(new Set(groupedFolds(['a', 'a', 'b'], 5)).size).toBe(2);
  });
});

describe('standardiser', () => {
  /* 2, 4 and 6 have mean 4 and standard deviation √(8/3). */
  it('centres and scales, draws in what lies far out, and takes what is missing for the centre', () => {
    const z = standardiser(
      [
        [2, 7],
        [4, 7],
        [6, 7],
        [NaN, 7],
      ],
      { clip: 3 },
    );
    expectClose(z([6, 7]), [2 / Math.sqrt(8 / 3), 0]);
    expect(z([100, 7])).toEqual([3, 0]);
    expect(z([-100, 7])).toEqual([-3, 0]);
    expect(z([NaN, 7])).toEqual([0, 0]);
  });
});

describe('ridge-cv', () => {
  /* Over 60 such samples, 37 of noise got 1,000 or more, and all that tell something got 10 or 32. The band of 12 is 2.8 s.d. */
  it('picks a large penalty where there is nothing to learn, and a small one where there is', () => {
    const picked = (tells: boolean): number[] =>
      Array.from({ length: 20 }, (_, seed) => {
        const { rows, outcomes, groups } = sampleOf(200, { tells, seed });
        return ridgeCv(rows, outcomes, groups).penalty;
      });
    expect(picked(false).filter((penalty) => penalty >= 1000).length).toBeGreaterThan(6);
    expect(Math.max(...picked(true))).toBeLessThan(100);
  });

  it('fits with the penalty that it picked: the largest leaves little but the base rate', () => {
    const samples = Array.from({ length: 20 }, (_, seed) => sampleOf(200, { tells: false, seed }));
    const fits = samples.map(({ rows, outcomes, groups }) => ({ rows, ...ridgeCv(rows, outcomes, groups) }));
    const held = fits.find(({ penalty }) => penalty === 10_000)!;
    const found = held.rows.map(held.predict);
    expect(Math.max(...found) - Math.min(...found)).toBeLessThan(0.05);
  });

  it('finds the column that tells, and takes what lies far out for three standard deviations', () => {
    const { rows, outcomes, groups } = sampleOf(200, { tells: true, seed: 1 });
    const { predict } = ridgeCv(rows, outcomes, groups);
    const at = (first: number): number => predict([first, ...Array.from({ length: 19 }, () => 0)]);
    expect(at(-2)).toBeLessThan(0.15);
    expect(at(2)).toBeGreaterThan(0.85);
    expect(at(9)).toBe(at(8));
  });

  /* Each row of a group is the same and so is its outcome: seen apart, the penalty would look best at its smallest. */
  it('does not let a group foretell itself', () => {
    const random = seededRandom(9);
    const distinct = Array.from({ length: 30 }, () => Array.from({ length: 20 }, () => normal(random)));
    const labels = distinct.map(() => (random() < 0.5 ? 1 : 0));
    const rows = distinct.flatMap((row) => [row, row, row, row]);
    const outcomes = labels.flatMap((label) => [label, label, label, label]);
    const groups = distinct.flatMap((_, i) => [i, i, i, i].map(String));
    const apart = rows.map((_, i) => String(i));
    expect(ridgeCv(rows, outcomes, groups).penalty).toBeGreaterThan(ridgeCv(rows, outcomes, apart).penalty);
  });
});

describe('two-stage', () => {
  it('rises with its index and spans from 0 to 1 on noise: the second stage takes the first at its word', () => {
    const { rows, outcomes, groups } = sampleOf(60, { tells: false, seed: 4 });
    const found = rows.map(twoStage(rows, outcomes, groups));
    expect(Math.min(...found)).toBeLessThan(0.2);
    expect(Math.max(...found)).toBeGreaterThan(0.8);
  });

  it('finds the column that tells', () => {
    const { rows, outcomes, groups } = sampleOf(400, { tells: true, seed: 4 });
    const predict = twoStage(rows, outcomes, groups);
    const at = (first: number): number => predict([first, ...Array.from({ length: 19 }, () => 0)]);
    expect(at(-2)).toBeLessThan(0.15);
    expect(at(2)).toBeGreaterThan(0.85);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([-2, -1, 0, 1, 2].map(at).sort((a, b) => a - b));
  });
});
