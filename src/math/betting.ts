/*
 * Limits of a mean that hold at all looks together, by betting. Who bets on every value of a sequence that the mean is above m,
 * never more than there is, can expect no gain while it is m or less; so the capital reaches 1 / error with probability `error` at
 * most, whenever one looks (Ville). Where it does, the mean is above m.
 *
 * Waudby-Smith and Ramdas (2024), Estimating means of bounded random variables by betting, JRSS B 86
 */

import { significant } from './round.ts';

/** Values on 0..1, in order, each with the weight of its bet: above 0, at most 1, and settled before the value was known. */
export interface WeightedValues {
  readonly values: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/**
 * After each value, 0..1. They only draw closer. The mean surely is not below the lower limit, or has not been since one of the
 * values: a mean that rises is found out. The mean of all values surely is not above the upper limit.
 */
export interface ConfidenceSequence {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * What is bet on, as multiples of the odds of the mean in question: the capital is split evenly between them. A bet is the best
 * one where its multiple is the truth, and still a good one from half to twice of it.
 */
const multiples = [1.15, 1.35, 1.7, 2.4, 4];

/** Limits are looked for in steps of a thousandth. */
const steps = 1000;

/**
 * The lower and the upper limit each hold at all looks together but for probability `error`, whatever the distribution, as long as
 * the weighted mean of what comes next is the same whatever came before.
 *
 * @param marks Means at which a limit must not stop short, as one that was promised.
 */
export function confidenceSequence(
  { values, weights }: WeightedValues,
  error: number,
  marks: readonly number[] = [],
): ConfidenceSequence {
  const turned = Float64Array.from(values, turn);
  const lower = floorsOf({ values, weights, restarts: true }, error, marks);
  const above = floorsOf({ values: turned, weights, restarts: false }, error, marks.map(turn));
  return { lower, upper: above.map(turn) };
}

/** The same of the opposite; 1 − 0.9 is 0.1, not 0.09999999999999998. */
function turn(share: number): number {
  return significant(1 - share, 12);
}

/**
 * After how many values it is sure that the mean is above `mean`, or has been since one of them: the first at which the bets
 * against it have won, from 1 on; undefined while they have not.
 */
export function firstAbove(mean: number, { values, weights }: WeightedValues, error: number): number | undefined {
  const bets = betsOn(mean, true);
  for (let i = 0; i < values.length; i++) {
    settle(bets, values[i]!, weights[i]!);
    if (hasWon(bets, error)) return i + 1;
  }
  return undefined;
}

/** From which of so many values on, from 0, bets against `mean` would have won most, less what it costs to begin there. */
export function mostAgainst(mean: number, { values, weights }: WeightedValues, count: number): number {
  const { shares } = betsOn(mean, true);
  const gains = shares.map(() => 0);
  let [best, most] = [0, -Infinity];
  for (let from = count - 1; from >= 0; from--) {
    shares.forEach((share, k) => (gains[k]! += growthOf(share, mean, values[from]!, weights[from]!)));
    const won = worth(gains) + stakeOf(from);
    if (won >= most) [best, most] = [from, won];
  }
  return best;
}

/** How many values it takes to be sure that a mean is above `mean` if they all are their mean, `truth`; Infinity for more than a million. */
export function valuesToShow(mean: number, truth: number, error: number): number {
  if (!(truth > mean)) return Infinity;
  const bets = betsOn(mean, true);
  const growth = bets.shares.map(
    (share) => truth * Math.log1p(share * (1 / mean - 1)) + (1 - truth) * Math.log1p(-share),
  );
  for (let count = 1; count <= 1e6; count++) {
    grow(bets, (k) => growth[k]!);
    if (hasWon(bets, error)) return count;
  }
  return Infinity;
}

interface ToBetOn extends WeightedValues {
  readonly restarts: boolean;
}

/** Capital falls as the mean that is bet against rises, so what is above one is above all that are lower. */
function floorsOf({ values, weights, restarts }: ToBetOn, error: number, marks: readonly number[]): Float64Array {
  const even = Array.from({ length: steps - 1 }, (_, i) => (i + 1) / steps);
  const ladder = [...new Set([...even, ...marks])].sort((a, b) => a - b);
  const floors = new Float64Array(values.length);
  let at = 0;
  let bets = betsOn(ladder[0]!, restarts);
  for (let i = 0; i < values.length; i++) {
    settle(bets, values[i]!, weights[i]!);
    while (at < ladder.length - 1 && hasWon(bets, error)) {
      bets = betsOn(ladder[++at]!, restarts);
      for (let earlier = 0; earlier <= i; earlier++) settle(bets, values[earlier]!, weights[earlier]!);
    }
    floors[i] = at === 0 ? 0 : ladder[at - 1]!;
  }
  return floors;
}

interface Bets {
  readonly mean: number;
  /** The share of its capital that each risks. */
  readonly shares: readonly number[];
  /** The logarithm of what it has become of 1. */
  readonly gains: number[];
  /** Whether part of the capital is kept for later; and how many values there were. */
  readonly restarts: boolean;
  count: number;
}

function betsOn(mean: number, restarts: boolean): Bets {
  const shares = multiples.map((times) => (mean * (times - 1)) / (1 + mean * (times - 1)));
  return { mean, shares, gains: shares.map(() => (restarts ? stakeOf(0) : 0)), restarts, count: 0 };
}

function settle(bets: Bets, value: number, weight: number): void {
  const { mean, shares } = bets;
  grow(bets, (k) => growthOf(shares[k]!, mean, value, weight));
}

function growthOf(share: number, mean: number, value: number, weight: number): number {
  return Math.log1p(share * weight * (value / mean - 1));
}

/** The logarithm of what is bet from this value on, from 0. */
function stakeOf(from: number): number {
  return from === 0 ? -Math.LN2 : Math.log((from ** -0.5 - (from + 1) ** -0.5) / 2);
}

/**
 * One half of the capital is bet from the first value on. Of the other, a little is added before each further one, so that of it
 * 1 / √n is left after n: what was lost while the mean was low keeps no later bet from winning.
 */
function grow(bets: Bets, growth: (bet: number) => number): void {
  const { gains, restarts, count } = bets;
  const added = restarts && count > 0 ? stakeOf(count) : -Infinity;
  for (let k = 0; k < gains.length; k++) gains[k] = sumOfLogs(gains[k]!, added) + growth(k);
  bets.count++;
}

function sumOfLogs(one: number, other: number): number {
  const [most, least] = one > other ? [one, other] : [other, one];
  return most + Math.log1p(Math.exp(least - most));
}

function hasWon({ gains }: Bets, error: number): boolean {
  return worth(gains) >= -Math.log(error);
}

/** The logarithm of the capital of all bets together, out of what their sum cannot overflow. */
function worth(gains: readonly number[]): number {
  const most = Math.max(...gains);
  return most + Math.log(gains.reduce((sum, gain) => sum + Math.exp(gain - most), 0) / gains.length);
}
