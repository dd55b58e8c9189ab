import type { Random } from './random.ts';

/** A mean and the standard error that clusters of related values leave it. */
export interface ClusterMean {
  readonly mean: number;
  /** NaN for fewer than two clusters. */
  readonly standardError: number;
  readonly clusters: number;
}

/**
 * Weighted mean of values that come in clusters. The standard error is the cluster-robust one with the factor
 * G / (G − 1): values of one cluster may be related in any way, so repeating them adds no evidence.
 *
 * @see Cameron and Miller (2015), A Practitioner's Guide to Cluster-Robust Inference, section II
 */
export function clusterMean(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  clusters: readonly string[],
): ClusterMean {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  const mean = sum / total;
  const sums = new Map<string, number>();
  clusters.forEach((cluster, i) => sums.set(cluster, (sums.get(cluster) ?? 0) + weights[i]! * (values[i]! - mean)));
  const squares = [...sums.values()].reduce((acc, value) => acc + value ** 2, 0);
  const standardError = sums.size < 2 ? NaN : Math.sqrt((squares * sums.size) / (sums.size - 1)) / total;
  return { mean, standardError, clusters: sums.size };
}

/** The places of the members of each cluster, clusters in order of first appearance. */
export function clusterMembers(clusters: readonly string[]): number[][] {
  const members = new Map<string, number[]>();
  clusters.forEach((cluster, i) => {
    const list = members.get(cluster);
    if (list === undefined) members.set(cluster, [i]);
    else list.push(i);
  });
  return [...members.values()];
}

/**
 * One bootstrap draw of whole clusters, as many as there are, with replacement: the weights, each times how often its
 * cluster was drawn.
 */
export function resampleClusters(
  members: readonly (readonly number[])[],
  weights: ArrayLike<number>,
  random: Random,
): Float64Array {
  const drawn = new Float64Array(weights.length);
  for (let draw = 0; draw < members.length; draw++) {
    for (const i of members[Math.floor(random() * members.length)]!) drawn[i]! += weights[i]!;
  }
  return drawn;
}
