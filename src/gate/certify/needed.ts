import { mostGroupsByMeans } from '../../calibrator/certificate.ts';
import { outlooksOf, type Outlook } from './outlook.ts';
import { chanceToShow, chanceToShowByMeans, type Budget, type Prospect } from './plan.ts';
import { errorOf, scoresFor, shares, startFor, type Plan } from './prove.ts';
import type { UnitGroup } from './units.ts';

/** How many labels a claim is likely to take, and of which kind. */
export interface LabelsNeeded {
  /** Labels of as many groups, drawn at random from all traffic, those at hand included in no way: a round of its own. */
  readonly atRandom: number;
  /** How far off that number may be. */
  readonly range: NeededRange | null;
  /**
   * The same with as many labels of each group as the fit had, where so fewer groups do; `perGroup` is at least 1 and not whole.
   * Null where they do not, and where the fit had one label a group.
   */
  readonly inGroups: { readonly groups: number; readonly perGroup: number } | null;
  /** The same from a threshold on: only responses that reach it need labels, and `drawnFrom` tells so. Null but for `false-pass`. */
  readonly fromThreshold: {
    readonly threshold: number;
    readonly labels: number;
    readonly range: NeededRange | null;
  } | null;
  /** P(certified) that these numbers are for. */
  readonly chance: number;
}

/**
 * How many it takes at either end of where the rate lies with even odds; no upper end: there no number would do. In place of it
 * null where no fresh label says anything of that rate.
 */
export interface NeededRange {
  readonly from: number;
  readonly to: number | null;
}

const chance = 0.8;

/** More than anybody labels. */
const mostLabels = 100_000;

/**
 * The smallest round of fresh labels in which some threshold is certified with a chance of 80 %, by what the fit expected
 * and the labels have shown so far. More than there were, since those were not enough. Undefined where no number would do: no
 * threshold has a rate below the limit.
 */
export function labelsNeeded(groups: readonly UnitGroup[], plan: Plan): LabelsNeeded | undefined {
  const { estimand, limit, grouping, drawnFrom } = plan;
  const own = scoresFor(plan).length === 1 ? 1 : shares.passProbability;
  const budget = { limit, error: errorOf({ ...plan, uses: 1 }) * own };
  const more = groups.length + 1;
  const fewest = (prospect: Prospect): number => smallest((labels) => chanceToShow(prospect, labels, budget) >= chance);
  const ofAll = (prospect: Prospect): number => Math.max(more, fewest(prospect));
  const outlooks = outlooksOf(groups, plan);
  const hopeful = outlooks.filter(({ rate, share }) => rate < limit && share > 0);
  const each = hopeful.map(ofAll);
  const atRandom = Math.min(...each);
  if (!(atRandom <= mostLabels)) return undefined;
  const best = hopeful[each.indexOf(atRandom)]!;
  // Labels from a higher threshold on than those at hand are of another kind.
  const isSameKind = drawnFrom !== undefined && best === outlooks.at(-1);
  const ofTop = (prospect: Prospect): number => Math.max(isSameKind ? more : 0, fewest({ ...prospect, trials: 1 }));
  const fromThreshold = { threshold: best.threshold, labels: ofTop(best), range: rangeOf(best, ofTop) };
  return {
    atRandom,
    range: rangeOf(best, ofAll),
    inGroups: grouping.perGroup > 1 ? fewerGroups(hopeful, { groups, plan, budget, atRandom }) : null,
    fromThreshold: estimand === 'false-pass' ? fromThreshold : null,
    chance,
  };
}

function rangeOf({ likely, ...prospect }: Outlook, fewest: (prospect: Prospect) => number): NeededRange | null {
  if (likely === null) return null;
  const to = fewest({ ...prospect, rate: likely.upper });
  return { from: fewest({ ...prospect, rate: likely.lower }), to: to <= mostLabels ? to : null };
}

/** By means, where that takes fewer groups than labels of one a group, and no more than a proof takes by means. */
function fewerGroups(
  hopeful: readonly Prospect[],
  {
    groups,
    plan,
    budget,
    atRandom,
  }: {
    readonly groups: readonly UnitGroup[];
    readonly plan: Plan;
    readonly budget: Budget;
    readonly atRandom: number;
  },
): LabelsNeeded['inGroups'] {
  const { grouping } = plan;
  const fewest = (prospect: Prospect): number =>
    smallest((count) => chanceToShowByMeans(prospect, count, budget, grouping) >= chance);
  const { counting } = startFor(groups.length, 'passProbability', plan);
  const needed = Math.max(counting === 'mean' ? groups.length + 1 : 0, Math.min(...hopeful.map(fewest)));
  return needed < atRandom && needed <= mostGroupsByMeans ? { groups: needed, perGroup: grouping.perGroup } : null;
}

/** The smallest count from which on it holds, near enough: the chance rises in teeth, so it is looked for from below. */
function smallest(holds: (labels: number) => boolean): number {
  let high = 8;
  while (!holds(high)) {
    high *= 2;
    if (high > mostLabels) return Infinity;
  }
  let low = high / 2;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
