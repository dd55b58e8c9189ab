import { logGamma } from './beta.ts';

/** So many trials, and the share of them that succeeded. */
export interface Trials {
  readonly share: number;
  readonly trials: number;
}

/**
 * The two-sided p-value of Fisher's exact test of one share in two populations: twice the smaller tail, at most 1. Trials
 * that are worth less than they are many, and so are not whole, are cut to whole ones, and successes towards the other share.
 *
 * @example fisher({ share: 0, trials: 10 }, { share: 0.5, trials: 10 }) // 0.0325
 */
export function fisher(first: Trials, second: Trials): number {
  if (first.share === second.share) return 1;
  const [low, high] = first.share < second.share ? [first, second] : [second, first];
  const [m, n] = [Math.floor(low.trials + slack), Math.floor(high.trials + slack)];
  const fewer = Math.min(m, Math.ceil(low.share * m - slack));
  const more = Math.max(0, Math.floor(high.share * n + slack));
  if (fewer * n >= more * m) return 1;
  const successes = fewer + more;
  // Successes of the higher one, given those of both: from what was seen upwards, each term by the one before.
  let term = Math.exp(logChoose(n, more) + logChoose(m, fewer) - logChoose(n + m, successes));
  let tail = 0;
  for (let k = more; k <= Math.min(n, successes); k++) {
    tail += term;
    term *= ((n - k) / (k + 1)) * ((successes - k) / (m - successes + k + 1));
    if (term < 1e-17 * tail) break;
  }
  return Math.min(1, 2 * tail);
}

/** What rounding may have taken from a whole number. */
const slack = 1e-9;

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
