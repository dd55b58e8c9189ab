import { describe, expect, it } from 'vitest';
import { groupedFolds } from '../../benchmarks/accuracy/grouped-folds.ts';
import type { Kind } from '../../benchmarks/accuracy/inputs.ts';
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
  return { rows, outcomes, groups: rows.map((_, i) => `group ${i >> 1}`), kinds: allOf('feature') };
}

function allOf(kind: Kind): Kind[] {
  return Array.from({ length: 20 }, () => kind);
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
        return ridgeCv(sampleOf(200, { tells, seed })).penalty;
      });
    expect(picked(false).filter((penalty) => penalty >= 1000).length).toBeGreaterThan(6);
    expect(Math.max(...picked(true))).toBeLessThan(100);
  });

  it('fits with the penalty that it picked: the largest leaves little but the base rate', () => {
    const samples = Array.from({ length: 20 }, (_, seed) => sampleOf(200, { tells: false, seed }));
    const fits = samples.map((sample) => ({ ...sample, ...ridgeCv(sample) }));
    const held = fits.find(({ penalty }) => penalty === 10_000)!;
    const found = held.rows.map(held.predict);
    expect(Math.max(...found) - Math.min(...found)).toBeLessThan(0.05);
  });

  it('finds the column that tells, and takes what lies far out for three standard deviations', () => {
    const { predict } = ridgeCv(sampleOf(200, { tells: true, seed: 1 }));
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
    const sample = { rows, outcomes, groups, kinds: allOf('feature') };
    expect(ridgeCv(sample).penalty).toBeGreaterThan(ridgeCv({ ...sample, groups: apart }).penalty);
  });

  /* As one feature among twenty, what tells shares the penalty that holds nineteen columns of noise still. */
  it('lets the rating and the length speak where there are too few labels for features', () => {
    const slopeAs = (kind: Kind): number => {
      const slopes = Array.from({ length: 10 }, (_, seed) => {
        const sample = sampleOf(40, { tells: true, seed });
        const { predict } = ridgeCv({ ...sample, kinds: [kind, ...sample.kinds.slice(1)] });
        const at = (first: number): number => predict([first, ...Array.from({ length: 19 }, () => 0)]);
        return at(1) - at(-1);
      });
      return slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
    };
    expect(slopeAs('rating')).toBeGreaterThan(slopeAs('feature') + 0.1);
    expect(slopeAs('length')).toBeGreaterThanOrEqual(slopeAs('feature'));
  });
});

describe('two-stage', () => {
  /* Isotonic regression on the index of its own records spans from 0 to 1 here. */
  it('says little on noise: the second stage sees what the first says of records it had not seen', () => {
    const sample = sampleOf(60, { tells: false, seed: 4 });
    const found = sample.rows.map(twoStage(sample));
    const loss = found.reduce((sum, p, i) => sum - Math.log(sample.outcomes[i] === 1 ? p : 1 - p), 0) / 60;
    expect(Math.min(...found)).toBeGreaterThan(0.1);
    expect(Math.max(...found)).toBeLessThan(0.9);
    expect(loss).toBeGreaterThan(0.5);
  });

  it('finds the column that tells', () => {
    const predict = twoStage(sampleOf(400, { tells: true, seed: 4 }));
    const at = (first: number): number => predict([first, ...Array.from({ length: 19 }, () => 0)]);
    expect(at(-2)).toBeLessThan(0.15);
    expect(at(2)).toBeGreaterThan(0.85);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([-2, -1, 0, 1, 2].map(at).sort((a, b) => a - b));
  });
});
