import type { CalibrationRecord, RatedResponse, Target } from '../../types.ts';
import type { CalibratorFactory, CheckedCalibrator, CheckedRating } from './check-calibrator.ts';
import { madeUpRecords, madeUpTarget } from './world.ts';

/** One thing that must hold. */
export interface Check {
  readonly name: string;
  readonly why: string;
  /** What is wrong; undefined where nothing is. */
  readonly find: (bench: Bench) => Promise<string | undefined>;
}

/** What checks work with. */
export interface Bench {
  readonly records: readonly CalibrationRecord[];
  readonly target: Target;
  /** Makes a calibrator. That of the whole set, untouched, is made once for all checks. */
  readonly fit: (records?: readonly CalibrationRecord[], target?: Target) => Promise<CheckedCalibrator>;
  /** Responses to calibrate: a few of the set, at several ratings. */
  readonly probes: readonly RatedResponse[];
}

export function benchOf(factory: CalibratorFactory): Bench {
  const [records, target] = [madeUpRecords(), madeUpTarget];
  let base: Promise<CheckedCalibrator> | undefined;
  const fit = async (own: readonly CalibrationRecord[], aim: Target) => factory(own, aim);
  return {
    records,
    target,
    fit: (own, aim) =>
      own === undefined && aim === undefined ? (base ??= fit(records, target)) : fit(own ?? records, aim ?? target),
    probes: records.slice(0, 8).flatMap((record) => [1, 4, 7, 10].map((selfRating) => ratedOf(record, { selfRating }))),
  };
}

/** A record as an app would have it, with other parts. */
export function ratedOf(record: CalibrationRecord, parts: object = {}): RatedResponse {
  const { prompt, response, selfRating, rater, criterion } = record;
  return { prompt, response, selfRating, rater, criterion, ...parts };
}

export async function answersOf(
  calibrator: CheckedCalibrator,
  probes: readonly RatedResponse[],
): Promise<CheckedRating[]> {
  const answers: CheckedRating[] = [];
  for (const probe of probes) answers.push(await calibrator.calibrate(probe));
  return answers;
}

export async function chances(calibrator: CheckedCalibrator, probes: readonly RatedResponse[]): Promise<number[]> {
  return (await answersOf(calibrator, probes)).map(({ passProbability }) => passProbability);
}

/** Says so where two calibrators answer differently, by more than rounding. */
export async function difference(
  [a, probesOfA]: readonly [CheckedCalibrator, readonly RatedResponse[]],
  [b, probesOfB]: readonly [CheckedCalibrator, readonly RatedResponse[]],
  most = 1e-5,
): Promise<string | undefined> {
  const [before, after] = [await chances(a, probesOfA), await chances(b, probesOfB)];
  const place = before.findIndex((p, i) => !(Math.abs(p - after[i]!) <= most));
  return place === -1 ? undefined : `p is ${before[place]} before and ${after[place]} after`;
}

/** Fits a changed set: nothing in the answers may change. */
export async function changesNothing(
  { fit, probes }: Bench,
  records: readonly CalibrationRecord[],
  most?: number,
): Promise<string | undefined> {
  return difference([await fit(), probes], [await fit(records), probes], most);
}

/** Whether something is refused with an error. What is thrown and is none is no refusal, but a mistake. */
export async function isRefused(work: () => unknown): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof Error) return true;
    throw error;
  }
}

/** Says so where something is not refused. */
export async function accepted(what: string, work: () => unknown): Promise<string | undefined> {
  return (await isRefused(work)) ? undefined : `${what} is not refused`;
}

/** Says what is wrong with an answer that must be fit to be decided on, if anything. */
export function flaw({ passProbability: p, outside }: CheckedRating): string | undefined {
  if (!(typeof p === 'number' && p >= 0 && p <= 1)) return `p is ${String(p)}`;
  return Array.isArray(outside) ? undefined : 'outside is no list';
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
