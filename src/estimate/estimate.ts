import { assertFeatures, type CustomFeature } from '../calibrator/custom.ts';
import { assertOptions } from '../calibrator/options.ts';
import { fromUnit } from '../calibrator/scale.ts';
import { assertOption, assertTarget, targetNames } from '../calibrator/target.ts';
import { significant } from '../math/round.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { crossFit, type CrossFit } from './cross-fit.ts';
import type { ConfidenceInterval } from './interval.ts';
import { estimateMean, type Aspect, type EstimateMethod, type LabelsOnly, type MeanEstimate } from './mean.ts';
import type { Correlation } from './power.ts';
import { looksChosen, selectionOf, type LabelSelection } from './selection.ts';

export interface EstimateOptions extends Target {
  /** Seed of the folds. @default 1 */
  readonly seed?: number | undefined;
  /** Share of repetitions in which an interval should hold the truth, above 0 and below 1. @default 0.95 */
  readonly confidence?: number | undefined;
  /** Features of the app's own: see {@link defineFeature}. Columns that the records bring enter by themselves. */
  readonly features?: readonly CustomFeature[] | undefined;
  /** Called as the work goes on, with the steps done and all steps. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** For `assertOptions`. */
export const estimateNames = {
  ...targetNames,
  seed: true,
  confidence: true,
  features: true,
  onProgress: true,
} as const;

/** A mean over the population, and the same by the labels alone. */
export interface PopulationMean {
  readonly estimate: number;
  /** Null where the labels are of one group: nothing then says how much groups differ. */
  readonly interval: ConfidenceInterval | null;
  readonly method: EstimateMethod;
  /** Why that method, in words. */
  readonly reason: string;
  /** λ: how much the predictions count, from 0 (the labels alone) to 1. */
  readonly power: number;
  /** Of labels and predictions. Null without predictions that vary. */
  readonly correlation: Correlation | null;
  /** How many unrelated labels drawn evenly would say as much. */
  readonly worth: number;
  readonly labelsOnly: LabelsOnly;
}

/** The true pass rate of a population, and its mean human rating. Plain JSON. */
export interface PassRateEstimate extends PopulationMean {
  /** `cannot tell` where the labels surely are no random sample: the numbers are then of records chosen as these were. */
  readonly verdict: 'estimate' | 'cannot tell';
  readonly records: number;
  readonly labelled: number;
  readonly groups: number;
  /** Groups with a label. */
  readonly labelledGroups: number;
  /** Of the fits behind the predictions; 0 where there was none. */
  readonly folds: number;
  readonly seed: number;
  /** Null where every record is labelled, where labels are of one group, and where all ratings are the same. */
  readonly selection: LabelSelection | null;
  /** On the human scale. */
  readonly meanHumanRating: PopulationMean;
}

/**
 * The true pass rate and the mean human rating of a population, from many rated records of which few are labelled: those with
 * human ratings. Labels have to be a random sample of the records, or say with which `inclusion` they were chosen.
 *
 * Deterministic: the same records in any order, options and seed give the same estimate.
 *
 * @throws UnflatterError `invalid-option`, `invalid-records`, `mixed-criteria`, `mixed-policies`, `feature-missing`, or
 *   `too-few-records` where nothing is labelled.
 */
export function estimatePassRate(records: readonly CalibrationRecord[], options: EstimateOptions): PassRateEstimate {
  assertOptions<EstimateOptions>(options, estimateNames);
  const settings = settingsOf(options);
  return passRateOf(crossFit(records, settings), settings);
}

/** @throws UnflatterError `invalid-option` */
export function settingsOf(options: EstimateOptions) {
  const { ratingScale, humanScale, passAt, passBy, criterion, seed = 1, confidence = 0.95, features = [] } = options;
  const target: Target = { ratingScale, humanScale, passAt, passBy, criterion };
  assertTarget(target);
  assertOption(
    Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32,
    'seed',
    'a whole number from 0 below 2^32',
    seed,
  );
  assertOption(confidence > 0 && confidence < 1, 'confidence', 'above 0 and below 1', confidence);
  assertFeatures(features);
  const { onProgress: onFold = () => {} } = options;
  return { target, seed, confidence, features, onFold };
}

/** The same of what was fitted already. */
export function passRateOf(
  { units, folds, noFit }: CrossFit,
  { target, seed, confidence }: { readonly target: Target; readonly seed: number; readonly confidence: number },
): PassRateEstimate {
  const of = (aspect: Aspect): PopulationMean =>
    meanOf(estimateMean(units, aspect, { confidence, noFit }), aspect, target);
  const labelled = units.filter(({ label }) => label !== null);
  const selection = selectionOf(units);
  return {
    verdict: looksChosen(selection) ? 'cannot tell' : 'estimate',
    ...of('passes'),
    records: units.length,
    labelled: labelled.length,
    groups: new Set(units.map(({ group }) => group)).size,
    labelledGroups: new Set(labelled.map(({ group }) => group)).size,
    folds,
    seed,
    selection: selection && {
      ratingDifference: significant(selection.ratingDifference * (target.ratingScale.max - target.ratingScale.min), 6),
      pValue: significant(selection.pValue, 6),
    },
    meanHumanRating: of('human'),
  };
}

/** On the scale that people rated on, where it is their rating. */
function meanOf(found: MeanEstimate, aspect: Aspect, { humanScale }: Target): PopulationMean {
  const scaled = (value: number): number => significant(aspect === 'human' ? fromUnit(value, humanScale) : value, 6);
  const within = (interval: ConfidenceInterval | null): ConfidenceInterval | null =>
    interval && { ...interval, lower: scaled(interval.lower), upper: scaled(interval.upper) };
  const { method, reason, correlation, labelsOnly } = found;
  return {
    estimate: scaled(found.estimate),
    interval: within(found.interval),
    method,
    reason,
    power: significant(found.power, 6),
    correlation: correlation && {
      value: significant(correlation.value, 6),
      lower: significant(correlation.lower, 6),
      upper: significant(correlation.upper, 6),
    },
    worth: significant(found.worth, 6),
    labelsOnly: { estimate: scaled(labelsOnly.estimate), interval: within(labelsOnly.interval) },
  };
}
