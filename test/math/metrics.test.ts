import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaUnderCurve,
  calibrationError,
  failShareAtTop,
  logLosses,
  squaredErrors,
  tiesOf,
  weightedMean,
} from '../../src/math/metrics.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

/** A probability of one digit, so that ties are common; an outcome; a weight. */
interface Row {
  readonly p: number;
  readonly outcome: 0 | 1;
  readonly weight: number;
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  p: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  outcome: fc.constantFrom(0, 1),
  weight: fc.integer({ min: 1, max: 4 }),
});
const anyRows = fc.array(anyRow, { minLength: 2, maxLength: 25 });
const mixedRows = anyRows.filter((rows) => new Set(rows.map(({ outcome }) => outcome)).size === 2);
const anyShare = fc.integer({ min: 1, max: 20 }).map((twentieths) => twentieths / 20);

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

describe('calibrationError', () => {
  // Ten records, each its own bin. The first five miss by .05, .15, .25, .35 and .45, the others by the same: 2.5 / 10.
  it('is the mean distance over ten bins', () => {
    const p = Array.from({ length: 10 }, (_, i) => i / 10 + 0.05);
    expectClose(ece(p, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]), 0.25);
  });

  // Two records a bin, one of which passes: bin i predicts i/10 + .05 and sees .5. Σ |p − .5| · 2 = 5, of 20.
  it('lets records of one bin make up for each other', () => {
    const p = Array.from({ length: 20 }, (_, i) => Math.floor(i / 2) / 10 + (i % 2 === 0 ? 0.04 : 0.06));
    const outcomes = p.map((_, i) => i % 2);
    expectClose(ece(p, outcomes), 0.25);
  });

  // Three in ten pass and all ten are told .3. In bins of one record they would miss by .42.
  it('keeps equal probabilities in one bin', () => {
    expectClose(ece(Array<number>(10).fill(0.3), [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]), 0);
  });

  /*
   * Weights add up to 10, so a bin holds weight 1, and a tie goes where its middle falls. The first two span 0–.5 and
   * .5–w. For w = 1.2 the middle is .85, the same bin: |.5 (.2 − 1) + .7 · .3| = .19. For w = 1.6 it is 1.05, the next
   * one: .4 + 1.1 · .3 = .73. The last, of .9 that pass, misses by .1 times its weight: .88 and .84.
   */
  it.each([
    { end: 1.2, expected: (0.19 + 0.88) / 10 },
    { end: 1.6, expected: (0.73 + 0.84) / 10 },
  ])('puts a tie where its middle falls: up to $end', ({ end, expected }) => {
    expectClose(ece([0.2, 0.3, 0.9], [1, 0, 1], [0.5, end - 0.5, 10 - end]), expected);
  });

  /*
   * Probabilities uniform in 0..1 that are exactly right. At n records a bin of n / 10 misses by about
   * E √(2 p (1 − p) / (π n / 10)), with E √(p (1 − p)) = π / 8: .031 at 1,000 and .1 at 100. One set is off by .007 and
   * .024, the mean of 400 by a twentieth of that; the band is four of the larger.
   */
  it.each([
    { records: 1000, expected: 0.031 },
    { records: 100, expected: 0.1 },
  ])('of a perfect model is about $expected at $records records, from noise alone', ({ records, expected }) => {
    const random = seededRandom(31);
    let sum = 0;
    for (let set = 0; set < 400; set++) {
      const p = Array.from({ length: records }, random);
      sum += ece(
        p,
        p.map((value) => (random() < value ? 1 : 0)),
      );
    }
    expectClose(sum / 400, expected, { absolute: 0.005 });
  });
});

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

function auc(scores: readonly number[], outcomes: readonly number[], weights = ones(scores)): number {
  return areaUnderCurve([tiesOf(scores)], outcomes, weights);
}

function ece(p: readonly number[], outcomes: readonly number[], weights = ones(p)): number {
  return calibrationError(p, tiesOf(p), outcomes, weights);
}

function worst(scores: readonly number[], outcomes: readonly number[], share: number, weights = ones(scores)): number {
  return failShareAtTop(tiesOf(scores), outcomes, weights, share);
}

function ones(values: readonly number[]): number[] {
  return values.map(() => 1);
}

function columnsOf(rows: readonly Row[]): readonly [p: number[], outcomes: number[], weights: number[]] {
  return [rows.map(({ p }) => p), rows.map(({ outcome }) => outcome), rows.map(({ weight }) => weight)];
}

function aucOf(rows: readonly Row[]): number {
  return auc(...columnsOf(rows));
}

function worstOf(rows: readonly Row[], share: number): number {
  const [p, outcomes, weights] = columnsOf(rows);
  return worst(p, outcomes, share, weights);
}

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
