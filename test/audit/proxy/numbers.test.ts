import { describe, expect, it } from 'vitest';
import { rankCorrelation, topMeans } from '../../../src/audit/proxy/ranks.ts';
import { aggregates, countTable, tableOf } from '../../../src/audit/proxy/table.ts';
import { tiesOf } from '../../../src/math/metrics.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';

const ones = (length: number): number[] => Array.from({ length }, () => 1);

describe('a 2×2 table', () => {
  // 40 hits, 10 misses, 15 false alarms, 35 rightly left: by hand.
  const table = { truePositives: 0.4, falseNegatives: 0.1, falsePositives: 0.15, trueNegatives: 0.35 };

  it.each([
    ['rate', 0.55],
    ['recall', 0.8],
    ['precision', 40 / 55],
    ['specificity', 0.7],
    ['accuracy', 0.75],
    ['f1', 80 / 105],
    ['informedness', 0.5],
    ['mcc', (40 * 35 - 15 * 10) / Math.sqrt(55 * 50 * 50 * 45)],
    ['kappa', 0.5],
  ] as const)('has the %s that the textbook gives', (name, expected) => {
    expectClose(aggregates[name](table), expected);
  });

  it('has no precision where nothing was said yes to, and no correlation where all was', () => {
    expect(aggregates.precision(tableOf(0, 0.3, 0))).toBeNaN();
    expect(aggregates.mcc(tableOf(1, 0.3, 0.3))).toBeNaN();
    expectClose(aggregates.informedness(tableOf(1, 0.3, 0.3)), 0);
    expect(aggregates.informedness(tableOf(1, 1, 1))).toBeNaN();
  });

  it('counts a row with weight 2 as the row twice', () => {
    const twice = countTable([1, 1, 0, 0, 0], [1, 1, 0, 1, 0], ones(5));
    const weighted = countTable([1, 0, 0, 0], [1, 0, 1, 0], [2, 1, 1, 1]);
    expectClose(Object.values(weighted), Object.values(twice));
  });
});

describe('the rank correlation', () => {
  const correlate = (x: readonly number[], y: readonly number[], weights = ones(x.length)): number =>
    rankCorrelation(tiesOf(x), tiesOf(y), weights);

  it('is 1 for the same order, −1 for the reverse, and takes ties at their middle', () => {
    expectClose(correlate([1, 5, 9], [2, 3, 100]), 1);
    expectClose(correlate([1, 5, 9], [3, 2, 1]), -1);
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: covariance 4.5, squares 4.5 and 5.
    expectClose(correlate([1, 2, 2, 3], [1, 2, 3, 4]), 4.5 / Math.sqrt(4.5 * 5));
  });

  it('does not exist for a column of one value, and counts weights as copies', () => {
    expect(correlate([1, 1, 1], [1, 2, 3])).toBeNaN();
    expectClose(correlate([1, 2, 3], [2, 1, 3], [2, 1, 1]), correlate([1, 1, 2, 3], [2, 2, 1, 3]));
  });
});

describe('the mean of the best share', () => {
  it('takes rows of a tie in proportion', () => {
    // The best is 10; the next two tie at 4 and 0, of which half counts: (10 + 2) / 2.
    expectClose(topMeans(tiesOf([3, 2, 2, 1]), [10, 4, 0, 7], ones(4), [0.25, 0.5, 1]), [10, 6, 21 / 4]);
  });

  it('is the mean over all ways of breaking ties', () => {
    const random = seededRandom(3);
    const scores = Array.from({ length: 12 }, () => Math.floor(3 * random()));
    const values = Array.from({ length: 12 }, random);
    const drawn = Array.from({ length: 20_000 }, () => {
      const order = scores
        .map((score, i) => ({ value: values[i]!, key: score + random() / 2 }))
        .sort((a, b) => b.key - a.key);
      return order.slice(0, 5).reduce((sum, { value }) => sum + value, 0) / 5;
    });
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
    expectClose(topMeans(tiesOf(scores), values, ones(12), [5 / 12])[0]!, mean, { absolute: 0.004 });
  });

  it('has a value for every share under any weights', () => {
    const random = seededRandom(4);
    for (let draw = 0; draw < 200; draw++) {
      const weights = Array.from({ length: 15 }, () => Math.floor(3 * random()) / 7);
      weights[0] = 1 / 7;
      const shares = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);
      const means = topMeans(tiesOf(Array.from({ length: 15 }, random)), ones(15), weights, shares);
      expectClose(means, ones(20));
    }
  });
});
