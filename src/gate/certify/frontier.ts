import { upperLimit } from '../../math/binomial.ts';
import { errorOf, scored, type Plan } from './prove.ts';
import { countAt, type Counts } from './tests.ts';
import type { Unit } from './units.ts';

/** What the fresh units say of one threshold on the pass probability. */
export interface FrontierPoint extends Counts {
  readonly threshold: number;
  /** Share of the units that it decides on: passes, or for `false-fail` fails. */
  readonly share: number;
  /** What the rate of the claim is among the units; null where there is nothing it could be a rate of. */
  readonly rate: number | null;
  /** The exact upper limit of that rate at the confidence of the claim, for this threshold by itself. */
  readonly upper: number;
}

/**
 * How much more could be decided if a higher rate were allowed: one point a threshold, from the strictest on. Each limit
 * holds for its threshold alone; a threshold that is picked because its limit looks good has none.
 */
export function frontierOf(units: readonly Unit[], plan: Plan): FrontierPoint[] {
  const { estimand, reference, drawnFrom = -Infinity } = plan;
  const seen = scored(units, 'passProbability', plan);
  const contradictable = seen.filter(({ isContradicted }) => isContradicted).length;
  const error = errorOf(plan);
  const points = reference.passProbability
    .filter((step) => step.threshold >= drawnFrom)
    .map(({ threshold }) => {
      const { decided, contradicted } = countAt(seen, threshold, estimand);
      const trials = { leak: contradictable, joint: units.length, 'false-pass': decided, 'false-fail': decided }[
        estimand
      ];
      return {
        threshold,
        decided,
        contradicted,
        share: units.length === 0 ? 0 : decided / units.length,
        rate: trials === 0 ? null : contradicted / trials,
        upper: upperLimit(contradicted, trials, error),
      };
    });
  return estimand === 'false-fail' ? points.toReversed() : points;
}
