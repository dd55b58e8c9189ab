import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { krippendorffAlpha, weightedAlpha, type AlphaMetric } from '../../src/math/agreement.ts';
import { expectClose } from '../close.ts';

const metrics = ['nominal', 'ordinal', 'interval'] as const;
const anyUnits = fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 });

describe('krippendorffAlpha', () => {
  /*
   * Three ratings of 1 and three of 2 in pairs (1, 1), (2, 2), (1, 2). Ordered pairs within units that differ: 2, each at
   * weight 1, of 6. Among all: 2 · 3 · 3 of 6 · 5. Alpha is 1 − (2 / 6) / (18 / 30) = 4 / 9.
   */
  it('is one less the disagreement within units over that of ratings paired at random', () => {
    expectClose(
      krippendorffAlpha(
        [
          [1, 1],
          [2, 2],
          [1, 2],
        ],
        'nominal',
      ),
      4 / 9,
    );
  });

  /* The one within-unit distance is 2, squared twice: 8 of 4. Among 1, 3, 3, 3: 2 · 1 · 3 · 4 = 24 of 4 · 3. */
  it('falls below zero where ratings of a unit differ more than ratings at random', () => {
    expectClose(
      krippendorffAlpha(
        [
          [1, 3],
          [3, 3],
        ],
        'interval',
      ),
      1 - 2 / 2,
    );
    expect(
      krippendorffAlpha(
        [
          [1, 2],
          [2, 1],
        ],
        'nominal',
      ),
    ).toBeLessThan(0);
  });

  it.each(metrics)('agrees with the coincidence matrix, %s', (metric) => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        expectSame(krippendorffAlpha(units, metric), byCoincidences(units, metric));
      }),
    );
  });

  it.each(metrics)('does not depend on the order of units and ratings, %s', (metric) => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        const turned = units.map((ratings) => ratings.toReversed()).toReversed();
        expectSame(krippendorffAlpha(turned, metric), krippendorffAlpha(units, metric));
      }),
    );
  });

  it.each([
    { metric: 'nominal', what: 'names', change: (rating: number) => [0, 7, -3, 12, 4, 1][rating]! },
    { metric: 'ordinal', what: 'rising transformation', change: (rating: number) => rating ** 3 },
    { metric: 'interval', what: 'unit', change: (rating: number) => 20 - 2.5 * rating },
  ] as const)('does not depend on the $what of $metric ratings', ({ metric, change }) => {
    fc.assert(
      fc.property(anyUnits, (units) => {
        const changed = units.map((ratings) => ratings.map(change));
        expectSame(krippendorffAlpha(changed, metric), krippendorffAlpha(units, metric));
      }),
    );
  });

  it.each(metrics)('leaves out units with fewer than two ratings, %s', (metric) => {
    const units = [
      [1, 2],
      [3, 3],
      [2, 2, 4],
    ];
    expect(krippendorffAlpha([[5], ...units, [], [1]], metric)).toBe(krippendorffAlpha(units, metric));
  });

  it.each(metrics)('is 1 where all agree and something differs, %s', (metric) => {
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [4, 4, 4],
          [2, 2],
        ],
        metric,
      ),
    ).toBe(1);
  });

  it.each(metrics)('is not a number without two ratings of a unit, or where nothing differs, %s', (metric) => {
    expect(krippendorffAlpha([], metric)).toBeNaN();
    expect(krippendorffAlpha([[1], [2], []], metric)).toBeNaN();
    expect(krippendorffAlpha([[0.1, 0.1], [0.1, 0.1, 0.1], [3]], metric)).toBeNaN();
  });
});

describe('weightedAlpha', () => {
  it.each(metrics)('counts a unit of weight 2 twice and one of weight 0 not at all, %s', (metric) => {
    fc.assert(
      fc.property(anyUnits, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (units, stream) => {
        const weights = units.map(() => stream.next().value);
        const repeated = units.flatMap((unit, i) => Array.from({ length: weights[i]! }, () => unit));
        expectSame(weightedAlpha(units, metric)(weights), krippendorffAlpha(repeated, metric));
      }),
    );
  });
});

/** Alpha as it is written down: a matrix of coincidences, and a metric for every two levels. */
function byCoincidences(units: readonly (readonly number[])[], metric: AlphaMetric): number {
  const levels = [1, 2, 3, 4, 5];
  const matrix = levels.map(() => levels.map(() => 0));
  for (const unit of units) {
    unit.forEach((a, i) =>
      unit.forEach((b, j) => {
        if (i !== j) matrix[a - 1]![b - 1]! += 1 / (unit.length - 1);
      }),
    );
  }
  const sizes = matrix.map((row) => row.reduce((sum, value) => sum + value, 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const distance = (c: number, k: number): number => {
    if (metric === 'nominal') return c === k ? 0 : 1;
    if (metric === 'interval') return (c - k) ** 2;
    const [low, high] = [Math.min(c, k), Math.max(c, k)];
    const between = sizes.slice(low, high + 1).reduce((sum, size) => sum + size, 0);
    return (between - (sizes[low]! + sizes[high]!) / 2) ** 2;
  };
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < 5; c++) {
    for (let k = 0; k < 5; k++) {
      observed += matrix[c]![k]! * distance(c, k);
      expected += sizes[c]! * sizes[k]! * distance(c, k);
    }
  }
  return 1 - ((total - 1) * observed) / expected;
}

/** Both close, or both not a number. */
function expectSame(actual: number, expected: number): void {
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expectClose(actual, expected, { absolute: 1e-9 });
}
