import { countAt } from './tests.ts';
import { chanceToShow, chanceToShowByMeans, prospectsFor, type Prospect } from './plan.ts';
import { errorOf, mostGroupsByMeans, scored, shares, type Plan } from './prove.ts';
import type { UnitGroup } from './units.ts';

/** How many labels a claim is likely to take, and of which kind. */
export interface LabelsNeeded {
  /** Labels of as many groups, drawn at random from all traffic, those at hand included in no way: a round of its own. */
  readonly atRandom: number;
  /**
   * The same with as many labels of each group as the fit had, where so fewer groups do; `perGroup` is at least 1 and not whole.
   * Null where they do not, where the fit had one label a group, and for other claims.
   */
  readonly inGroups: { readonly groups: number; readonly perGroup: number } | null;
  /** The same from a threshold on: only responses that reach it need labels, and `drawnFrom` tells so. Null for other claims. */
  readonly fromThreshold: { readonly threshold: number; readonly labels: number } | null;
  /** P(certified) that these numbers are for; null: so many are enough if people contradict none of what is decided. */
  readonly chance: number | null;
}

const chance = 0.8;

/** More than anybody labels. */
const mostLabels = 100_000;

/** The expectation of the fit weighs as much as so many fresh units. */
const weightOfReference = 20;

/**
 * The smallest round of fresh labels in which some threshold is certified with a chance of 80 %, by what the fit expected
 * and the units have shown so far. Undefined where no number would do: no threshold has a rate below the limit.
 */
export function labelsNeeded(groups: readonly UnitGroup[], plan: Plan): LabelsNeeded | undefined {
  const { estimand, reference, grouping } = plan;
  if (estimand !== 'false-pass' && estimand !== 'false-fail') return needOfAll(groups, plan);
  const prospects = prospectsFor(estimand, reference.passProbability).map((prospect) =>
    updated(prospect, groups, estimand),
  );
  const budget = { limit: plan.limit, error: errorOf({ ...plan, uses: 1 }) * shares.passProbability };
  const suffices = (labels: number, prospect: Prospect): boolean => chanceToShow(prospect, labels, budget) >= chance;
  const hopeful = prospects.filter(({ rate, share }) => rate < plan.limit && share > 0);
  const atRandom = Math.min(...hopeful.map((prospect) => smallest((labels) => suffices(labels, prospect))));
  if (!(atRandom <= mostLabels)) return undefined;
  const best = hopeful.find((prospect) => suffices(atRandom, prospect))!;
  const labels = smallest((count) => suffices(count, { ...best, trials: 1 }));
  const byMeans = (prospect: Prospect): number =>
    smallest((count) => chanceToShowByMeans(prospect, count, budget, grouping) >= chance);
  const inGroups = grouping.perGroup > 1 ? Math.min(...hopeful.map(byMeans)) : Infinity;
  const areMeans = inGroups < atRandom && inGroups <= mostGroupsByMeans;
  return {
    atRandom,
    inGroups: areMeans ? { groups: inGroups, perGroup: grouping.perGroup } : null,
    fromThreshold: estimand === 'false-pass' ? { threshold: best.threshold, labels } : null,
    chance,
  };
}

/** What the fit expected, moved by what the fresh units say. */
function updated(prospect: Prospect, groups: readonly UnitGroup[], estimand: 'false-pass' | 'false-fail'): Prospect {
  const seen = scored(groups, 'passProbability', 'draw', { estimand });
  const { decided, contradicted } = countAt(seen.flat(), prospect.threshold, estimand);
  const rate = (contradicted + weightOfReference * prospect.rate) / (decided + weightOfReference);
  return { ...prospect, rate };
}

/** For `leak` and `joint`, that even the strictest threshold is not certified is mostly a matter of too few labels. */
function needOfAll(groups: readonly UnitGroup[], { estimand, limit, confidence }: Plan): LabelsNeeded | undefined {
  // No contradicted unit at all must be enough to show it.
  const error = errorOf({ confidence, uses: 1 }) * shares.passProbability;
  const fewest = Math.ceil(Math.log(error) / Math.log(1 - limit));
  const failing = groups.filter(({ drawn }) => !drawn.passes).length / Math.max(1, groups.length);
  const atRandom = estimand === 'joint' ? fewest : Math.ceil(fewest / failing);
  return Number.isFinite(atRandom) ? { atRandom, inGroups: null, fromThreshold: null, chance: null } : undefined;
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
