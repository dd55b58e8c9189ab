import type { CalibratedRating, CalibrationRecord, RatedResponse, Target } from '../../types.ts';
import { benchOf, type Check } from './bench.ts';
import { answerChecks } from './answers.ts';
import { labelChecks } from './labels.ts';
import { refusalChecks } from './refusals.ts';
import { scaleChecks } from './scales.ts';
import { textChecks } from './texts.ts';

/** What a gate needs of a calibrated rating, and what is checked where it is there. */
export type CheckedRating = Pick<CalibratedRating, 'passProbability' | 'outside'> &
  Partial<Pick<CalibratedRating, 'contributions' | 'rating' | 'interval'>>;

/** A calibrator, ours or one of your own. Whatever it is not made for, it refuses: it throws an `Error`, or rejects with one. */
export interface CheckedCalibrator {
  readonly calibrate: (rated: RatedResponse) => CheckedRating | PromiseLike<CheckedRating>;
  /** The same calibrator after it was written down and read again; left out where it cannot be. */
  readonly reload?: () => CheckedCalibrator | PromiseLike<CheckedCalibrator>;
}

/** Makes a calibrator of labelled records, or refuses: it throws an `Error`, or rejects with one. */
export type CalibratorFactory = (
  records: readonly CalibrationRecord[],
  target: Target,
) => CheckedCalibrator | PromiseLike<CheckedCalibrator>;

export interface CheckResult {
  readonly name: string;
  /** Why a calibrator that fails this is not safe to gate by. */
  readonly why: string;
  readonly ok: boolean;
  /** What was found; none where it is ok. */
  readonly message?: string;
}

/** All of them, by theme. */
export const calibratorChecks: readonly Check[] = [
  ...labelChecks,
  ...scaleChecks,
  ...refusalChecks,
  ...answerChecks,
  ...textChecks,
];

/**
 * Checks what any calibrator must hold to be safe behind a gate, on a small made-up calibration set: that it learns from
 * labels and from nothing else, refuses what it cannot know, and answers every text with a probability that never falls as
 * the rating rises. Deterministic; fits about thirty times. For any test runner:
 *
 * @example
 * const make = (records, target) => { const made = fit(records, target); return { calibrate: (rated) => calibrate(made, rated) }; };
 * for (const { name, ok, message } of await checkCalibrator(make)) test(name, () => assert.ok(ok, message));
 */
export async function checkCalibrator(factory: CalibratorFactory): Promise<CheckResult[]> {
  const bench = benchOf(factory);
  const results: CheckResult[] = [];
  for (const { name, why, find } of calibratorChecks) {
    const message = await found(() => find(bench));
    results.push({ name, why, ok: message === undefined, ...(message === undefined ? {} : { message }) });
  }
  return results;
}

async function found(find: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await find();
  } catch (error) {
    return `it threw ${error instanceof Error ? error.message : 'what is no error'}`;
  }
}
