import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedMean } from '../../src/math/metrics.ts';
import { expectClose } from '../close.ts';
import { anyRows, anyShare, worst, worstOf } from './rows.ts';

describe('failShareAtTop', () => {
  // Best first: one that passes, three in a tie of which two fail, one that fails. A cut inside the tie takes 2/3 of each.
  it.each([
    [0.2, 0],
    [0.4, 2 / 3 / 2],
    [0.6, 4 / 3 / 3],
    [0.8, 2 / 4],
    [1, 3 / 5],
    [0.1, 0],
    [0.3, 1 / 3 / 1.5],
  ])('among the best %d is %d', (share, expected) => {
    expectClose(worst([9, 8, 8, 8, 2], [1, 0, 1, 0, 0], share), expected);
  });

  // Weights 1 | 2 + 1 | 4: a quarter of 8 is the first and a third of the tie, of which 2/3 fails.
  it('counts records by their weight', () => {
    expectClose(worst([9, 8, 8, 2], [1, 0, 1, 0], 0.25, [1, 2, 1, 4]), 2 / 3 / 2);
  });

  it('passes over records of no weight', () => {
    expectClose(worst([9, 8, 7], [1, 0, 1], 0.5, [0, 1, 1]), 1);
  });

  it('is not a number for a share of zero', () => {
    expect(worst([1, 2], [0, 1], 0)).toBeNaN();
  });

  it('of all records is the share that fails', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const failing = weightedMean(
          rows.map(({ outcome }) => 1 - outcome),
          rows.map(({ weight }) => weight),
        );
        expectClose(worstOf(rows, 1), failing);
      }),
    );
  });

  it('stays within 0..1', () => {
    fc.assert(
      fc.property(anyRows, anyShare, (rows, share) => {
        expect(worstOf(rows, share)).toBeGreaterThanOrEqual(0);
        expect(worstOf(rows, share)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});
