import { describe, expect, it } from 'vitest';
import type { Design } from '../../src/fit/design.ts';
import { priorsOf } from '../../src/fit/prior.ts';
import { logDeterminantOf, choleskyOf } from '../../src/math/cholesky.ts';
import { expectClose } from '../close.ts';

const meaning: Design['meaning'] = [
  { of: 'base' },
  { of: 'segment', place: 0 },
  { of: 'segment', place: 1 },
  { of: 'feature', place: 0 },
  { of: 'feature', place: 1 },
  { of: 'category', place: 0 },
  { of: 'labeller' },
];
const design: Design = { design: new Float64Array(), columns: meaning.length, meaning };
const priors = priorsOf(design, (place) => (place === 0 ? 'characters' : 'tone'));
const diagonal = (j: number): number[] => priors.map(({ precision }) => precision.get(j, j));

describe('the priors of a fit', () => {
  it('fill the range of each precision evenly', () => {
    const low = Math.log(8);
    const shares = diagonal(4).map((precision) => (Math.log(precision) - low) / (Math.log(1024) - low));
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(-1e-9);
    for (const share of shares) expect(share).toBeLessThanOrEqual(1 + 1e-9);
    // All but the last two, which hold still: as many in each quarter as there are quarters, give or take one.
    const drawn = shares.slice(0, -2);
    for (const quarter of [0, 1, 2, 3]) {
      const inside = drawn.filter((share) => share >= quarter / 4 && share < (quarter + 1) / 4).length;
      expect(Math.abs(inside - drawn.length / 4)).toBeLessThanOrEqual(1);
    }
  });

  it('start in the middle, and end with all held still', () => {
    expectClose(diagonal(3)[0]!, 8);
    expectClose(diagonal(4)[0]!, Math.sqrt(8 * 1024));
    for (const j of [3, 4]) expectClose(diagonal(j).slice(-2), Array(2).fill(j === 3 ? 64 : 1024));
  });

  it('leave the base free, and give languages, raters and labellers one precision', () => {
    expectClose(diagonal(0), Array(priors.length).fill(0.01));
    expect(diagonal(5)).toEqual(diagonal(6));
  });

  it('expect a rising rating and no effect of anything else, and never a falling one', () => {
    expect(Array.from(priors[0]!.mean)).toEqual([0, 0.5, 0.5, 0, 0, 0, 0]);
    expect(priors[0]!.nonNegative).toEqual([1, 2]);
  });

  it('say their own determinants', () => {
    for (const { precision, logDeterminant } of priors)
      expectClose(logDeterminant, logDeterminantOf(choleskyOf(precision)));
  });
});
