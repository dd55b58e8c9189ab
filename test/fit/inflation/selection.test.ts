import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { correlationsOf, mostTelling, withoutDuplicates } from '../../../src/fit/inflation/selection.ts';
import { normal, seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';

const random = seededRandom(17);
const draws = 400;
const weights = new Float64Array(draws).fill(1 / draws);
const drawn = (): number[] => Array.from({ length: draws }, () => normal(random));
const [a, b, c, noise] = [drawn(), drawn(), drawn(), drawn()];
const mix = (...parts: readonly (readonly [number, readonly number[]])[]): number[] =>
  a.map((_, i) => parts.reduce((sum, [share, column]) => sum + share * column[i]!, 0));

describe('correlationsOf', () => {
  // Weights ½, ¼, ¼: both columns have a weighted mean of 0 and variances of 1, and their products add up to ½ − ½.
  it('weighs', () => {
    const root = Math.SQRT2;
    const columns = [Float64Array.of(1, -1, -1), Float64Array.of(0, root, -root)];
    expectClose(correlationsOf(columns, Float64Array.of(0.5, 0.25, 0.25)).to1DArray(), [1, 0, 0, 1]);
    const [first] = columns;
    expectClose(correlationsOf([first!, first!], Float64Array.of(0.5, 0.25, 0.25)).to1DArray(), [1, 1, 1, 1]);
  });
});

describe('withoutDuplicates', () => {
  it('keeps the first of two that say the same, and names it', () => {
    const { kept, duplicates } = withoutDuplicates(correlations(a, b, mix([1, a], [0.1, noise]), c), 0.1);
    expect(kept).toEqual([0, 1, 3]);
    expect(duplicates).toEqual([{ column: 2, of: [0] }]);
  });

  it('finds what several say together though none does alone, the closest first', () => {
    const { kept, duplicates } = withoutDuplicates(correlations(a, b, c, mix([1, a], [2, b], [0.1, noise])), 0.1);
    expect(kept).toEqual([0, 1, 2]);
    expect(duplicates).toEqual([{ column: 3, of: [1, 0] }]);
  });

  it('keeps what is related less closely', () => {
    const { kept } = withoutDuplicates(correlations(a, mix([1, a], [0.5, b])), 0.1);
    expect(kept).toEqual([0, 1]);
  });

  it('leaves columns that a regression can tell apart', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 })), (shares) => {
        const columns = shares
          .filter((row) => row.some((share) => share !== 0))
          .map(([p, q, r, s]) => mix([p!, a], [q!, b], [r!, c], [s!, noise]));
        const all = correlations(...columns);
        const { kept, duplicates } = withoutDuplicates(all, 0.1);
        expect(kept.length).toBeLessThanOrEqual(4);
        expect(kept.length + duplicates.length).toBe(columns.length);
        for (const { of } of duplicates) for (const column of of) expect(kept).toContain(column);
      }),
    );
  });
});

describe('mostTelling', () => {
  it('takes the column that says most of the others first, and then what that leaves', () => {
    const related = correlations(noise, mix([1, a], [0.7, b]), a, mix([1, a], [0.7, c]));
    expect(mostTelling(related, [0, 1, 2, 3], 1)).toEqual([2]);
    expect(mostTelling(related, [0, 1, 2, 3], 2)).toEqual([0, 2]);
  });

  it('takes candidates only, and all where there is room', () => {
    const related = correlations(noise, b, a, c);
    expect(mostTelling(related, [0, 3], 1)).not.toEqual([2]);
    expect(mostTelling(related, [3, 0], 5)).toEqual([0, 3]);
    expect(mostTelling(related, [0, 1], 0)).toEqual([]);
  });
});

function correlations(...columns: readonly (readonly number[])[]): Matrix {
  const standardised = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / draws;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws);
    return Float64Array.from(column, (value) => (value - mean) / deviation);
  });
  return correlationsOf(standardised, weights);
}
