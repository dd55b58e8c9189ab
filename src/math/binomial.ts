import { betaShare } from './beta.ts';

/**
 * P(X ≤ successes) for X binomial with `trials` and `probability`; 0 below no successes, 1 from all on. NaN for what is no
 * count and no probability.
 *
 * @see DLMF 8.17.5
 * @example binomialCdf(2, 25, 0.2) // 0.0982
 */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  if (!(Number.isInteger(successes) && Number.isInteger(trials) && trials >= 0)) return NaN;
  if (!(probability >= 0 && probability <= 1)) return NaN;
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return betaShare(1 - probability, probability, trials - successes, successes + 1);
}

/**
 * The most successes in so many trials that show, with this probability of being wrong, that a probability is below `limit`:
 * the largest k with P(X ≤ k) ≤ error under the limit. −1 where not even none would, and for more trials than can be
 * counted one by one.
 *
 * @example mostAllowed(38, 0.1, 0.1) // 1
 */
export function mostAllowed(trials: number, limit: number, error: number): number {
  if (!Number.isSafeInteger(trials)) return -1;
  // The first k for which it no longer holds, by halves: the distribution function ascends in k.
  let [low, high] = [0, trials];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, trials, limit) > error) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/**
 * The exact upper confidence limit of a probability, one-sided (Clopper and Pearson, 1934): the one under which so few
 * successes or fewer have probability `error`. 1 where all trials are successes, or there are none.
 *
 * @example upperLimit(0, 22, 0.1) // 0.0994
 */
export function upperLimit(successes: number, trials: number, error: number): number {
  if (!(successes < trials)) return 1;
  let [low, high] = [0, 1];
  // Fifty-three halvings are all that a number has.
  for (let step = 0; step < 53; step++) {
    const middle = (low + high) / 2;
    if (binomialCdf(successes, trials, middle) > error) low = middle;
    else high = middle;
  }
  return high;
}
