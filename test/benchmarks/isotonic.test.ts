import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonicCurve, levelsOf, poolAdjacentViolators, rateOf } from '../../benchmarks/accuracy/isotonic.ts';
import { expectClose } from '../close.ts';

const anyRecords = fc.array(
  fc.record({ rating: fc.integer({ min: 0, max: 6 }), outcome: fc.integer({ max: 1, min: 0 }) }),
  {
    minLength: 1,
    maxLength: 30,
  },
);

describe('poolAdjacentViolators', () => {
  /*
   * Pass rates 1, 0, ½, 1 by level. The 0 undercuts the 1: together 1 of 2. The third, 1 of 2, does not rise above that:
   * together 2 of 4. The fourth is higher and stays.
   */
  it('merges a level that does not rise with the ones before it', () => {
    const blocks = poolAdjacentViolators(levelsOf([1, 2, 3, 3, 4], [1, 0, 1, 0, 1]));
    expect(blocks).toEqual([
      { from: 1, to: 3, passing: 2, count: 4 },
      { from: 4, to: 4, passing: 1, count: 1 },
    ]);
  });

  /* 1 of 2, 1 of 1, 0 of 3: the last pools with the second to 1 of 4, which the first is above: 2 of 6. */
  it('checks a merged block again', () => {
    const blocks = poolAdjacentViolators(levelsOf([1, 1, 2, 3, 3, 3], [1, 0, 1, 0, 0, 0]));
    expect(blocks).toEqual([{ from: 1, to: 3, passing: 2, count: 6 }]);
  });

  it('does not depend on the order of the records, ties included', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const blocksOf = (some: typeof records) =>
          poolAdjacentViolators(
            levelsOf(
              some.map(({ rating }) => rating),
              some.map(({ outcome }) => outcome),
            ),
          );
        expect(blocksOf(records.toReversed())).toEqual(blocksOf(records));
      }),
    );
  });

  /* Pooled regression is the largest over lower ends of the smallest over upper ends of the mean between. */
  it('is the max-min of the means of runs of levels', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const levels = levelsOf(
          records.map(({ rating }) => rating),
          records.map(({ outcome }) => outcome),
        );
        const blocks = poolAdjacentViolators(levels);
        levels.forEach(({ rating }, at) => {
          const meanOf = (from: number, to: number): number => {
            const run = levels.slice(from, to + 1);
            return run.reduce((sum, { passing }) => sum + passing, 0) / run.reduce((sum, { count }) => sum + count, 0);
          };
          const lowers = levels.slice(0, at + 1).map((_, from) => from);
          const uppers = levels.slice(at).map((_, offset) => at + offset);
          const expected = Math.max(...lowers.map((from) => Math.min(...uppers.map((to) => meanOf(from, to)))));
          expectClose(rateOf(blocks.find(({ from, to }) => from <= rating && rating <= to)!), expected);
        });
      }),
    );
  });
});

describe('isotonicCurve', () => {
  it('joins the blocks by straight lines and is flat beyond the ends', () => {
    const curve = isotonicCurve([2, 4, 4], [0, 1, 0]);
    expectClose([1, 2, 3, 4, 5].map(curve), [0, 0, 0.25, 0.5, 0.5]);
  });
});
