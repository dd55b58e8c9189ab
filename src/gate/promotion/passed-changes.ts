import type { Estimate } from '../../fit/bootstrap.ts';
import { areEnough } from '../../fit/evaluate.ts';
import { clusterMean } from '../../math/clusters.ts';
import { weightedMean } from '../../math/metrics.ts';
import { significant } from '../../math/round.ts';
import { studentQuantile, studentTail } from '../../math/student.ts';

/*
 * What two gates pass differs on few records, and the difference of what they pass rests on those alone. Where these few all
 * have one outcome, every bootstrap draw has one sign, however likely that is by chance. So the standard errors here are the
 * larger of two: what the records show, and what they would show if as many had the outcomes that the others have.
 */

/** Records that were judged by people and by two gates. */
export interface BothPassed {
  /** 1 where people fail the record, else 0. */
  readonly fails: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly groups: readonly string[];
  /** Whether the gate before passes each, 0 or 1, and whether the gate now does. */
  readonly passes: readonly [ArrayLike<number>, ArrayLike<number>];
}

export interface TestedChange {
  readonly difference: Estimate;
  /** Of no difference; null where there is no interval. */
  readonly pValue: number | null;
}

/** What an interval rests on, in groups of one size. */
const fewestGroups = 10;

/** Failing ones, and as many passing ones, that are added before chance is told from few, as Agresti and Coull do. */
const added = 2;

/**
 * The share that fails of what the gate now passes, less that of what the one before passes: Σ k (y − f), where y is 1
 * for a record that people fail and k what it weighs in the one less what it weighs in the other. The variance is the larger of
 * the cluster-robust one and p (1 − p) Σ (Σ |k|)² over groups, where all of a group are taken to have one outcome; p is, of the
 * share that fails of what either passes and of that among the records that the difference rests on, two more failing and two
 * more passing, the nearer to one half. Student's t over the groups that it rests on; of fewer than ten of one size nothing is
 * told.
 *
 * @see Agresti and Coull (1998), Approximate Is Better than "Exact" for Interval Estimation of Binomial Proportions
 */
export function failChange({ fails, weights, groups, passes: [before, now] }: BothPassed): TestedChange {
  const sides = [before, now].map((one) => within(weights, one)) as [number[], number[]];
  const [total, share] = [sides.map(sumOf), sides.map((side) => weightedMean(fails, side))];
  if (total.includes(0)) return { difference: untold(null), pValue: null };
  const value = share[1]! - share[0]!;
  const [influence, reach, reached] = [new Map<string, number>(), new Map<string, number>(), [] as number[]];
  for (const [i, group] of groups.entries()) {
    const [inWas, inIs] = sides.map((side, which) => side[i]! / total[which]!) as [number, number];
    reached.push(Math.abs(inIs - inWas));
    reach.set(group, (reach.get(group) ?? 0) + reached[i]!);
    const own = inIs * (fails[i]! - share[1]!) - inWas * (fails[i]! - share[0]!);
    influence.set(group, (influence.get(group) ?? 0) + own);
  }
  const reaches = squaresOf(reach);
  const worth = sumOf(reaches) ** 2 / sumOf(reaches.map((one) => one ** 2));
  if (!(worth >= fewestGroups - 1e-9)) return { difference: untold(value), pValue: null };
  const either = Array.from(before, (one, i) => Math.max(one, now[i]!));
  const shares = [
    weightedMean(fails, within(weights, either)),
    (weightedMean(fails, reached) * worth + added) / (worth + 2 * added),
  ];
  const unsure = Math.max(...shares.map((one) => one * (1 - one)));
  const robust = (sumOf(squaresOf(influence)) * influence.size) / (influence.size - 1);
  return tested(value, Math.sqrt(Math.max(robust, unsure * sumOf(reaches))), worth - 1);
}

/** What the records weigh of those that are in. */
function within(weights: ArrayLike<number>, isIn: ArrayLike<number>): number[] {
  return Array.from(weights, (weight, i) => weight * isIn[i]!);
}

function squaresOf(sums: ReadonlyMap<string, number>): number[] {
  return [...sums.values()].map((one) => one ** 2);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}

/**
 * The share that the gate now passes, less that which the one before passes: cluster-robust, with the variance of two more groups in
 * which it changes, and Student's t over those. No interval where it changes in none.
 */
export function shareChange({ weights, groups, passes: [before, now] }: BothPassed): Estimate {
  const moved = Array.from(before, (was, i) => now[i]! - was);
  const { mean, standardError } = clusterMean(moved, weights, groups);
  const moving = new Set(groups.filter((_, i) => moved[i] !== 0)).size;
  if (moving === 0 || !areEnough(weights, groups)) return untold(mean);
  const wider = Math.sqrt((moving + added) / moving);
  return tested(mean, standardError * wider, Math.min(moving + added, new Set(groups).size) - 1).difference;
}

function tested(value: number, standardError: number, freedom: number): TestedChange {
  const reach = studentQuantile(0.05, freedom) * standardError;
  const bounded = (bound: number): number => significant(Math.min(1, Math.max(-1, bound)), 6);
  return {
    difference: { value: significant(value, 6), lower: bounded(value - reach), upper: bounded(value + reach) },
    pValue: studentTail(value / standardError, freedom),
  };
}

function untold(value: number | null): Estimate {
  return { value: value === null ? null : significant(value, 6), lower: null, upper: null };
}
