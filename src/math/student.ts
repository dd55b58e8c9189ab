import { betaShare } from './beta.ts';

/*
 * Student's t distribution, through the incomplete beta function: exact to eleven digits up to 10,000 degrees of freedom,
 * to eight at a million, far into the tails.
 */

/**
 * P(|T| ≥ |t|) for T with `freedom` degrees of freedom, above 0 and not necessarily whole. NaN for what is no number
 * and for degrees of freedom that do not exist.
 *
 * @see DLMF 8.17
 * @example studentTail(2.262157, 9) // 0.05
 */
export function studentTail(t: number, freedom: number): number {
  if (Number.isNaN(t) || !(freedom > 0)) return NaN;
  // Both shares are computed, since one less the other would lose the digits of the smaller.
  const ratio = (t / freedom) * t;
  return betaShare(1 / (1 + ratio), ratio / (1 + ratio), freedom / 2, 1 / 2);
}

/**
 * The t that |T| exceeds with probability `tail`, which lies between 0 and 1, ends excluded; NaN outside. By bisection,
 * to the last digit.
 *
 * @example studentQuantile(0.05, 9) // 2.262157
 */
export function studentQuantile(tail: number, freedom: number): number {
  if (!(tail > 0 && tail < 1) || !(freedom > 0)) return NaN;
  let low = 0;
  let high = 1;
  while (studentTail(high, freedom) > tail) [low, high] = [high, 2 * high];
  for (let middle = high / 2; ;) {
    if (studentTail(middle, freedom) > tail) low = middle;
    else high = middle;
    const next = (low + high) / 2;
    if (next === low || next === high || next === middle) return next;
    middle = next;
  }
}
