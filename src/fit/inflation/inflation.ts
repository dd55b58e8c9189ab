import type { FeatureScaling } from '../../calibrator/calibrator.ts';
import { builtIn } from '../../calibrator/custom.ts';
import { clusterMean, clusterMembers, effectiveClusters } from '../../math/clusters.ts';
import { significant } from '../../math/round.ts';
import { studentQuantile } from '../../math/student.ts';
import type { Target } from '../../types.ts';
import type { Estimate } from '../bootstrap.ts';
import { areEnough } from '../evaluate.ts';
import { assertEnough, type Example } from '../examples.ts';
import { chooseColumns } from './choice.ts';
import { readColumns, type Column, type LeftOut } from './columns.ts';
import { effectsOf, type Effect } from './effects.ts';
import { clusteredSlopes, type Slope } from './slopes.ts';
import { stepOf, type Step } from './steps.ts';

/**
 * What goes with inflation: least squares of the self-rating less the human rating, both on 0..1, on surface features.
 * Positive: the more of it, the further the rating is above people's. An association, not a cause.
 */
export interface InflationReport {
  readonly target: Target;
  readonly records: number;
  readonly groups: number;
  /** How many groups of equal weight they are worth. With fewer than ten there are no intervals, and nothing holds. */
  readonly groupsWorth: number;
  /** Mean inflation, −1..1. */
  readonly mean: Estimate;
  /** The largest standardised effect alone comes first. */
  readonly features: readonly FeatureInflation[];
  readonly leftOut: readonly LeftOut[];
}

/** What one feature has to do with inflation. */
export interface FeatureInflation {
  readonly feature: string;
  /** What it measures, in words; its name where nothing says. */
  readonly measures: string;
  /** The step that effects are told in. */
  readonly step: Step;
  /** The range that the labels cover, in natural units. Beyond three spreads from the centre it has no further effect. */
  readonly seen: { readonly min: number; readonly max: number };
  /** Share of the records without it, 0..1. They count as ordinary. */
  readonly missing: number;
  /** On its own. Related features share what they have in common when they are fitted together, so this comes first. */
  readonly alone: Effect;
  /** With other features held still; null where it is not in the joint regression. */
  readonly joint: Effect | null;
}

/**
 * Reports what goes with inflation. Deterministic.
 *
 * @param features As scaled for a fit. Of two that say the same, the first is kept.
 * @throws UnflatterError `too-few-records` or `too-few-groups`.
 */
export function inflationReport(
  examples: readonly Example[],
  features: readonly FeatureScaling[],
  target: Target,
): InflationReport {
  assertEnough(examples, 'reporting inflation');
  const { outcome, weights, groups } = sampleOf(examples);
  const members = clusterMembers(groups);
  const groupsWorth = effectiveClusters(weights, groups);
  const hasIntervals = areEnough(weights, groups);
  const { columns, unusable } = readColumns(examples, features, weights);
  const { alone, joint, leftOut } = chooseColumns(columns, weights, groupsWorth);
  const slopesOf = (chosen: readonly Column[]): Slope[] =>
    clusteredSlopes(
      chosen.map(({ values }) => values),
      outcome,
      weights,
      members,
    );
  const slopesAlone = alone.flatMap((column) => slopesOf([column]));
  const slopesJoint = joint.length === 0 ? [] : slopesOf(joint);
  const effects = {
    alone: effectsOf(alone, slopesAlone, hasIntervals),
    joint: effectsOf(joint, slopesJoint, hasIntervals),
  };
  const told = alone.map((column, j) => tell(column, effects.alone[j]!, effects.joint[joint.indexOf(column)] ?? null));
  return {
    target,
    records: examples.length,
    groups: members.length,
    groupsWorth: significant(groupsWorth, 6),
    mean: meanOf(outcome, weights, groups, hasIntervals ? groupsWorth - 1 : null),
    features: told.sort((a, b) => Math.abs(b.alone.standardised) - Math.abs(a.alone.standardised)),
    leftOut: [...unusable, ...leftOut],
  };
}

function tell({ scaling, deviation, missing }: Column, alone: Effect, joint: Effect | null): FeatureInflation {
  return {
    feature: scaling.name,
    measures: scaling.describe ?? builtIn.find(({ name }) => name === scaling.name)?.measures ?? scaling.name,
    step: stepOf(scaling, deviation),
    seen: { min: scaling.min, max: scaling.max },
    missing: significant(missing, 6),
    alone,
    joint,
  };
}

/** Inflation of each record, and its weight: one over the probability of having been chosen, adding up to 1. */
function sampleOf(examples: readonly Example[]) {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  return {
    outcome: Float64Array.from(examples, ({ inputs, human }) => inputs.rating - human),
    weights: Float64Array.from(examples, ({ weight }) => weight / total),
    groups: examples.map(({ group }) => group),
  };
}

function meanOf(
  outcome: Float64Array,
  weights: Float64Array,
  groups: readonly string[],
  freedom: number | null,
): Estimate {
  const { mean, standardError } = clusterMean(outcome, weights, groups);
  const value = significant(mean, 6);
  if (freedom === null) return { value, lower: null, upper: null };
  const margin = studentQuantile(0.05, freedom) * standardError;
  return { value, lower: significant(mean - margin, 6), upper: significant(mean + margin, 6) };
}
