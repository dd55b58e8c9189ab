import { errorFunction } from 'simple-statistics';

/** How likely each rating is from one person for one response: chances by place on an even grid over the scale. */
export interface RatingLaw {
  /** Places of the ratings that occur, rising. */
  readonly places: readonly number[];
  /** P(a rating is at least this one) for each place; the first is 1. */
  readonly atLeast: readonly number[];
  /** A mean passes from here on, in places, not necessarily whole. */
  readonly passFrom: number;
}

/** Responses of one true quality: how many there are as a share of all, and the chance that each kind of label passes. */
export interface QualityNode {
  readonly share: number;
  /** By the number of people who make the label, from 1 on; entry 0 is unused. */
  readonly passing: Float64Array;
}

/** Trapezoids under the standard normal density: to four digits where ρ is below .99, far more where it is low. */
const nodes = Array.from({ length: 57 }, (_, i) => {
  const z = (i - 28) / 6;
  return { z, share: Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / 6 };
});

/**
 * The correlation ρ of what two people see in a response, such that what they score by their ratings has the correlation
 * given, which is at least 0. By bisection; below 1.
 */
export function seenCorrelation(
  { places, atLeast }: RatingLaw,
  scoreOf: (place: number) => number,
  correlation: number,
): number {
  const rises = places.flatMap((place, level) => {
    const rise = scoreOf(place) - (level === 0 ? 0 : scoreOf(places[level - 1]!));
    return rise === 0 ? [] : [{ rise, cut: normalQuantile(1 - atLeast[level]!) }];
  });
  const variance = places.reduce(
    (sum, place, level) => {
      const share = atLeast[level]! - (atLeast[level + 1] ?? 0);
      return sum + share * scoreOf(place) ** 2;
    },
    -(rises.reduce((sum, { rise, cut }) => sum + rise * normalTail(cut), 0) ** 2),
  );
  let low = 0;
  let high = 1;
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (varianceOfMean(rises, middle) < correlation * variance) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The chance that a response passes given its quality, in an ordered probit model: people see √ρ times a standard normal
 * quality plus √(1 − ρ) times a standard normal error each, and cut at thresholds that give every rating its frequency.
 */
export function passLaw({ places, atLeast, passFrom }: RatingLaw, rho: number, mostPeople: number): QualityNode[] {
  const cuts = atLeast.map((share) => normalQuantile(1 - share));
  return nodes.map(({ z, share }) => {
    const tails = cuts.map((cut) => tailAt(cut, z, rho));
    const chances = tails.map((tail, level) => tail - (tails[level + 1] ?? 0));
    return { share, passing: passingOf(chances, places, passFrom, mostPeople) };
  });
}

/** P(mean of k ratings passes) for k from 1 on: the law of the sum, one rating added at a time. */
function passingOf(
  chances: readonly number[],
  places: readonly number[],
  passFrom: number,
  mostPeople: number,
): Float64Array {
  const passing = new Float64Array(mostPeople + 1);
  const top = places.at(-1)!;
  let sums = Float64Array.of(1);
  for (let people = 1; people <= mostPeople; people++) {
    const next = new Float64Array(sums.length + top);
    places.forEach((place, level) => {
      for (let sum = 0; sum < sums.length; sum++) next[sum + place]! += chances[level]! * sums[sum]!;
    });
    sums = next;
    for (let sum = Math.max(0, Math.ceil(people * passFrom - 1e-9)); sum < sums.length; sum++)
      passing[people]! += sums[sum]!;
  }
  return passing;
}

/** From quality to quality, of the score to expect. */
function varianceOfMean(rises: readonly { readonly rise: number; readonly cut: number }[], rho: number): number {
  let sum = 0;
  let squares = 0;
  for (const { z, share } of nodes) {
    const score = rises.reduce((total, { rise, cut }) => total + rise * tailAt(cut, z, rho), 0);
    sum += share * score;
    squares += share * score ** 2;
  }
  return squares - sum ** 2;
}

/** P(what a person sees lies above the cut) at quality z. */
function tailAt(cut: number, z: number, rho: number): number {
  return normalTail((cut - Math.sqrt(rho) * z) / Math.sqrt(1 - rho));
}

function normalTail(x: number): number {
  return (1 - errorFunction(x / Math.SQRT2)) / 2;
}

/** By bisection; −∞ and ∞ end at −9 and 9. */
function normalQuantile(share: number): number {
  let low = -9;
  let high = 9;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (1 - normalTail(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
