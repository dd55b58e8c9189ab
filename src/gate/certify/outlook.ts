import { shareCeiling, shareFloor } from '../../math/share.ts';
import { partOf, prospectsFor, type Prospect } from './plan.ts';
import { lowestFor, scored, type Plan } from './prove.ts';
import { sharesOf, type Shares } from './tests.ts';
import type { UnitGroup } from './units.ts';

/** A prospect after a look at fresh labels. */
export interface Outlook extends Prospect {
  /** The rate is between these with even odds; null where no fresh label says anything of it. */
  readonly likely: { readonly lower: number; readonly upper: number } | null;
}

/** The expectation of the fit weighs as much as so many fresh units. */
const weightOfFit = 20;

/**
 * What the fit expected, moved by what the fresh groups say: by all of their labels, so that it does not depend on which of
 * them were drawn. Where the fit knows of no groups, labels of one group are taken to be all alike.
 */
export function outlooksOf(groups: readonly UnitGroup[], plan: Plan): Outlook[] {
  const { estimand, reference, grouping } = plan;
  const seen = scored(groups, 'passProbability', 'mean', plan);
  const perGroup = Math.max(1, seen.flat().length / Math.max(1, groups.length));
  const part = partOf({ perGroup, correlation: grouping.perGroup > 1 ? grouping.correlation : 1 });
  const prospects = prospectsFor(estimand, reference.passProbability);
  const share = (of: number, expected: number): number =>
    (of + weightOfFit * expected) / (groups.length / part + weightOfFit);
  return prospects
    .filter((one) => one.threshold >= lowestFor(plan))
    .map((prospect) => {
      const counts = sharesOf(seen, prospect.threshold, estimand);
      const worth = (of: keyof Shares): number => counts.reduce((sum, one) => sum + one[of], 0) / part;
      const trials = worth('trials');
      const all = trials + weightOfFit;
      const contradicted = worth('contradicted') + weightOfFit * prospect.rate;
      const shown = { value: contradicted / all, successes: contradicted, trials: all };
      return {
        ...prospect,
        rate: shown.value,
        // Labels that were drawn from the top do not tell how much of the traffic that is.
        trials: plan.drawnFrom === undefined ? share(trials, prospect.trials) : prospect.trials,
        likely: trials === 0 ? null : { lower: shareFloor(shown, 0.25), upper: shareCeiling(shown, 0.25) },
      };
    });
}
