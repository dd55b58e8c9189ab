import { UnflatterError } from '../errors.ts';
import { fewestRecords } from '../fit/examples.ts';
import { deviationsOf, type Deviations } from './deviations.ts';
import { exactInterval, meanInterval, type ConfidenceInterval } from './interval.ts';
import { gainOf } from './gain.ts';
import { powerOf, type Correlation } from './power.ts';
import type { Unit, UnitLabel } from './unit.ts';

/** What of a unit is estimated: the pass rate or the mean human rating, both on 0..1. */
export type Aspect = keyof UnitLabel;

export type { ConfidenceInterval };

/** How an estimate was made: with what the ratings say of records that nobody labelled, or from the labels alone. */
export type EstimateMethod = 'prediction-powered' | 'labels-only';

/** The same of the labels alone. The interval is null where the labels are of one group. */
export interface LabelsOnly {
  readonly estimate: number;
  readonly interval: ConfidenceInterval | null;
}

export interface MeanOptions {
  /** Share of repetitions in which the interval should hold the truth, above 0 and below 1. @default 0.95 */
  readonly confidence?: number | undefined;
  /** How much each unit counts in the population that is meant, in the order of the units, 0 or more. @default 1 each */
  readonly weights?: ArrayLike<number> | undefined;
  /** Why units have no predictions, in words. */
  readonly noFit?: string | undefined;
}

/** A mean over a population, on 0..1, and all that is needed to compare it with another. */
export interface MeanEstimate {
  readonly estimate: number;
  /** Null where the labels are of one group: nothing then says how much groups differ. */
  readonly interval: ConfidenceInterval | null;
  readonly method: EstimateMethod;
  /** Why that method, in words. */
  readonly reason: string;
  /** λ: how much the predictions count, from 0 (the labels alone) to 1. */
  readonly power: number;
  /** Of the labels with the predictions, as far as it moves a mean of groups. Null without predictions that vary. */
  readonly correlation: Correlation | null;
  /** How many unrelated labels drawn evenly would say as much. */
  readonly worth: number;
  readonly labelsOnly: LabelsOnly;
  /** Null with the interval. */
  readonly standardError: number | null;
  /** Degrees of freedom of the interval; a million where only the number of labels says how wide it is. */
  readonly freedom: number;
  /**
   * How far each group moves the estimate from the truth, as far as it can be known. The squares add up to that of the standard
   * error; those of two estimates, subtracted group by group, to that of their difference.
   */
  readonly influence: ReadonlyMap<string, number>;
}

/**
 * The mean of one aspect over the population that the units stand for. Any part of the units can be given, with weights of any
 * kind: a slice, another mix, each is this function.
 *
 * @throws UnflatterError `too-few-records` where no unit that counts is labelled.
 */
export function estimateMean(
  units: readonly Unit[],
  aspect: Aspect,
  { confidence = 0.95, weights, noFit }: MeanOptions = {},
): MeanEstimate {
  const found = deviationsOf(units, aspect, weights);
  if (found === null) {
    const message = 'an estimate needs labelled records, got none';
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  const { power, spent, correlation, reason } = powerOf(found, confidence, noFit);
  const { labels, predictions, labelled, groups } = found;
  const alone = uncertaintyOf(found, 0, 0);
  const powered = power === 0 ? alone : uncertaintyOf(found, power, spent);
  const isSure = alone.variance > 0 && labelled >= fewestRecords;
  const ofLabels = trialsOf(found, alone);
  // The labels say what one of them is worth; the predictions, how many more that makes of them.
  const gain = power === 0 ? 1 : gainOf(found, ofLabels.worth, alone.variance / powered.variance);
  const intervalOf = isSure ? meanInterval : exactInterval;
  const freedom = power === 0 ? ofLabels.freedom : powered.freedom;
  const within = (value: number, trials: number, by: number): ConfidenceInterval | null =>
    groups < 2 ? null : intervalOf({ value, trials, freedom: by }, confidence);
  const estimate = Math.min(1, Math.max(0, labels.value - power * (predictions?.shift.value ?? 0)));
  return {
    estimate,
    interval: within(estimate, gain * ofLabels.trials, freedom),
    method: power === 0 ? 'labels-only' : 'prediction-powered',
    reason: [reason, ...notesOf(found)].join(' '),
    power,
    correlation,
    worth: gain * ofLabels.worth,
    labelsOnly: { estimate: labels.value, interval: within(labels.value, ofLabels.trials, ofLabels.freedom) },
    standardError: groups < 2 ? null : Math.sqrt(powered.variance),
    freedom,
    influence: powered.influence,
  };
}

/**
 * How many unrelated labels the labels are worth, and how many trials of 0 or 1, which say less than labels in between do. No
 * more than labels of equal weight would be: where the few that weigh most happen to agree, their variance says that they are
 * sure of it, and they are not. Where labels are such trials themselves, nothing about their variance is unknown.
 */
function trialsOf(
  { labels, variance, labelled, evenLabels, effectiveGroups, areTrials }: Deviations,
  alone: Pick<Uncertainty, 'variance' | 'freedom'>,
) {
  if (areTrials) return { worth: labelled, trials: labelled, freedom: 1e6 };
  if (alone.variance === 0) return { worth: effectiveGroups, trials: effectiveGroups, freedom: 1e6 };
  const worth = Math.min(evenLabels, variance / alone.variance);
  return { worth, trials: (worth * labels.value * (1 - labels.value)) / variance, freedom: alone.freedom };
}

/** What else a reader must know of the chances that the labels tell. */
function notesOf({ labelled, evenLabels, untold }: Deviations): string[] {
  const even = Math.round(evenLabels);
  return [
    ...(untold > 0 ? [`${untold} of the ${labelled} labels tell no inclusion and count as if it were 1.`] : []),
    ...(evenLabels < labelled / 2
      ? [`A few labels weigh most: the ${labelled} say as much as about ${even} of equal weight would.`]
      : []),
  ];
}

/** What each group adds to the error of an estimate. */
interface Uncertainty {
  readonly influence: ReadonlyMap<string, number>;
  readonly variance: number;
  readonly freedom: number;
}

/**
 * What each group adds to the error of an estimate, times the root of G / (G − 1), or of somewhat more where the same labels
 * have chosen λ, for as large a part of the degrees of freedom. Labels that all say the same show no variance, so there is none
 * whose degrees of freedom could be few.
 */
function uncertaintyOf(
  { groups, freedom, labels, predictions }: Deviations,
  power: number,
  spent: number,
): Uncertainty {
  const factor = Math.sqrt(groups / Math.max(1, groups - 1 - spent));
  const influence = new Map<string, number>();
  let variance = 0;
  for (const group of new Set([...labels.byGroup.keys(), ...(power === 0 ? [] : predictions!.shift.byGroup.keys())])) {
    const moved = power === 0 ? 0 : power * predictions!.shift.byGroup.get(group)!;
    const value = factor * ((labels.byGroup.get(group) ?? 0) - moved);
    influence.set(group, value);
    variance += value ** 2;
  }
  // Rounding alone is no variance.
  if (variance < 1e-24) return { influence: new Map<string, number>(), variance: 0, freedom: 1e6 };
  return { influence, variance, freedom: Math.max(1, freedom * (1 - spent / Math.max(1, groups - 1))) };
}
