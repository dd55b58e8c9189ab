import { betaShare } from './beta.ts';
import { clusterMean, effectiveClusters } from './clusters.ts';
import { studentQuantile } from './student.ts';

/** A share as clustered, weighted values show it: as if `successes` of `trials` independent trials, neither of them whole. */
export interface ClusteredShare {
  readonly value: number;
  readonly successes: number;
  readonly trials: number;
}

/** The two-sided 5 % point of the normal distribution. */
const normalPoint = 1.959963984540054;

/**
 * The mean of values on 0..1 that come in clusters, with the number of independent trials it is worth: p (1 − p) over its
 * cluster-robust variance, less for few clusters, and never more than there are values. Where all values are 0 or all 1
 * the variance says nothing, and each cluster counts once.
 *
 * @see Korn and Graubard (1998), Confidence Intervals for Proportions with Small Expected Number of Positive Counts, Survey
 *   Methodology 24
 */
export function clusteredShare(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  clusters: readonly string[],
): ClusteredShare {
  const { mean, standardError } = clusterMean(values, weights, clusters);
  const value = Math.min(1, Math.max(0, mean));
  const whole = effectiveClusters(weights, clusters);
  const penalty = (normalPoint / studentQuantile(0.05, Math.max(1, whole - 1))) ** 2;
  const worth = (value * (1 - value) * penalty) / standardError ** 2;
  const trials = standardError > 0 ? Math.min(values.length, worth) : whole;
  return { value, successes: value * trials, trials };
}

/** P(so many successes or more) if the share were `limit`, above 0 and below 1: the smaller, the surer it is above. */
export function chanceUnder(limit: number, { successes, trials }: ClusteredShare): number {
  return successes <= 0 ? 1 : betaShare(limit, 1 - limit, successes, trials - successes + 1);
}

/** The share under which so many successes or more have probability `error`. */
export function shareFloor({ successes, trials }: ClusteredShare, error: number): number {
  if (successes <= 0) return 0;
  return turn((share) => betaShare(share, 1 - share, successes, trials - successes + 1) > error);
}

/** The share under which so few successes or fewer have probability `error`. */
export function shareCeiling({ successes, trials }: ClusteredShare, error: number): number {
  if (successes >= trials) return 1;
  return turn((share) => betaShare(share, 1 - share, successes + 1, trials - successes) > 1 - error);
}

/** Where what ascends along 0..1 becomes true. */
function turn(isPast: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  // Fifty-three halvings are all that a number has.
  for (let step = 0; step < 53; step++) {
    const middle = (low + high) / 2;
    if (isPast(middle)) high = middle;
    else low = middle;
  }
  return high;
}
