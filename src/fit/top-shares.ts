import type { Ties } from '../math/metrics.ts';
import { significant } from '../math/round.ts';
import { bootstrap, type Drawn, type Estimate } from './bootstrap.ts';
import type { Judged } from './evaluate.ts';

/** Of the records with the highest self-rating, or the highest corrected probability, how many fail by their labels. */
export interface TopShare {
  /** Share of the records that a gate would pass, from the highest on; above 0, at most 1. */
  readonly share: number;
  /** Share of those that fails, by self-rating and by corrected probability; 95 % intervals over groups. */
  readonly before: Estimate;
  readonly after: Estimate;
  readonly difference: Estimate;
}

/** Every twentieth: to pass one record more hardly moves what fails. */
const shares: readonly number[] = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

/** Risk against share passed: what two gates let through that pass the same share, for every share. Deterministic for a seed. */
export function topShares(before: Judged, after: Judged, drawn: Drawn): TopShare[] {
  const estimate = bootstrap(
    (weights) => ({
      before: failSharesAtTop(before.ties, before.outcomes, weights),
      after: failSharesAtTop(after.ties, after.outcomes, weights),
    }),
    drawn,
  );
  return shares.map((share, i) => ({
    share,
    before: estimate((one) => one.before[i]!),
    after: estimate((one) => one.after[i]!),
    difference: estimate((one) => one.after[i]! - one.before[i]!),
  }));
}

/**
 * The share that fails at the top, for all shares in one walk from the top. Where the cut goes through a tie, the records of the tie count in
 * proportion, as if drawn at random.
 */
function failSharesAtTop(scores: Ties, outcomes: ArrayLike<number>, weights: ArrayLike<number>): number[] {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  const found: number[] = [];
  let [passed, failed] = [0, 0];
  for (let rank = scores.length - 1; rank >= 0; rank--) {
    let [weight, fails] = [0, 0];
    for (const i of scores[rank]!) {
      weight += weights[i]!;
      if (outcomes[i] !== 1) fails += weights[i]!;
    }
    while (found.length < shares.length && shares[found.length]! * total <= passed + weight) {
      const wanted = shares[found.length]! * total;
      const part = weight === 0 ? 0 : (wanted - passed) / weight;
      found.push(failShare(failed + part * fails, wanted));
    }
    passed += weight;
    failed += fails;
  }
  // Sums of weights in another order may miss the whole by a last digit.
  while (found.length < shares.length) found.push(failShare(failed, passed));
  return found;
}

/** Rounded, so that two orders of the same records differ by nothing. */
function failShare(failed: number, passed: number): number {
  return significant(failed / passed, 9);
}
