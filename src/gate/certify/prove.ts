import { mostGroupsByMeans, shareOfSelfRating, type CertifiedRule, type Claim } from '../../calibrator/certificate.ts';
import type { Reference } from '../../calibrator/reference.ts';
import {
  chanceToShow,
  chanceToShowByMeans,
  planFor,
  prospectsFor,
  type Budget,
  type Grouping,
  type Start,
} from './plan.ts';
import { countAt, lastShown, lowestShown, type Counts, type Groups, type Scored } from './tests.ts';
import type { Unit, UnitGroup } from './units.ts';

/** How the probability of being wrong is shared between the scores that are tried. */
export const shares: Readonly<Record<CertifiedRule['score'], number>> = {
  passProbability: 1 - shareOfSelfRating,
  selfRating: shareOfSelfRating,
};

/** How groups are counted: each by the one unit that was drawn of it, or by the mean of all of its units. */
export type Counting = 'draw' | 'mean';

/** A rule that the units prove, and what they say of it. */
export interface Proof extends Counts {
  readonly rule: CertifiedRule;
  readonly counting: Counting;
}

/** What is known before any fresh label is looked at. */
export interface Plan extends Claim {
  readonly reference: Reference;
  readonly grouping: Grouping;
  /** How often these labels have decided, this time included: each time they are worth half of the time before. */
  readonly uses: number;
  /** Thresholds below this pass probability are not tried: no labels were drawn there. @default none */
  readonly drawnFrom?: number | undefined;
  /** Nor those below this one: nothing is to pass there. @default none */
  readonly passFrom?: number | undefined;
}

/** The rule that decides on the largest share, of those that the groups prove; undefined where they prove none. */
export function prove(groups: readonly UnitGroup[], plan: Plan): Proof | undefined {
  const proofs = scoresFor(plan).flatMap((score) => {
    const start = startFor(groups.length, score, plan);
    const seen = scored(groups, score, start.counting, plan);
    const threshold = thresholdOf(seen, score, start, plan);
    if (threshold === undefined) return [];
    const units = seen.flat();
    const counts = countAt(units, threshold, plan.estimand);
    const proof: Proof = { rule: { score, threshold }, counting: start.counting, ...counts };
    return [{ proof, share: counts.decided / units.length }];
  });
  return proofs.sort((a, b) => b.share - a.share)[0]?.proof;
}

/** Where labels were drawn by one score, the other one has holes; and what is to pass by one must not pass by the other. */
export function scoresFor(plan: Plan): readonly CertifiedRule['score'][] {
  return lowestFor(plan) === -Infinity ? ['passProbability', 'selfRating'] : ['passProbability'];
}

/** No threshold below it is tried. What fails is another matter than from where on it passes. */
export function lowestFor({ estimand, drawnFrom = -Infinity, passFrom = -Infinity }: Plan): number {
  return estimand === 'false-fail' ? -Infinity : Math.max(drawnFrom, passFrom);
}

/** Where the proof by a score starts and how it counts: whichever more traffic can be expected of. */
export function startFor(
  groups: number,
  score: CertifiedRule['score'],
  plan: Plan,
): Start & { readonly counting: Counting } {
  const { estimand, grouping } = plan;
  const prospects = prospectsFor(estimand, plan.reference[score]).filter((one) => one.threshold >= lowestFor(plan));
  const budget = budgetOf(score, plan);
  const expected = expectedUnits(groups, plan);
  const byDraw = planFor(prospects, (prospect) => chanceToShow(prospect, expected, budget));
  const canMean = grouping.perGroup > 1 && groups <= mostGroupsByMeans;
  const byMean = canMean
    ? planFor(prospects, (prospect) => chanceToShowByMeans(prospect, expected, budget, grouping))
    : undefined;
  return byMean !== undefined && byMean.worth > byDraw.worth
    ? { ...byMean, counting: 'mean' }
    : { ...byDraw, counting: 'draw' };
}

function budgetOf(score: CertifiedRule['score'], plan: Plan): Budget {
  return { limit: plan.limit, error: errorOf(plan) * (scoresFor(plan).length === 1 ? 1 : shares[score]) };
}

function thresholdOf(seen: Groups, score: CertifiedRule['score'], { sequence }: Start, plan: Plan): number | undefined {
  const { estimand, reference } = plan;
  const budget = budgetOf(score, plan);
  if (estimand !== 'leak' && estimand !== 'joint') return lastShown(seen, sequence, estimand, budget);
  const thresholds = reference[score].map(({ threshold }) => threshold).filter((one) => one >= lowestFor(plan));
  return lowestShown(seen, thresholds, estimand, budget);
}

/** δ, halved for each time that the labels have decided before: claims settled beforehand are wrong with 2δ at most, together. */
export function errorOf({ confidence, uses }: Pick<Plan, 'confidence' | 'uses'>): number {
  // A confidence of 0.9 is an error of 0.1, not of 0.09999999999999998.
  return Number((1 - confidence).toPrecision(12)) / 2 ** (uses - 1);
}

/** Labels drawn from the top stand for more units of all traffic, of which they are the share that was drawn from. */
function expectedUnits(groups: number, { drawnFrom, reference }: Plan): number {
  if (drawnFrom === undefined) return groups;
  const share = reference.passProbability.findLast(({ threshold }) => threshold >= drawnFrom)?.share ?? 0;
  return share === 0 ? 0 : Math.round(groups / share);
}

/** The groups by one score, as they are counted. */
export function scored(
  groups: readonly UnitGroup[],
  score: CertifiedRule['score'],
  counting: Counting,
  { estimand }: Pick<Plan, 'estimand'>,
): readonly (readonly Scored[])[] {
  const scoredUnit = (unit: Unit): Scored => ({
    score: unit[score],
    isContradicted: unit.passes === (estimand === 'false-fail'),
    isDecidable: unit.isDecidable,
  });
  return groups.map(({ drawn, all }) => (counting === 'draw' ? [drawn] : all).map(scoredUnit));
}
