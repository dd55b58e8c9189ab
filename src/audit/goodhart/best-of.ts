import { tiesOf } from '../../math/metrics.ts';

/**
 * For each of m scores the chance that it is the highest of n that are drawn from them at random without replacement,
 * where ties are broken at random. The chances add up to 1. `n` is from 1 to m. O(m log m + m n).
 *
 * A score is the highest of the draw, or tied for it, when the draw lies among the scores up to its level and not
 * wholly below it. With b scores below a level of t, the chance is (C(b + t, n) − C(b, n)) / C(m, n), and the t scores of the
 * level share it equally, since nothing tells them apart.
 *
 * @example bestOfChances([1, 2, 2], 2) // [0, 0.5, 0.5]
 */
export function bestOfChances(scores: ArrayLike<number>, n: number): Float64Array {
  const chances = new Float64Array(scores.length);
  let below = 0;
  let withinBelow = 0;
  for (const tie of tiesOf(scores)) {
    below += tie.length;
    const within = chanceWithin(below, scores.length, n);
    for (const place of tie) chances[place] = (within - withinBelow) / tie.length;
    withinBelow = within;
  }
  return chances;
}

/** C(k, n) / C(m, n): the chance that n of m all lie among k of them. */
function chanceWithin(k: number, m: number, n: number): number {
  let chance = 1;
  for (let i = 0; i < n && chance > 0; i++) chance *= Math.max(0, k - i) / (m - i);
  return chance;
}
