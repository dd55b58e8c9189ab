import { clusterMean } from '../../../src/math/clusters.ts';
import { poweredMean } from '../../../src/math/prediction-powered.ts';
import type { Columns } from '../columns.ts';
import { around, type Interval } from './interval.ts';

/**
 * Power-tuned, with the rating itself as the predictor: the mean of λ times the rating where nobody labelled, and of what that
 * leaves of the labels. Cluster-robust, with Student's t of the labelled groups.
 *
 * @see Angelopoulos, Duchi and Zrnic (2023), PPI++: Efficient Prediction-Powered Inference
 */
export function byRating({ outcomes, ratings, groups }: Columns): Interval {
  const n = outcomes.length;
  const [seen, others] = [ratings.slice(0, n), ratings.slice(n)];
  const { power } = poweredMean({ labels: outcomes, predictions: seen, unlabelled: others });
  const even = (values: readonly number[]): number[] => values.map(() => 1);
  const left = outcomes.map((outcome, i) => outcome - power * seen[i]!);
  const rest = clusterMean(left, even(left), groups.slice(0, n));
  const rated = clusterMean(others, even(others), groups.slice(n));
  const standardError = Math.hypot(rest.standardError, power * rated.standardError);
  return around(power * rated.mean + rest.mean, standardError, new Set(groups.slice(0, n)).size - 1);
}
