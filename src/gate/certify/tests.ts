import type { Estimand } from '../../calibrator/certificate.ts';
import { mostAllowed } from '../../math/binomial.ts';
import type { Budget, Sequence } from './plan.ts';

/** A unit by one score: whether people contradict what the gate would decide by it. */
export interface Scored {
  readonly score: number;
  /** For passing, that it fails by people; for failing, that it passes. */
  readonly isContradicted: boolean;
  readonly isDecidable: boolean;
}

/** What a threshold decides on among the units, and how many of those are contradicted. */
export interface Counts {
  readonly decided: number;
  readonly contradicted: number;
}

export function countAt(units: readonly Scored[], threshold: number, estimand: Estimand): Counts {
  const isDecided = ({ score, isDecidable }: Scored): boolean =>
    isDecidable && (estimand === 'false-fail' ? score < threshold : score >= threshold);
  const decided = units.filter(isDecided);
  return { decided: decided.length, contradicted: decided.filter(({ isContradicted }) => isContradicted).length };
}

/**
 * The last threshold of a sequence up to which every one shows that the rate among what it decides on is at most the limit.
 * Given how many it decides on, the contradicted are binomial; the first threshold whose rate is above the limit is a fixed
 * one, since the sequence was fixed before: it is passed by with probability `error` at most.
 *
 * @see Angelopoulos, Bates, Candès, Jordan and Lei (2021), Learn then Test, section 3.2: fixed sequence testing
 */
export function lastShown(
  units: readonly Scored[],
  sequence: Sequence,
  estimand: 'false-pass' | 'false-fail',
  { limit, error }: Budget,
): number | undefined {
  let last: number | undefined;
  for (const threshold of sequence) {
    const { decided, contradicted } = countAt(units, threshold, estimand);
    if (contradicted > mostAllowed(decided, limit, error)) break;
    last = threshold;
  }
  return last;
}

/**
 * The lowest threshold at which at most `limit` of all units are passed and fail by people, or of those that fail by people
 * are passed. These rates fall as the threshold rises, so one test of each threshold will do, without a sequence. Among
 * those that fail, in order of their scores, this is the order statistic of Neyman and Pearson classification.
 *
 * @see Tong, Feng and Li (2018), Neyman–Pearson classification algorithms and NP receiver operating characteristics, proposition 1
 */
export function lowestShown(
  units: readonly Scored[],
  thresholds: readonly number[],
  estimand: 'leak' | 'joint',
  { limit, error }: Budget,
): number | undefined {
  const trials = estimand === 'joint' ? units.length : units.filter(({ isContradicted }) => isContradicted).length;
  const allowed = mostAllowed(trials, limit, error);
  return thresholds.findLast((threshold) => countAt(units, threshold, estimand).contradicted <= allowed);
}
