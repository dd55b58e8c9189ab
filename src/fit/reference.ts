import type { Reference, Step } from '../calibrator/reference.ts';
import { significant } from '../math/round.ts';
import type { CalibratedRating } from '../types.ts';

/** About so many thresholds are kept of a score. */
const mostSteps = 60;

/** Pass probabilities are cut to this, so that a threshold reads well; a rating stays as it is. */
const digits = 4;

/**
 * The thresholds that a gate could have and what each would pass, by ratings that were made out of fold. Records with equal
 * scores are never parted.
 *
 * @param weights one a rating, the share of traffic it stands for in any unit
 */
export function referenceOf(ratings: readonly CalibratedRating[], weights: readonly number[]): Reference {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const items = ratings.flatMap(({ passProbability, selfRating, outside }, i) =>
    outside.length > 0 ? [] : [{ passProbability, selfRating, share: weights[i]! / total }],
  );
  return {
    // Downwards, so that the threshold never is above the score it was made of.
    passProbability: stepsOf(items, ({ passProbability }) => Math.floor(passProbability * 10 ** digits) / 10 ** digits),
    selfRating: stepsOf(items, ({ selfRating }) => selfRating),
  };
}

interface Item {
  readonly passProbability: number;
  readonly selfRating: number;
  readonly share: number;
}

function stepsOf(items: readonly Item[], scoreOf: (item: Item) => number): Step[] {
  const byScore = [...Map.groupBy(items, scoreOf)].sort(([a], [b]) => b - a);
  const steps: Step[] = [];
  let [share, passing, kept] = [0, 0, 0];
  byScore.forEach(([threshold, equal], i) => {
    for (const one of equal) {
      share += one.share;
      passing += one.share * one.passProbability;
    }
    const isLast = i === byScore.length - 1;
    if (share - kept < 1 / mostSteps && !isLast) return;
    kept = share;
    steps.push({ threshold, share: significant(Math.min(1, share), 6), passRate: significant(passing / share, 6) });
  });
  return steps;
}
