import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binMean, binShares, binSums, scratchFor } from '../../src/math/binned-clusters.ts';
import { clusterMean, effectiveClusters } from '../../src/math/clusters.ts';
import { clusteredShare } from '../../src/math/share.ts';
import { expectClose } from '../close.ts';

interface Value {
  readonly bin: number;
  readonly weight: number;
  readonly cluster: number;
}

const anyValues: fc.Arbitrary<Value[]> = fc
  .array(
    fc.record({
      bin: fc.integer({ min: 0, max: 3 }),
      weight: fc.double({ min: 0.1, max: 5, noNaN: true }),
      cluster: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .filter((values) => new Set(values.map(({ cluster }) => cluster)).size > 1);

const columnsOf = (values: readonly Value[]) => ({
  bins: values.map(({ bin }) => bin),
  weights: values.map(({ weight }) => weight),
  clusters: values.map(({ cluster }) => cluster),
});
const sumsOf = (values: readonly Value[]) => binSums(columnsOf(values), [0, values.length], scratchFor(6, 4));

describe('binMean', () => {
  it('is the mean of clusters, with a factor for how many they are worth in place of how many there are', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const scores = [-1, 0.5, 2, 4];
        const { weights, clusters } = columnsOf(values);
        const names = clusters.map(String);
        const known = clusterMean(
          values.map(({ bin }) => scores[bin]!),
          weights,
          names,
        );
        const [many, worth] = [new Set(names).size, effectiveClusters(weights, names)];
        const found = binMean(sumsOf(values), scores);
        expectClose(found.mean, known.mean, { absolute: 1e-9 });
        expectClose(found.clusters, worth);
        const factor = Math.sqrt(((worth / (worth - 1)) * (many - 1)) / many);
        expectClose(found.standardError, known.standardError * factor, { relative: 1e-6, absolute: 1e-6 });
      }),
    );
  });

  it('leaves out values of bins beyond the scores', () => {
    const values = [0, 1, 3, 0, 1, 3].map((bin, i) => ({ bin, weight: 1, cluster: i }));
    const found = binMean(sumsOf(values), [1, 3]);
    expect(found).toMatchObject({ mean: 2, total: 4, values: 4, clusters: 4 });
  });

  it('has no standard error for a single cluster', () => {
    const values = [0, 1, 1].map((bin) => ({ bin, weight: 1, cluster: 2 }));
    expect(binMean(sumsOf(values), [1, 3, 0, 0])).toMatchObject({ clusters: 1, standardError: NaN });
  });
});

describe('binShares', () => {
  it('are as many trials as a share of equal clusters alone is worth', () => {
    // Four clusters of three.
    const bins = [0, 0, 1, 0, 1, 1, 2, 2, 2, 0, 1, 2];
    const values = bins.map((bin, i) => ({ bin, weight: 1, cluster: Math.floor(i / 3) }));
    const { shares, trials } = binShares(sumsOf(values));
    for (const bin of [0, 1, 2, 3]) {
      const known = clusteredShare(
        bins.map((one) => (one === bin ? 1 : 0)),
        bins.map(() => 1),
        values.map(({ cluster }) => String(cluster)),
      );
      expectClose(shares[bin]!, known.value);
      expectClose(trials[bin]!, known.trials);
    }
  });

  it('never are more trials than values, whatever the clusters', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const { trials, values: worth } = binShares(sumsOf(values));
        for (const one of trials) expect(one).toBeLessThanOrEqual(worth + 1e-9);
      }),
    );
  });
});

describe('binSums', () => {
  it('takes no more than its part, leaves out what has no bin, and leaves nothing behind for the next', () => {
    const columns = { bins: [3, 0, 1, -1, 2, 0], weights: [1, 1, 1, 1, 1, 1], clusters: [0, 0, 0, 1, 1, 0] };
    const scratch = scratchFor(2, 4);
    const first = binSums(columns, [1, 5], scratch);
    expect([...first.sums]).toEqual([1, 1, 1, 0]);
    expect(first.products.slice(0, 4)).toEqual(Float64Array.of(1, 1, 0, 0));
    expect(binSums(columns, [1, 5], scratch)).toEqual(first);
    expect(scratch.weights.some((weight) => weight !== 0)).toBe(false);
  });
});
