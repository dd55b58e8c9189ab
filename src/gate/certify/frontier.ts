import { upperLimit } from '../../math/binomial.ts';
import { errorOf, lowestFor, scored, type Counting, type Plan } from './prove.ts';
import { countAt, isShownByShares, sharesOf, trialsOf, type Counts, type Shares } from './tests.ts';
import type { UnitGroup } from './units.ts';

/** What the fresh units say of one threshold on the pass probability. */
export interface FrontierPoint extends Counts {
  readonly threshold: number;
  /** Share of the units that it decides on: passes, or for `false-fail` fails. */
  readonly share: number;
  /** What the rate of the claim is, each group counted once; null where there is nothing it could be a rate of. */
  readonly rate: number | null;
  /** The exact upper limit of that rate at the confidence of the claim, for this threshold by itself. */
  readonly upper: number;
}

/**
 * How much more could be decided if a higher rate were allowed: one point a threshold, from the strictest on. Each limit
 * holds for its threshold alone; a threshold that is picked because its limit looks good has none.
 */
export function frontierOf(groups: readonly UnitGroup[], counting: Counting, plan: Plan): FrontierPoint[] {
  const { estimand, reference } = plan;
  const seen = scored(groups, 'passProbability', counting, plan);
  const units = seen.flat();
  const error = errorOf(plan);
  const points = reference.passProbability
    .filter((step) => step.threshold >= lowestFor(plan))
    .map(({ threshold }) => {
      const { decided, contradicted } = countAt(units, threshold, estimand);
      const trials = trialsOf(units, decided, estimand);
      const shares = sharesOf(seen, threshold, estimand);
      const [wrong, all] = [sumOf(shares, 'contradicted'), sumOf(shares, 'trials')];
      return {
        threshold,
        decided,
        contradicted,
        share: units.length === 0 ? 0 : decided / units.length,
        rate: all === 0 ? null : wrong / all,
        upper: counting === 'draw' ? upperLimit(contradicted, trials, error) : upperByMeans(shares, error),
      };
    });
  return estimand === 'false-fail' ? points.toReversed() : points;
}

function sumOf(shares: readonly Shares[], part: keyof Shares): number {
  return shares.reduce((sum, one) => sum + one[part], 0);
}

/** To a thousandth, from above: the lowest limit that the means of the groups show. */
function upperByMeans(shares: readonly Shares[], error: number): number {
  let [low, high] = [0, 1000];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isShownByShares(shares, { limit: middle / 1000, error })) high = middle;
    else low = middle;
  }
  return high / 1000;
}
