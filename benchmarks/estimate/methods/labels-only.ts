import { clusterMean } from '../../../src/math/clusters.ts';
import { meanOf } from './mean.ts';
import { around, z, type Interval } from './interval.ts';

/** As if no two labels were related. */
export function byStudent(outcomes: readonly number[]): Interval {
  const places = outcomes.map((_, i) => `${i}`);
  return byGroups(outcomes, places);
}

/** As if no two labels were related. */
export function byWilson(outcomes: readonly number[]): Interval {
  const n = outcomes.length;
  const share = meanOf(outcomes);
  const centre = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
  return { estimate: share, lower: centre - half, upper: centre + half };
}

/** Cluster-robust, with Student's t of the groups; each label counts as much as its weight. */
export function byGroups(
  outcomes: readonly number[],
  groups: readonly string[],
  weights: readonly number[] = outcomes.map(() => 1),
): Interval {
  const { mean, standardError } = clusterMean(outcomes, weights, groups);
  return around(mean, standardError, new Set(groups).size - 1);
}
