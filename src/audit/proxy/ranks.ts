import type { Ties } from '../../math/metrics.ts';

/**
 * Spearman's rank correlation, −1..1, ties at their middle rank, each row counted by its weight. NaN where one side has
 * the same value everywhere.
 */
export function rankCorrelation(one: Ties, other: Ties, weights: ArrayLike<number>): number {
  const [x, y] = [midRanks(one, weights), midRanks(other, weights)];
  let [total, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]!;
    sumX += weights[i]! * x[i]!;
    sumY += weights[i]! * y[i]!;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const [dx, dy] = [x[i]! - sumX / total, y[i]! - sumY / total];
    xx += weights[i]! * dx * dx;
    yy += weights[i]! * dy * dy;
    xy += weights[i]! * dx * dy;
  }
  const least = 1e-9 * total ** 3;
  return xx > least && yy > least ? xy / Math.sqrt(xx * yy) : NaN;
}

/** The weight below each row and half of that on its value. */
function midRanks(ties: Ties, weights: ArrayLike<number>): Float64Array {
  const ranks = new Float64Array(weights.length);
  let below = 0;
  for (const tie of ties) {
    let on = 0;
    for (const i of tie) on += weights[i]!;
    for (const i of tie) ranks[i] = below + on / 2;
    below += on;
  }
  return ranks;
}

/**
 * The mean value of the rows with the highest scores, for several shares in ascending order. Where a cut goes through a
 * tie, the rows of the tie count in proportion, as if drawn at random: the result is the exact mean over such draws.
 */
export function topMeans(
  scores: Ties,
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  shares: readonly number[],
): number[] {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  const means: number[] = [];
  let [above, sum] = [0, 0];
  for (let rank = scores.length - 1; rank >= 0 && means.length < shares.length; rank--) {
    let [on, inTie] = [0, 0];
    for (const i of scores[rank]!) {
      on += weights[i]!;
      inTie += weights[i]! * values[i]!;
    }
    if (on === 0) continue;
    while (means.length < shares.length) {
      const wanted = shares[means.length]! * total;
      if (wanted > above + on + 1e-9 * total) break;
      means.push((sum + (inTie * (wanted - above)) / on) / wanted);
    }
    above += on;
    sum += inTie;
  }
  return means;
}
