import type { Estimate } from '../fit/bootstrap.ts';
import { areEnough } from '../fit/evaluate.ts';
import { clusterMean, effectiveClusters } from '../math/clusters.ts';
import { significant } from '../math/round.ts';
import { clusteredShare, shareCeiling, shareFloor } from '../math/share.ts';
import { studentQuantile } from '../math/student.ts';
import type { Pair } from './outcomes.ts';

type Valued = Pick<Pair, 'group' | 'weight'>;

/** A mean with its cluster-robust 95 % interval; what has no value is left out. */
export function meanEstimate<One extends Valued>(all: readonly One[], valueOf: (one: One) => number): Estimate {
  const known = all.filter((one) => Number.isFinite(valueOf(one)));
  if (known.length === 0) return { value: null, lower: null, upper: null };
  const weights = known.map(({ weight }) => weight);
  const groups = known.map(({ group }) => group);
  const { mean, standardError } = clusterMean(known.map(valueOf), weights, groups);
  const value = significant(mean, 6);
  if (!areEnough(weights, groups)) return { value, lower: null, upper: null };
  const reach = studentQuantile(0.05, effectiveClusters(weights, groups) - 1) * standardError;
  return { value, lower: significant(mean - reach, 6), upper: significant(mean + reach, 6) };
}

/** A share with its cluster-robust 95 % interval. */
export function shareEstimate<One extends Valued>(all: readonly One[], valueOf: (one: One) => number): Estimate {
  if (all.length === 0) return { value: null, lower: null, upper: null };
  const weights = all.map(({ weight }) => weight);
  const groups = all.map(({ group }) => group);
  const share = clusteredShare(all.map(valueOf), weights, groups);
  const value = significant(share.value, 6);
  if (!areEnough(weights, groups)) return { value, lower: null, upper: null };
  return {
    value,
    lower: significant(shareFloor(share, 0.025), 6),
    upper: significant(shareCeiling(share, 0.025), 6),
  };
}
