import { holm } from '../../math/holm.ts';
import { significant } from '../../math/round.ts';
import { studentQuantile, studentTail } from '../../math/student.ts';
import { fewestGroups, type Column } from './columns.ts';
import type { Slope } from './slopes.ts';
import { spreadsOf, stepOf } from './steps.ts';

/** Inflation is on 0..1, so what is smaller than this is rounding. */
const nothing = 1e-10;

const level = 0.05;

/** What a feature goes with. Nulls: the groups cannot say. */
export interface Effect {
  /** Inflation that goes with one step of the feature, as a part of the whole scale: 0.21 is 21 points of 100. */
  readonly effect: number;
  /** The ends of its 95 % interval. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Inflation that goes with one standard deviation of the feature: what effects are compared by. */
  readonly standardised: number;
  /** How many groups of equal weight the effect rests on. With fewer than five there is no interval. */
  readonly groupsWorth: number;
  readonly pValue: number | null;
  /** Corrected for the number of effects by Holm's procedure. */
  readonly pCorrected: number | null;
  /** The corrected p-value is at most .05. */
  readonly holds: boolean;
}

/**
 * The slopes of columns as effects, corrected for their number. Intervals are those of Student's t, with one degree of
 * freedom less than the groups' worth that a slope rests on: G − 1 where all groups pull alike, and fewer where few do.
 *
 * @see Carter, Schnepel and Steigerwald (2017), Asymptotic Behavior of a t-Test Robust to Cluster Heterogeneity
 */
export function effectsOf(columns: readonly Column[], slopes: readonly Slope[], hasIntervals: boolean): Effect[] {
  const pValues = slopes.map((slope) => (hasIntervals && isKnown(slope) ? pValueOf(slope) : null));
  const tested = pValues.filter((p) => p !== null);
  const corrected = [...holm(tested)];
  return slopes.map((slope, j) => {
    const pValue = pValues[j]!;
    const pCorrected = pValue === null ? null : corrected.shift()!;
    return {
      ...perStep(columns[j]!, slope, pValue !== null),
      standardised: rounded(slope.estimate),
      groupsWorth: rounded(slope.groupsWorth),
      pValue: pValue === null ? null : rounded(pValue),
      pCorrected: pCorrected === null ? null : rounded(pCorrected),
      holds: pCorrected !== null && pCorrected <= level,
    };
  });
}

function perStep({ scaling, deviation }: Column, slope: Slope, hasInterval: boolean) {
  const deviations = spreadsOf(stepOf(scaling, deviation), scaling) / deviation;
  const effect = rounded(deviations * slope.estimate);
  if (!hasInterval) return { effect, lower: null, upper: null };
  const margin = studentQuantile(level, slope.groupsWorth - 1) * slope.standardError;
  return {
    effect,
    lower: rounded(deviations * (slope.estimate - margin)),
    upper: rounded(deviations * (slope.estimate + margin)),
  };
}

function isKnown({ groupsWorth, standardError }: Slope): boolean {
  return groupsWorth >= fewestGroups && Number.isFinite(standardError);
}

function pValueOf({ estimate, standardError, groupsWorth }: Slope): number {
  if (Math.abs(estimate) < nothing) return 1;
  return studentTail(estimate / standardError, groupsWorth - 1);
}

function rounded(value: number): number {
  return Math.abs(value) < nothing ? 0 : significant(value, 6);
}
