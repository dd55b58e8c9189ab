import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLosses, squaredErrors, tiesOf, weightedMean } from '../../src/math/metrics.ts';
import { expectClose } from '../close.ts';
import { anyShare, aucOf, columnsOf, ece, mixedRows, worstOf, type Row } from './rows.ts';

describe('logLosses', () => {
  it('are minus the log of the probability of what happened', () => {
    expectClose(logLosses([0.8, 0.3, 0.5], [1, 0, 1]), [-Math.log(0.8), -Math.log(0.7), Math.LN2]);
  });

  it('of a confident mistake is that of one in a thousand, and of certainty its opposite', () => {
    expectClose(logLosses([0, 1, 1, 0], [1, 0, 1, 0]), [
      -Math.log(0.001),
      -Math.log(0.001),
      -Math.log(0.999),
      -Math.log(0.999),
    ]);
  });
});

describe('squaredErrors', () => {
  it('are squared distances from the outcomes', () => {
    expectClose(squaredErrors([0.8, 0.3, 0.5], [1, 0, 1]), [0.04, 0.09, 0.25]);
  });
});

describe('weightedMean', () => {
  // (3 · 1 + 1 · 5) / 4 = 2
  it('counts each value by its weight', () => {
    expectClose(weightedMean([1, 5], [3, 1]), 2);
  });

  it('of nothing is not a number', () => {
    expect(weightedMean([], [])).toBeNaN();
  });
});

describe('tiesOf', () => {
  it('groups the places of equal values, lowest value first', () => {
    expect(tiesOf([3, -1, 3, 2, 0, -0])).toEqual([[1], [4, 5], [3], [0, 2]]);
    expect(tiesOf([])).toEqual([]);
  });

  it('groups some places of a list, and leaves the rest and the places alone', () => {
    const places = [2, 3, 0];
    expect(tiesOf([3, 1, 3, 2], places)).toEqual([[3], [2, 0]]);
    expect(places).toEqual([2, 3, 0]);
  });

  it('orders by number and not by how the number is written', () => {
    expect(tiesOf([10, 9, 1e-7])).toEqual([[2], [1], [0]]);
  });
});

describe('every metric', () => {
  it('is the same in any order of the records, and with a record of weight w split into w records', () => {
    fc.assert(
      fc.property(mixedRows, anyShare, (rows, share) => {
        const expected = all(rows, share);
        expectClose(all(rows.toReversed(), share), expected, { absolute: 1e-9 });
        expectClose(
          all(
            rows.toSorted((a, b) => a.outcome - b.outcome || b.weight - a.weight),
            share,
          ),
          expected,
          {
            absolute: 1e-9,
          },
        );
        const split = rows.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })));
        expectClose(all(split, share), expected, { absolute: 1e-9 });
      }),
    );
  });
});

function all(rows: readonly Row[], share: number): number[] {
  const [p, outcomes, weights] = columnsOf(rows);
  return [
    weightedMean(logLosses(p, outcomes), weights),
    weightedMean(squaredErrors(p, outcomes), weights),
    aucOf(rows),
    ece(p, outcomes, weights),
    worstOf(rows, share),
  ];
}
