import type { Estimand } from '../../calibrator/certificate.ts';
import { mostAllowed } from '../../math/binomial.ts';
import { meanBelowZero } from '../../math/gaffke.ts';
import type { Budget, Sequence } from './plan.ts';

/** A unit by one score: whether people contradict what the gate would decide by it. */
export interface Scored {
  readonly score: number;
  /** For passing, that it fails by people; for failing, that it passes. */
  readonly isContradicted: boolean;
  readonly isDecidable: boolean;
}

/** Independent groups, none empty: of each one unit that was drawn, or all there are. */
export type Groups = readonly (readonly Scored[])[];

/** What a threshold decides on among the units, and how many of those are contradicted. */
export interface Counts {
  readonly decided: number;
  readonly contradicted: number;
}

export function countAt(units: readonly Scored[], threshold: number, estimand: Estimand): Counts {
  const decided = units.filter((unit) => isDecided(unit, threshold, estimand));
  return { decided: decided.length, contradicted: decided.filter(({ isContradicted }) => isContradicted).length };
}

function isDecided({ score, isDecidable }: Scored, threshold: number, estimand: Estimand): boolean {
  return isDecidable && (estimand === 'false-fail' ? score < threshold : score >= threshold);
}

/**
 * Whether the groups show that the rate of an estimand is at most the limit, with this probability of being wrong at most.
 * Where each is one unit, the contradicted are binomial, given of how many: an exact test of counts. Else by Gaffke's test of
 * the means of groups: that rate is E[A] / E[B] for the shares A and B of a group, and A − limit · B is 1 − limit at most.
 */
export function isShown(groups: Groups, threshold: number, estimand: Estimand, { limit, error }: Budget): boolean {
  if (groups.every(({ length }) => length === 1)) {
    const units = groups.flat();
    const { decided, contradicted } = countAt(units, threshold, estimand);
    return contradicted <= mostAllowed(trialsOf(units, decided, estimand), limit, error);
  }
  return isShownByShares(sharesOf(groups, threshold, estimand), { limit, error });
}

/** Of a group: the share of its units that is decided and contradicted, and the share that this is a rate of; 0..1. */
export interface Shares {
  readonly contradicted: number;
  readonly trials: number;
}

export function sharesOf(groups: Groups, threshold: number, estimand: Estimand): readonly Shares[] {
  return groups.map((units) => {
    const { decided, contradicted } = countAt(units, threshold, estimand);
    const trials = trialsOf(units, decided, estimand);
    return { contradicted: contradicted / units.length, trials: trials / units.length };
  });
}

export function isShownByShares(shares: readonly Shares[], { limit, error }: Budget): boolean {
  const excesses = shares.map(({ contradicted, trials }) => contradicted - limit * trials);
  return meanBelowZero(excesses, 1 - limit) <= error;
}

/** Of how many units the contradicted are a share, by what the estimand is a rate of. */
export function trialsOf(units: readonly Scored[], decided: number, estimand: Estimand): number {
  if (estimand === 'joint') return units.length;
  return estimand === 'leak' ? units.filter(({ isContradicted }) => isContradicted).length : decided;
}

/**
 * The last threshold of a sequence up to which every one shows that the rate among what it decides on is at most the limit.
 * The first threshold whose rate is above the limit is a fixed one, since the sequence was fixed before: it is passed by with
 * probability `error` at most.
 *
 * @see Angelopoulos, Bates, Candès, Jordan and Lei (2021), Learn then Test, section 3.2: fixed sequence testing
 */
export function lastShown(
  groups: Groups,
  sequence: Sequence,
  estimand: 'false-pass' | 'false-fail',
  budget: Budget,
): number | undefined {
  const end = sequence.findIndex((threshold) => !isShown(groups, threshold, estimand, budget));
  return end < 0 ? sequence.at(-1) : sequence[end - 1];
}

/**
 * The lowest threshold at which at most `limit` of all units are passed and fail by people, or of those that fail by people
 * are passed. These rates fall as the threshold rises, and so does what is tested, so one test of each threshold will do,
 * without a sequence. With one unit a group, among those that fail, in order of their scores, this is the order statistic of
 * Neyman and Pearson classification.
 *
 * @see Tong, Feng and Li (2018), Neyman–Pearson classification algorithms and NP receiver operating characteristics, proposition 1
 */
export function lowestShown(
  groups: Groups,
  thresholds: readonly number[],
  estimand: 'leak' | 'joint',
  budget: Budget,
): number | undefined {
  return thresholds.findLast((threshold) => isShown(groups, threshold, estimand, budget));
}
