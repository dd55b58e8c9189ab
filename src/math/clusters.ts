import type { Random } from './random.ts';

/** A mean and the standard error that clusters of related values leave it. */
export interface ClusterMean {
  readonly mean: number;
  /** NaN for fewer than two clusters. */
  readonly standardError: number;
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
  const sums = clusterMembers(clusters).map((members) =>
    members.reduce((acc, i) => acc + weights[i]! * (values[i]! - mean), 0),
  );
  const squares = sums.reduce((acc, value) => acc + value ** 2, 0);
  const standardError = sums.length < 2 ? NaN : Math.sqrt((squares * sums.length) / (sums.length - 1)) / total;
  return { mean, standardError };
}

/** How many clusters of equal weight they are worth: (Σw)² / Σw² over the weights of whole clusters. */
export function effectiveClusters(weights: ArrayLike<number>, clusters: readonly string[]): number {
  const whole = clusterMembers(clusters).map((members) => members.reduce((acc, i) => acc + weights[i]!, 0));
  return whole.reduce((acc, weight) => acc + weight, 0) ** 2 / whole.reduce((acc, weight) => acc + weight ** 2, 0);
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
