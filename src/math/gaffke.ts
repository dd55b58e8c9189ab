import { binomialCdf, mostAllowed } from './binomial.ts';

/**
 * The p-value of Gaffke's test that independent numbers have a mean below 0, where none can be above `top`: how likely
 * Σ Eᵢ·xᵢ + E₀·top > 0 is with E standard exponential. Under a mean of 0 or more it is at most p with probability p at most,
 * whatever the numbers are drawn from and however few they are. For numbers of two values, one of them `top`, it is the exact
 * binomial test. 1 for no numbers, and for what are none.
 *
 * What is left of an exponential has the law of one that just began. So the sum is a race of the positive numbers, one after
 * the other, against the negative ones: of two that are scaled by v and w, the first ends before the second with probability
 * w / (v + w). Only positive numbers are added, so nothing cancels; the cost is their number times that of the negative ones.
 *
 * @param top above 0, and at least the largest number there could be
 * @see Gaffke (2005), Three test statistics for a nonparametric one-sided hypothesis on the mean of a nonnegative variable
 * @see Vlassis and Thomas (2026), An exact distribution-free test for means of nonnegative random variables, for the proof
 * @example meanBelowZero([-0.2, -0.2, 0.8], 0.8) // P(at most 1 of 3) at 0.2: 0.896
 */
export function meanBelowZero(values: readonly number[], top: number): number {
  if (!(top > 0) || ![top, ...values].every(Number.isFinite)) return 1;
  const against = values.filter((value) => value < 0).map((value) => -value);
  const positive = values.filter((value) => value > 0);
  const chances = lost(against.length);
  for (const value of [top, ...positive]) addOneMore(value, chances, against);
  return chances[0]!;
}

/** P(the negative numbers end first) with so many of them over, where no positive one is left. */
function lost(against: number): Float64Array {
  return new Float64Array(against + 1);
}

/** Makes of them those with one more positive number to come before those: in place, since most of a proof's time goes here. */
function addOneMore(value: number, chances: Float64Array, against: readonly number[]): void {
  let last = 1;
  chances[against.length] = last;
  for (let over = against.length - 1; over >= 0; over--) {
    const other = against[over]!;
    last = (other * chances[over]! + value * last) / (value + other);
    chances[over] = last;
  }
}

/** Means of groups of alike size, as a plan sees them. */
export interface AlikeMeans {
  /** How many unrelated trials they are worth together; whole. */
  readonly trials: number;
  /** What part of a group that is all alike such a trial is, above 0 up to 1. */
  readonly part: number;
}

/** Of more trials than these a race is not run for a plan: its time grows with their square. */
const mostRaced = 1000;

/**
 * How likely {@link meanBelowZero} shows, with this probability of being wrong, a rate below the limit: for groups that are
 * worth so many trials with this rate. With a part of 1 it is the power of the exact binomial test.
 */
export function chanceByMeans(
  { trials, part }: AlikeMeans,
  rate: number,
  budget: { readonly limit: number; readonly error: number },
): number {
  if (!Number.isSafeInteger(trials) || trials < 0) return 0;
  const allowed = trials > mostRaced ? nearlyAllowed(trials, part, budget) : allowedByRace(trials, part, budget);
  return allowed < 0 ? 0 : binomialCdf(allowed, trials, rate);
}

/** The most contradicted trials that still show it; −1 where not even none does. */
function allowedByRace(
  trials: number,
  part: number,
  { limit, error }: { readonly limit: number; readonly error: number },
): number {
  const against = Array<number>(trials).fill(limit);
  // The group that was not seen is a whole one, and so much larger than a trial.
  const chances = lost(trials);
  addOneMore((1 - limit) / part, chances, against);
  let allowed = -1;
  // With so many of the trials contradicted, as many fewer are against them.
  while (allowed < trials && chances[allowed + 1]! <= error) {
    allowed++;
    addOneMore(1 - limit, chances, against);
  }
  return allowed;
}

/** Of many trials: the binomial answer, with the mean and the variance that the group adds which was not seen. */
function nearlyAllowed(
  trials: number,
  part: number,
  { limit, error }: { readonly limit: number; readonly error: number },
): number {
  const most = mostAllowed(trials, limit, error);
  if (part === 1) return most;
  const unseen = (1 - limit) / part;
  const spread = Math.sqrt(1 + unseen ** 2 / (trials * limit * (1 - limit)));
  const short = limit * trials - most;
  return Math.floor(limit * trials - spread * short - (unseen - (1 - limit)));
}
