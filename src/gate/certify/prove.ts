import type { CertifiedRule, Claim } from '../../calibrator/certificate.ts';
import type { Reference } from '../../calibrator/reference.ts';
import { planFor, prospectsToFail, prospectsToPass, type Budget } from './plan.ts';
import { countAt, lastShown, lowestShown, type Counts, type Scored } from './tests.ts';
import type { Unit } from './units.ts';

/**
 * How the probability of being wrong is shared between the scores that are tried. The rating as it came needs none of the
 * labels for a fit, so where the correction adds little it is the better one; a quarter costs the correction little.
 */
export const shares: Readonly<Record<CertifiedRule['score'], number>> = { passProbability: 0.75, selfRating: 0.25 };

/** A rule that the units prove, and what they say of it. */
export interface Proof extends Counts {
  readonly rule: CertifiedRule;
}

/** What is known before any fresh label is looked at. */
export interface Plan extends Claim {
  readonly reference: Reference;
  /** How often these labels have decided, this time included: each time they are worth half of the time before. */
  readonly uses: number;
  /** Thresholds below this pass probability are not tried: no labels were drawn there. @default none */
  readonly drawnFrom?: number | undefined;
}

/** The rule that decides on most of the units, of those that they prove; undefined where they prove none. */
export function prove(units: readonly Unit[], plan: Plan): Proof | undefined {
  const proofs = scoresFor(plan).flatMap((score) => {
    const threshold = thresholdFor(units, score, plan);
    if (threshold === undefined) return [];
    return [{ rule: { score, threshold }, ...countAt(scored(units, score, plan), threshold, plan.estimand) }];
  });
  return proofs.sort((a, b) => b.decided - a.decided)[0];
}

/** Where labels were drawn by one score, the other one has holes. */
function scoresFor({ drawnFrom }: Plan): readonly CertifiedRule['score'][] {
  return drawnFrom === undefined ? ['passProbability', 'selfRating'] : ['passProbability'];
}

function thresholdFor(units: readonly Unit[], score: CertifiedRule['score'], plan: Plan): number | undefined {
  const { estimand, limit, drawnFrom = -Infinity } = plan;
  const error = errorOf(plan) * (scoresFor(plan).length === 1 ? 1 : shares[score]);
  const steps = plan.reference[score].filter(({ threshold }) => threshold >= drawnFrom);
  const seen = scored(units, score, plan);
  const budget: Budget = { limit, error };
  if (estimand === 'leak' || estimand === 'joint') {
    const thresholds = steps.map(({ threshold }) => threshold);
    return lowestShown(seen, thresholds, estimand, budget);
  }
  const prospects = estimand === 'false-pass' ? prospectsToPass(steps) : prospectsToFail(steps);
  return lastShown(seen, planFor(prospects, expectedUnits(units, plan), budget), estimand, budget);
}

/** δ, halved for each time that the labels have decided before: claims settled beforehand are wrong with 2δ at most, together. */
export function errorOf({ confidence, uses }: Pick<Plan, 'confidence' | 'uses'>): number {
  // A confidence of 0.9 is an error of 0.1, not of 0.09999999999999998.
  return Number((1 - confidence).toPrecision(12)) / 2 ** (uses - 1);
}

/** Labels drawn from the top stand for more units of all traffic, of which they are the share that was drawn from. */
function expectedUnits(units: readonly Unit[], { drawnFrom, reference }: Plan): number {
  if (drawnFrom === undefined) return units.length;
  const share = reference.passProbability.findLast(({ threshold }) => threshold >= drawnFrom)?.share ?? 0;
  return share === 0 ? 0 : Math.round(units.length / share);
}

export function scored(
  units: readonly Unit[],
  score: CertifiedRule['score'],
  { estimand }: Pick<Plan, 'estimand'>,
): Scored[] {
  return units.map((unit) => ({
    score: unit[score],
    isContradicted: unit.passes === (estimand === 'false-fail'),
    isDecidable: unit.isDecidable,
  }));
}
