import { assertOption } from '../calibrator/target.ts';
import { fewestRecords } from '../fit/examples.ts';
import { exactInterval, meanInterval } from './interval.ts';
import type { MeanEstimate } from './mean.ts';
import { rounded } from './rounded.ts';
import type { Unit } from './unit.ts';

/** How sure an estimate is, and how much of that more labels would change. */
export interface Precision {
  /** Half of the width of the interval, on 0..1. */
  readonly halfWidth: number;
  /** Half of the width that would be left if every record were labelled: to go below it takes more records. */
  readonly floor: number;
  /** Share of the variance that shrinks as labels are added. The rest shrinks as records are. */
  readonly labelPart: number;
  readonly estimate: number;
  /** 0 where all labels say the same. */
  readonly standardError: number;
  readonly confidence: number;
  readonly records: number;
  readonly labelled: number;
  /** How many unrelated labels drawn evenly would say as much. */
  readonly worth: number;
  readonly freedom: number;
}

/** What an interval of a width costs. */
export interface WidthCost {
  /** Half of the width that is wanted, on 0..1. */
  readonly halfWidth: number;
  /** Labels in all, as few as there are where that is narrow enough; null where labelling every record is not enough. */
  readonly labels: number | null;
  /** How many of them are still to be made. */
  readonly more: number | null;
}

/** Null where there is no interval. */
export function precisionOf(units: readonly Unit[], mean: MeanEstimate): Precision | null {
  const { estimate, interval, standardError, worth, freedom } = mean;
  if (interval === null || standardError === null) return null;
  const labelled = units.filter(({ label }) => label !== null).length;
  const now = {
    labelPart: rounded(labelPartOf(units, mean)),
    estimate: rounded(estimate),
    standardError: rounded(standardError),
    confidence: interval.confidence,
    records: units.length,
    labelled,
    worth: rounded(worth),
    freedom: rounded(freedom),
  };
  return { halfWidth: rounded(halfWidthWith(labelled, now)), floor: rounded(halfWidthWith(units.length, now)), ...now };
}

/**
 * How many labels an interval of ± `halfWidth` takes, chosen as those that there are. What the labels leave open shrinks as
 * they grow in number; what is left open by the number of records does not.
 *
 * @param halfWidth on 0..1, as 0.03
 * @throws UnflatterError `invalid-option` for a width that is not above 0 and below 0.5.
 * @example labelsNeeded(report.precision, 0.03).labels
 */
export function labelsNeeded(precision: Precision, halfWidth: number): WidthCost {
  assertWidth(halfWidth);
  const { records, labelled } = precision;
  if (precision.halfWidth <= halfWidth) return { halfWidth, labels: labelled, more: 0 };
  if (precision.floor > halfWidth) return { halfWidth, labels: null, more: null };
  let [few, enough] = [labelled, records];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (halfWidthWith(middle, precision) <= halfWidth) enough = middle;
    else few = middle;
  }
  return { halfWidth, labels: enough, more: enough - labelled };
}

/** @throws UnflatterError `invalid-option` for what is no half of a width. */
export function assertWidth(halfWidth: number): void {
  const expected = 'half of the width of an interval, above 0 and below 0.5';
  assertOption(halfWidth > 0 && halfWidth < 0.5, 'width', expected, halfWidth);
}

type Now = Omit<Precision, 'halfWidth' | 'floor'>;

/** Half of the width that so many labels would leave, of an interval as {@link estimateMean} makes it. */
function halfWidthWith(labels: number, now: Now): number {
  const { estimate, standardError, worth, freedom, labelPart, labelled, confidence } = now;
  const times = labels / labelled;
  const trials = {
    value: estimate,
    trials: worth / (labelPart / times + 1 - labelPart),
    freedom: Math.max(1, (freedom + 1) * times - 1),
  };
  const isSure = labels >= fewestRecords && standardError > 0;
  const { lower, upper } = (isSure ? meanInterval : exactInterval)(trials, confidence);
  return (upper - lower) / 2;
}

/**
 * Of the variance, what labelled groups add by themselves: the squares of their sums of label less λ · prediction. What is left
 * is that of λ · prediction over all records, and what the two share.
 */
function labelPartOf(units: readonly Unit[], { power }: MeanEstimate): number {
  if (power === 0) return 1;
  const seen = ({ predicted }: Unit): number => power * predicted!.passes;
  const chosen = units.filter(({ label }) => label !== null);
  const total = chosen.reduce((sum, { inclusion = 1 }) => sum + 1 / inclusion, 0);
  const share = ({ inclusion = 1 }: Unit): number => 1 / inclusion / total;
  const residual = (unit: Unit): number => unit.label!.passes - seen(unit);
  const meanResidual = chosen.reduce((sum, unit) => sum + share(unit) * residual(unit), 0);
  const meanSeen = units.reduce((sum, unit) => sum + seen(unit), 0) / units.length;
  const ofLabels = new Map<string, number>();
  const ofBoth = new Map<string, number>();
  const add = (sums: Map<string, number>, { group }: Unit, value: number): void => {
    sums.set(group, (sums.get(group) ?? 0) + value);
  };
  for (const unit of units) add(ofBoth, unit, (seen(unit) - meanSeen) / units.length);
  for (const unit of chosen)
    for (const sums of [ofLabels, ofBoth]) add(sums, unit, share(unit) * (residual(unit) - meanResidual));
  const squares = (sums: Map<string, number>): number => [...sums.values()].reduce((sum, value) => sum + value ** 2, 0);
  // Where the two parts pull apart, labels would shrink more than all there is: that is not counted on.
  return Math.min(1, squares(ofLabels) / squares(ofBoth));
}
