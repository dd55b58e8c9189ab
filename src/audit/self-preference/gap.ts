import type { Estimate } from '../../fit/bootstrap.ts';
import { areEnough } from '../../fit/evaluate.ts';
import { clusteredSlopes } from '../../fit/inflation/slopes.ts';
import { clusterMembers } from '../../math/clusters.ts';
import { significant } from '../../math/round.ts';
import { studentQuantile } from '../../math/student.ts';
import { uncorrelated, without } from './controls.ts';

/** Share of the variance of "own" that controls must leave: less, and own and others' have nothing in common. */
const leastOverlap = 0.01;

/** A gap that rests on fewer groups' worth is about those few. */
const fewestGroups = 5;

export interface GapSample {
  /** 1 for a response of one's own. */
  readonly own: Float64Array;
  /** Adding up to 1. */
  readonly weights: Float64Array;
  readonly groups: readonly string[];
}

/**
 * How far an outcome is higher for own responses with controls held still: the coefficient of `own` in weighted least
 * squares, with the jackknife over whole groups for its error and Student's t with one degree of freedom less than
 * the groups' worth it rests on. All null where the controls tell who is own.
 *
 * Only what the controls leave of `own` enters, which changes neither the coefficient nor those without a group (Frisch,
 * Waugh and Lovell).
 */
export function gapOf(
  outcome: Float64Array,
  controls: readonly Float64Array[],
  { own, weights, groups }: GapSample,
): Estimate {
  const basis = uncorrelated(controls, weights);
  const { left, deviation, share } = without(own, basis, weights);
  if (!(share > leastOverlap)) return { value: null, lower: null, upper: null };
  const slopes = clusteredSlopes([...basis, left], outcome, weights, clusterMembers(groups));
  const { estimate, standardError, groupsWorth } = slopes.at(-1)!;
  const value = estimate / deviation;
  const isKnown = areEnough(weights, groups) && groupsWorth >= fewestGroups && Number.isFinite(standardError);
  if (!isKnown) return { value: significant(value, 6), lower: null, upper: null };
  const margin = (studentQuantile(0.05, groupsWorth - 1) * standardError) / deviation;
  return { value: significant(value, 6), lower: significant(value - margin, 6), upper: significant(value + margin, 6) };
}
