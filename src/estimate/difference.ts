import { assertOptions } from '../calibrator/options.ts';
import { UnflatterError, shown } from '../errors.ts';
import type { CalibrationRecord } from '../types.ts';
import { combine } from './combine.ts';
import { crossFit } from './cross-fit.ts';
import { estimateNames, settingsOf, type EstimateOptions } from './estimate.ts';
import type { ConfidenceInterval } from './interval.ts';
import { estimateMean, type EstimateMethod } from './mean.ts';
import { rounded, roundedInterval } from './rounded.ts';
import { looksChosen, selectionOf } from './selection.ts';
import { labelCounts } from './slices.ts';
import type { Unit } from './unit.ts';

/** One of two systems. */
export interface ComparedSystem {
  readonly records: number;
  readonly labelled: number;
  readonly labelledGroups: number;
  /** The pass rate. */
  readonly estimate: number;
  readonly interval: ConfidenceInterval | null;
  readonly method: EstimateMethod;
  /** Whether its labels surely are no random sample of its records. */
  readonly looksChosen: boolean;
}

/** By how much the first system passes more often than the second. */
export interface PassRateDifference {
  readonly first: ComparedSystem;
  readonly second: ComparedSystem;
  /** Pass rate of the first less that of the second. */
  readonly difference: number;
  /** Null where the labels of a system are of one group. */
  readonly interval: ConfidenceInterval | null;
  /** Of no difference. */
  readonly pValue: number | null;
  /** Groups, as prompts, that both have. What these add to both is not held against the difference. */
  readonly sharedGroups: number;
  /** The first is better or worse where the interval leaves 0 out, and the labels of both may be random samples. */
  readonly verdict: 'better' | 'worse' | 'cannot tell';
}

/**
 * The difference of the true pass rates of two systems, from many ratings and few labels of each. Each is estimated as by
 * {@link estimatePassRate}. Groups, as prompts, of one name are the same group: what they do to both systems cancels.
 *
 * @throws UnflatterError as {@link estimatePassRate}, for either, and `invalid-option` for a second that is the first.
 */
export function estimateDifference(
  first: readonly CalibrationRecord[],
  second: readonly CalibrationRecord[],
  options: EstimateOptions,
): PassRateDifference {
  assertOptions<EstimateOptions>(options, estimateNames);
  const settings = settingsOf(options);
  assertComparable(first, second);
  return differenceOf(crossFit(first, settings).units, crossFit(second, settings).units, settings.confidence);
}

/**
 * Another system is judged by the same criterion and has labels of its own. It may answer as the first here and there, but not
 * everywhere.
 *
 * Looks before the records are looked at one by one, so what is no record says nothing here.
 *
 * @throws UnflatterError `mixed-criteria`, `too-few-records`, `invalid-option`
 */
export function assertComparable(first: readonly CalibrationRecord[], second: readonly CalibrationRecord[]): void {
  const criteria = [...new Set([...first, ...second].flatMap((record) => record?.criterion ?? []))].sort();
  if (criteria.length > 1) {
    const message = `both systems must be judged by one criterion, got ${criteria.slice(0, 5).map(shown).join(', ')}`;
    throw new UnflatterError('mixed-criteria', message, { criteria });
  }
  if (!second.some((record) => record?.humanRatings?.length > 0)) {
    const message = `the other system needs labelled records too, got none in ${second.length}`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  const there = new Set(first.map((record) => JSON.stringify(record)));
  if (!second.every((record) => there.has(JSON.stringify(record)))) return;
  const expected = 'records of another system';
  const message = `against must be ${expected}, got ${second.length} that are all among the first`;
  throw new UnflatterError('invalid-option', message, { option: 'against', expected, received: second.length });
}

/**
 * The difference of two pass rates. Groups of one name are the same group: what they do to both systems cancels.
 *
 * @throws UnflatterError `too-few-records` where a system has no label.
 */
export function differenceOf(first: readonly Unit[], second: readonly Unit[], confidence: number): PassRateDifference {
  const means = [first, second].map((units) => estimateMean(units, 'passes', { confidence })) as [
    ReturnType<typeof estimateMean>,
    ReturnType<typeof estimateMean>,
  ];
  const { estimate, interval, pValue } = combine([
    { times: 1, mean: means[0] },
    { times: -1, mean: means[1] },
  ]);
  const systemOf = (units: readonly Unit[], { estimate: rate, ...mean }: (typeof means)[0]): ComparedSystem => ({
    ...labelCounts(units),
    estimate: rounded(rate),
    interval: roundedInterval(mean.interval),
    method: mean.method,
    looksChosen: looksChosen(selectionOf(units)),
  });
  const groups = new Set(second.map(({ group }) => group));
  const systems = { first: systemOf(first, means[0]), second: systemOf(second, means[1]) };
  return {
    ...systems,
    difference: rounded(estimate),
    interval: roundedInterval(interval),
    pValue: pValue === null ? null : rounded(pValue),
    sharedGroups: new Set(first.map(({ group }) => group).filter((group) => groups.has(group))).size,
    verdict: systems.first.looksChosen || systems.second.looksChosen ? 'cannot tell' : verdictOf(interval),
  };
}

function verdictOf(interval: ConfidenceInterval | null): PassRateDifference['verdict'] {
  if (interval === null) return 'cannot tell';
  if (interval.lower > 0) return 'better';
  return interval.upper < 0 ? 'worse' : 'cannot tell';
}
