import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve, tiesOf } from '../../src/math/metrics.ts';
import { expectClose } from '../close.ts';
import { auc, aucOf, mixedRows, type Row } from './rows.ts';

describe('areaUnderCurve', () => {
  it('compares only records of one stratum: shifting the scores of a fold changes nothing', () => {
    // Fold one: .9 passes, .8 fails. Fold two: .3 passes, .2 and .4 fail. Three pairs, two of them won.
    const [scores, outcomes, weights] = [
      [0.9, 0.8, 0.3, 0.2, 0.4],
      [1, 0, 1, 0, 0],
      [1, 1, 1, 1, 1],
    ];
    const strata = [tiesOf(scores, [0, 1]), tiesOf(scores, [2, 3, 4])];
    expectClose(areaUnderCurve(strata, outcomes, weights), 2 / 3);
    const shifted = scores.map((score, i) => (i < 2 ? score - 0.7 : score));
    expectClose(areaUnderCurve([tiesOf(shifted, [0, 1]), tiesOf(shifted, [2, 3, 4])], outcomes, weights), 2 / 3);
  });

  it('learns nothing from a stratum of one outcome', () => {
    const [scores, outcomes, weights] = [
      [0.9, 0.1, 0.3, 0.2],
      [1, 1, 1, 0],
      [5, 5, 1, 1],
    ];
    expect(areaUnderCurve([tiesOf(scores, [0, 1]), tiesOf(scores, [2, 3])], outcomes, weights)).toBe(1);
    expect(areaUnderCurve([tiesOf(scores, [0, 1])], outcomes, weights)).toBeNaN();
    expect(areaUnderCurve([], [], [])).toBeNaN();
  });

  // Passing .4 and .8 against failing .1 and .4: three of four pairs won, one tied. (3 + ½) / 4.
  it('is the share of pairs that the passing record wins, ties half', () => {
    expectClose(auc([0.1, 0.4, 0.4, 0.8], [0, 1, 0, 1]), 3.5 / 4);
  });

  // Pairs count by the product of their weights: .4 over .1 (1 · 2), .4 beside .4 (½ · 1 · 1), .8 over both (3 · 3), of 4 · 3.
  it('counts pairs by their weights', () => {
    expectClose(auc([0.1, 0.4, 0.4, 0.8], [0, 1, 0, 1], [2, 1, 1, 3]), (2 + 0.5 + 9) / 12);
  });

  it.each([
    { name: '1 for a perfect order', scores: [1, 2, 3, 4], outcomes: [0, 0, 1, 1], expected: 1 },
    { name: '0 for a reversed one', scores: [1, 2, 3, 4], outcomes: [1, 1, 0, 0], expected: 0 },
    { name: '.5 where all scores are one', scores: [7, 7, 7], outcomes: [0, 1, 1], expected: 0.5 },
    { name: 'not a number without failing records', scores: [1, 2], outcomes: [1, 1], expected: NaN },
    { name: 'not a number without passing records', scores: [1, 2], outcomes: [0, 0], expected: NaN },
  ])('is $name', ({ scores, outcomes, expected }) => {
    expect(auc(scores, outcomes)).toBe(expected);
  });

  it('agrees with its definition, pair by pair', () => {
    fc.assert(fc.property(mixedRows, (rows) => expectClose(aucOf(rows), pairwise(rows))));
  });

  it('does not change when the scores go through any rising function, and is reversed by a falling one', () => {
    fc.assert(
      fc.property(mixedRows, (rows) => {
        expect(aucOf(rows.map((row) => ({ ...row, p: Math.exp(5 * row.p) - 40 })))).toBe(aucOf(rows));
        expectClose(aucOf(rows.map((row) => ({ ...row, p: -row.p }))), 1 - aucOf(rows));
      }),
    );
  });
});

/** P(a passing record scores above a failing one) + ½ P(they tie), over all pairs. */
function pairwise(rows: readonly Row[]): number {
  let won = 0;
  let pairs = 0;
  for (const pass of rows.filter(({ outcome }) => outcome === 1)) {
    for (const fail of rows.filter(({ outcome }) => outcome === 0)) {
      const weight = pass.weight * fail.weight;
      pairs += weight;
      if (pass.p > fail.p) won += weight;
      if (pass.p === fail.p) won += weight / 2;
    }
  }
  return won / pairs;
}
