/*
 * How good probabilities are, against outcomes 0 or 1. All lists have one length; weights are positive.
 */

/**
 * Mean negative log likelihood in nats: 0 is perfect, 0.693 is a coin. Probabilities are clipped to
 * [.001, .999], so that one confident mistake counts 6.9 and not infinity.
 */
export function logLosses(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (p, i) => {
    const clipped = Math.min(0.999, Math.max(0.001, p));
    return -Math.log(outcomes[i] === 1 ? clipped : 1 - clipped);
  });
}

/** Squared errors, whose mean is the Brier score: 0 is perfect, 0.25 is a coin. */
export function squaredErrors(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (p, i) => (p - outcomes[i]!) ** 2);
}

export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

/** Places of a list grouped by equal value, lowest value first. What depends on ranks only is computed from this. */
export type Ties = readonly (readonly number[])[];

/** The ties among some places of a list, or among all. */
export function tiesOf(values: ArrayLike<number>, places: readonly number[] = Array.from(values, (_, i) => i)): Ties {
  const order = places.toSorted((i, j) => values[i]! - values[j]!);
  const ties: number[][] = [];
  for (const i of order) {
    const last = ties.at(-1);
    if (last !== undefined && values[last[0]!] === values[i]) last.push(i);
    else ties.push([i]);
  }
  return ties;
}

/**
 * Area under the ROC curve: P(a passing record scores above a failing one), ties counted half. 0.5 is chance.
 * NaN where one of the outcomes is missing.
 *
 * Several lists of ties are several strata: only pairs within one are compared. Out-of-fold scores have to be judged
 * that way, since a fold with many passing records was scored by fits that saw few, and looks worse than it is.
 *
 * @see Airola et al. (2011), An Experimental Comparison of Cross-Validation Techniques for Estimating the AUC
 */
export function areaUnderCurve(
  strata: readonly Ties[],
  outcomes: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  let won = 0;
  let pairs = 0;
  for (const ties of strata) {
    const compared = comparePairs(ties, outcomes, weights);
    won += compared.won;
    pairs += compared.pairs;
  }
  return won / pairs;
}

function comparePairs(scores: Ties, outcomes: ArrayLike<number>, weights: ArrayLike<number>) {
  let won = 0;
  let failing = 0;
  let passing = 0;
  for (const tie of scores) {
    let fails = 0;
    let passes = 0;
    for (const i of tie) {
      if (outcomes[i] === 1) passes += weights[i]!;
      else fails += weights[i]!;
    }
    won += passes * (failing + fails / 2);
    failing += fails;
    passing += passes;
  }
  return { won, pairs: passing * failing };
}

/**
 * Expected calibration error over ten bins of about equal weight in order of the probability, equal probabilities
 * in one bin: the mean distance between predicted and observed. Noise alone gives a perfect model about .03 at 1,000
 * records and .1 at 100.
 */
export function calibrationError(
  probabilities: ArrayLike<number>,
  ties: Ties,
  outcomes: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  const gaps = new Float64Array(10);
  const bins = binsOf(ties, weights, gaps.length);
  ties.forEach((tie, rank) => {
    for (const i of tie) gaps[bins[rank]!]! += weights[i]! * (probabilities[i]! - outcomes[i]!);
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / totalOf(weights);
}

/** The bin of each tie, from 0 on, of so many bins of about equal weight: the one that the middle of the tie falls into. */
export function binsOf(ties: Ties, weights: ArrayLike<number>, wanted: number): Int32Array {
  const total = totalOf(weights);
  let seen = 0;
  return Int32Array.from(ties, (tie) => {
    const weight = weightOf(tie, weights);
    const bin = Math.min(wanted - 1, Math.floor((wanted * (seen + weight / 2)) / total));
    seen += weight;
    return bin;
  });
}

/**
 * The share that fails among the `share` of records with the highest scores. Where the cut goes through a tie, the
 * records of the tie count in proportion, as if drawn at random. NaN for a share of zero.
 */
export function failShareAtTop(
  scores: Ties,
  outcomes: ArrayLike<number>,
  weights: ArrayLike<number>,
  share: number,
): number {
  const wanted = share * totalOf(weights);
  let room = wanted;
  let failed = 0;
  for (let rank = scores.length - 1; rank >= 0 && room > 0; rank--) {
    const tie = scores[rank]!;
    const weight = weightOf(tie, weights);
    if (weight === 0) continue;
    const fails = tie.reduce((sum, i) => sum + (outcomes[i] === 1 ? 0 : weights[i]!), 0);
    failed += fails * Math.min(1, room / weight);
    room -= weight;
  }
  return failed / wanted;
}

function weightOf(places: readonly number[], weights: ArrayLike<number>): number {
  return places.reduce((sum, i) => sum + weights[i]!, 0);
}

function totalOf(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]!;
  return sum;
}
