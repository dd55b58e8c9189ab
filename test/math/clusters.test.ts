import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterMean, clusterMembers, effectiveClusters, resampleClusters } from '../../src/math/clusters.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

interface Row {
  readonly value: number;
  readonly weight: number;
  readonly cluster: string;
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  value: fc.double({ min: -10, max: 10, noNaN: true }),
  weight: fc.double({ min: 0.1, max: 5, noNaN: true }),
  cluster: fc.constantFrom('a', 'b', 'c', 'd'),
});
const anyRows = fc
  .array(anyRow, { minLength: 2, maxLength: 30 })
  .filter((rows) => new Set(rows.map(({ cluster }) => cluster)).size > 1);

describe('clusterMean', () => {
  /*
   * The mean of 1, 3, 2, 6 is 3. About it, cluster a adds up to −2 + 0 = −2 and b to −1 + 3 = 2.
   * The standard error is √((4 + 4) · 2/1) / 4 = 1.
   */
  it('adds up within clusters before it squares', () => {
    const { mean, standardError } = clusterMean([1, 3, 2, 6], [1, 1, 1, 1], ['a', 'a', 'b', 'b']);
    expectClose(mean, 3);
    expectClose(standardError, 1);
  });

  /*
   * Weights 1, 1, 2 for 0, 4, 6: the mean is 16 / 4 = 4. Weighted distances: a −4 + 0, b 2 · 2 = 4.
   * The standard error is √((16 + 16) · 2/1) / 4 = 2.
   */
  it('weighs both the mean and the distances', () => {
    const { mean, standardError } = clusterMean([0, 4, 6], [1, 1, 2], ['a', 'a', 'b']);
    expectClose(mean, 4);
    expectClose(standardError, 2);
  });

  // Distances −2, −1, 0, 3 from 3 with n = 4: the sample variance is 14 / 3, and s / √n = √(14 / 12).
  it('of clusters of one is the textbook mean with s / √n', () => {
    expectClose(clusterMean([1, 2, 3, 6], [1, 1, 1, 1], ['a', 'b', 'c', 'd']).standardError, Math.sqrt(14 / 12));
  });

  it('has no standard error for one cluster', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1 }), (rows) => {
        const { standardError } = rowsMean(rows.map((row) => ({ ...row, cluster: 'a' })));
        expect(standardError).toBeNaN();
      }),
    );
  });

  it('gains nothing from repeating rows', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 2, max: 4 }), (rows, times) => {
        expectSame(rowsMean(Array.from({ length: times }, () => rows).flat()), rowsMean(rows));
      }),
    );
  });

  it('does not depend on the order of the rows, the names of the clusters or the unit of the weights', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        expectSame(rowsMean(rows.toReversed()), rowsMean(rows));
        expectSame(rowsMean(rows.map((row) => ({ ...row, cluster: `${row.cluster}'` }))), rowsMean(rows));
        expectSame(rowsMean(rows.map((row) => ({ ...row, weight: 7 * row.weight }))), rowsMean(rows));
      }),
    );
  });

  it('moves with the values: the mean shifts, the standard error does not', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const before = rowsMean(rows);
        expectSame(rowsMean(rows.map((row) => ({ ...row, value: row.value + 5 }))), {
          ...before,
          mean: before.mean + 5,
        });
      }),
    );
  });
});

describe('clusterMembers', () => {
  it('lists the places of each cluster, in order of first appearance', () => {
    expect(clusterMembers(['b', 'a', 'b', 'c', 'a'])).toEqual([[0, 2], [1, 4], [3]]);
    expect(clusterMembers([])).toEqual([]);
  });

  it('holds every place once', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 1 })), (clusters) => {
        const places = clusterMembers(clusters).flat();
        expect(places.toSorted((a, b) => a - b)).toEqual(clusters.map((_, i) => i));
      }),
    );
  });
});

describe('resampleClusters', () => {
  it('draws clusters by the source, and repeats one that is drawn again', () => {
    const source = [0.99, 0.4, 0.7];
    const drawn = resampleClusters([[0, 2], [1], [3]], [1, 2, 3, 4], () => source.shift()!);
    expect(drawn).toEqual(Float64Array.of(0, 2, 0, 8));
  });

  it('keeps clusters whole, draws as many as there are, and leaves the weights alone', () => {
    fc.assert(
      fc.property(anyRows, fc.integer(), (rows, seed) => {
        const weights = rows.map(({ weight }) => weight);
        const before = [...weights];
        const members = clusterMembers(rows.map(({ cluster }) => cluster));
        const drawn = resampleClusters(members, weights, seededRandom(seed));
        const times = members.map((places) => {
          const counts = places.map((i) => Math.round(drawn[i]! / weights[i]!));
          expectClose(
            places.map((i) => drawn[i]!),
            places.map((i) => counts[0]! * weights[i]!),
          );
          return counts[0]!;
        });
        expect(times.reduce((sum, count) => sum + count, 0)).toBe(members.length);
        expect(weights).toEqual(before);
      }),
    );
  });

  // Each of four clusters is drawn once on average, with a variance of 4 · 1/4 · 3/4: over 4,000 draws to √(.75 / 4,000).
  it('draws every cluster equally often', () => {
    const random = seededRandom(23);
    const sums = new Float64Array(5);
    for (let i = 0; i < 4000; i++) {
      resampleClusters([[0], [1, 4], [2], [3]], [1, 1, 1, 1, 1], random).forEach((value, j) => (sums[j]! += value));
    }
    expectClose(
      sums.map((value) => value / 4000),
      [1, 1, 1, 1, 1],
      { absolute: 4 * Math.sqrt(0.75 / 4000) },
    );
  });
});

describe('effectiveClusters', () => {
  it.each([
    { weights: [1, 1, 1, 1], clusters: ['a', 'b', 'c', 'd'], expected: 4 },
    { weights: [1, 1, 1, 1], clusters: ['a', 'a', 'b', 'b'], expected: 2 },
    // Clusters of 3 and 1: 4² / (9 + 1).
    { weights: [1, 1, 1, 1], clusters: ['a', 'a', 'a', 'b'], expected: 1.6 },
    { weights: [1, 1000], clusters: ['a', 'b'], expected: 1001 ** 2 / (1 + 1e6) },
  ])('of weights $weights in $clusters are $expected', ({ weights, clusters, expected }) => {
    expectClose(effectiveClusters(weights, clusters), expected);
  });
});

type Measured = ReturnType<typeof clusterMean>;

function rowsMean(rows: readonly Row[]): Measured {
  return clusterMean(
    rows.map(({ value }) => value),
    rows.map(({ weight }) => weight),
    rows.map(({ cluster }) => cluster),
  );
}

function expectSame(actual: Measured, expected: Measured): void {
  expectClose(actual.mean, expected.mean, { absolute: 1e-9 });
  expectClose(actual.standardError, expected.standardError, { absolute: 1e-7 });
}
