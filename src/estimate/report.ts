import { isModel } from '../calibrator/by-model.ts';
import { assertOptions } from '../calibrator/options.ts';
import { toUnit } from '../calibrator/scale.ts';
import { UnflatterError } from '../errors.ts';
import type { CalibrationRecord, HumanRating, Target } from '../types.ts';
import { crossFit } from './cross-fit.ts';
import { assertComparable, differenceOf, type PassRateDifference } from './difference.ts';
import { estimateNames, passRateOf, settingsOf, type EstimateOptions, type PassRateEstimate } from './estimate.ts';
import { estimateMean, type MeanEstimate } from './mean.ts';
import { assertShares, mixOf, type MixEstimate } from './mix.ts';
import { assertWidth, labelsNeeded, precisionOf, type Precision, type WidthCost } from './plan.ts';
import { rounded } from './rounded.ts';
import { sliceRecords, type Sliced } from './slice-of.ts';
import { estimateSlices, type SlicesEstimate } from './slices.ts';
import type { Unit } from './unit.ts';

export interface EstimateReportOptions extends EstimateOptions {
  /** A field of the records: the pass rate is estimated for each of its values too. */
  readonly sliceBy?: string | undefined;
  /** Shares of the slices in the population that is meant. They sum to 1. */
  readonly mix?: Readonly<Record<string, number>> | undefined;
  /** Records of another system, with labels of its own. */
  readonly against?: readonly CalibrationRecord[] | undefined;
  /** Half of the width that the interval should have, on 0..1. */
  readonly width?: number | undefined;
}

/** The pass rate of a population, and all that was asked about it. Plain JSON. */
export interface EstimateReport extends PassRateEstimate {
  readonly target: Target;
  readonly confidence: number;
  /**
   * Where every record is labelled and they tell their inclusion: about how many records they were chosen from, which are those
   * that the estimate is of. Null elsewhere: it is of the records.
   */
  readonly chosenFrom: number | null;
  /**
   * Share of the self-ratings that reach the pass mark, put on the rating scale. A fact about ratings: how many pass is what
   * `estimate` says. Of the records that the estimate is of.
   */
  readonly ratedToPass: number;
  /** How many labels like these would say as much without the ratings. */
  readonly equivalentLabels: number;
  /** Labelled records of which a label is a model's: as far as these go, it is not people who would pass them. */
  readonly labelledByModel: number;
  /** Null with the interval. */
  readonly precision: Precision | null;
  /** What half of the width costs, and after it what the width that was asked for does. Empty without an interval. */
  readonly costs: readonly WidthCost[];
  /** Null where it was not asked for, as the next two. */
  readonly slices: SlicesEstimate | null;
  readonly mix: MixEstimate | null;
  readonly difference: PassRateDifference | null;
}

/**
 * The pass rate of a population, and on demand by slice, of another mix of slices, against another system, and what a
 * narrower interval costs. Deterministic, as {@link estimatePassRate}.
 *
 * @throws UnflatterError what {@link estimatePassRate} throws, and `invalid-option` for slices that are none, a mix that is not
 *   of them, another system with the same records, or a width that is none.
 */
export function reportEstimate(records: readonly CalibrationRecord[], options: EstimateReportOptions): EstimateReport {
  assertOptions<EstimateReportOptions>(options, {
    ...estimateNames,
    sliceBy: true,
    mix: true,
    against: true,
    width: true,
  });
  const { sliceBy, mix, against, width } = options;
  const settings = settingsOf(options);
  const { target, confidence } = settings;
  if (width !== undefined) assertWidth(width);
  if (against !== undefined) assertComparable(records, against);
  const sliced = sliceBy === undefined ? undefined : sliceRecords(records, sliceBy, target.ratingScale);
  const shares = mix === undefined ? undefined : sharesOf(mix, sliced);
  const found = crossFit(records, settings);
  const { units } = found;
  const passRate = passRateOf(found, settings);
  const mean = estimateMean(units, 'passes', { confidence });
  const precision = precisionOf(units, mean);
  return {
    ...passRate,
    target,
    confidence,
    chosenFrom: chosenFrom(units),
    ratedToPass: ratedToPass(units, target),
    equivalentLabels: rounded(passRate.labelled * gainOf(units, mean)),
    labelledByModel: records.filter(({ humanRatings }) => humanRatings.some(isByModel)).length,
    precision,
    costs: precision === null ? [] : costsOf(precision, width),
    slices: sliced === undefined ? null : estimateSlices(units, sliced, { by: sliceBy!, confidence }),
    mix: shares === undefined ? null : mixOf(units, sliced!, { mix: shares, confidence }),
    difference: against === undefined ? null : differenceOf(units, crossFit(against, settings).units, confidence),
  };
}

/** By how much the ratings divide the variance. */
function gainOf(units: readonly Unit[], { power, worth }: MeanEstimate): number {
  if (power === 0) return 1;
  const alone = units.map((unit) => ({ ...unit, predicted: null }));
  return worth / estimateMean(alone, 'passes').worth;
}

function isByModel(rating: HumanRating): boolean {
  return typeof rating === 'object' && rating.source !== undefined && isModel(rating.source);
}

function chosenFrom(units: readonly Unit[]): number | null {
  const isSample = units.every(({ label }) => label !== null) && units.some(({ inclusion = 1 }) => inclusion < 1);
  return isSample ? rounded(units.reduce((sum, unit) => sum + timesOf(unit), 0)) : null;
}

/** How many records a record stands for by its inclusion. */
function timesOf({ inclusion = 1 }: Unit): number {
  return 1 / inclusion;
}

/** By place on the two scales: whoever rates on 1 to 10 what passes from 4 of 5 on says that it passes from 7.75 on. */
function ratedToPass(units: readonly Unit[], { passAt, humanScale }: Target): number {
  const mark = toUnit(passAt, humanScale) - 1e-9;
  const all = chosenFrom(units);
  if (all === null) return rounded(units.filter(({ rating }) => rating >= mark).length / units.length);
  return rounded(units.reduce((sum, unit) => sum + (unit.rating >= mark ? timesOf(unit) : 0), 0) / all);
}

function costsOf(precision: Precision, width: number | undefined): WidthCost[] {
  const widths = [precision.halfWidth / 2, ...(width === undefined ? [] : [width])];
  return widths.map((halfWidth) => labelsNeeded(precision, halfWidth));
}

function sharesOf(mix: Readonly<Record<string, number>>, sliced: Sliced | undefined): ReadonlyMap<string, number> {
  if (sliced === undefined) {
    const message = 'a mix is one of slices, so it needs the field that they are made by';
    throw new UnflatterError('invalid-option', message, { option: 'mix', expected: 'sliceBy', received: undefined });
  }
  const shares = new Map(Object.entries(mix));
  assertShares(shares, sliced.slices);
  return shares;
}
