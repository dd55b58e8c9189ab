import type { Estimand } from '../../calibrator/certificate.ts';
import { upperLimit } from '../../math/binomial.ts';
import { errorOf, scored, startFor, type Plan } from './prove.ts';
import { countAt, isShown, trialsOf, type Counts, type Groups } from './tests.ts';
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
export function frontierOf(groups: readonly UnitGroup[], plan: Plan): FrontierPoint[] {
  const { estimand, reference, drawnFrom = -Infinity } = plan;
  const { counting } = startFor(groups.length, 'passProbability', plan);
  const seen = scored(groups, 'passProbability', counting, plan);
  const units = seen.flat();
  const error = errorOf(plan);
  const points = reference.passProbability
    .filter((step) => step.threshold >= drawnFrom)
    .map(({ threshold }) => {
      const { decided, contradicted } = countAt(units, threshold, estimand);
      const trials = trialsOf(units, decided, estimand);
      const wrong = sumOfShares(seen, (own) => countAt(own, threshold, estimand).contradicted);
      const of = sumOfShares(seen, (own) => trialsOf(own, countAt(own, threshold, estimand).decided, estimand));
      return {
        threshold,
        decided,
        contradicted,
        share: units.length === 0 ? 0 : decided / units.length,
        rate: trials === 0 ? null : wrong / of,
        upper:
          counting === 'draw'
            ? upperLimit(contradicted, trials, error)
            : upperByMeans(seen, threshold, estimand, error),
      };
    });
  return estimand === 'false-fail' ? points.toReversed() : points;
}

/** A count summed over groups, of each the share that it is of its units. */
function sumOfShares(groups: Groups, countOf: (units: Groups[number]) => number): number {
  return groups.reduce((sum, units) => sum + countOf(units) / units.length, 0);
}

/** To a thousandth, from above: the lowest limit that the means of the groups show. */
function upperByMeans(groups: Groups, threshold: number, estimand: Estimand, error: number): number {
  let [low, high] = [0, 1000];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isShown(groups, threshold, estimand, { limit: middle / 1000, error })) high = middle;
    else low = middle;
  }
  return high / 1000;
}
