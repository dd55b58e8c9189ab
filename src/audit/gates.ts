import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { ratingOf } from '../calibrator/rating-features.ts';
import { createQualityGate, type QualityGate } from '../gate/gate.ts';
import type { GatePolicy } from '../gate/policy.ts';
import type { CalibrationRecord, RatedResponse, Scale } from '../types.ts';

/** A gate on the self-rating alone. What ties at its threshold passes in part, so that it passes any share. */
export interface RawGate {
  /** On 0..1 of the rating scale. */
  readonly threshold: number;
  /** The share that passes of what lies right at the threshold. */
  readonly atThreshold: number;
}

/** The gate that is audited, and one on the self-rating alone that passes as much of the same records. */
export interface AuditedGates {
  readonly gate: QualityGate;
  readonly raw: RawGate;
  /** Share of the records that both pass. */
  readonly passedShare: number;
  /** What sets the threshold: the policy or the certificates, as in the app; or how much is to pass. */
  readonly thresholdFrom: 'policy' | 'share';
}

export interface GateChoice {
  readonly policy?: GatePolicy | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
  /** Let both gates pass this share of the records. @default what the gate passes, or as many as people pass, if that is next to nothing */
  readonly share?: number | undefined;
}

/** A gate that passes less cannot show how it is gamed. */
const leastPassed = 0.05;

/** Sets both gates, for the records that are probed. */
export function gatesFor(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  { policy, features, share, isPassedByPeople }: GateChoice & { isPassedByPeople: (place: number) => boolean },
): AuditedGates {
  const weights = records.map(({ inclusion = 1 }) => 1 / inclusion);
  const scale = calibrator.target.ratingScale;
  const asInApp = createQualityGate({ calibrator, policy, features });
  const passed = shareOf(weights, (i) => asInApp.decide(records[i]!).verdict === 'pass');
  const isUsable = share === undefined && passed >= leastPassed;
  const gate = isUsable
    ? asInApp
    : gateForShare(calibrator, records, {
        policy,
        features,
        weights,
        share: share ?? shareOf(weights, isPassedByPeople),
      });
  const passedShare = isUsable ? passed : shareOf(weights, (i) => gate.decide(records[i]!).verdict === 'pass');
  return {
    gate,
    raw: rawGate(
      records.map((record) => ratingOf(record, scale)),
      weights,
      passedShare,
    ),
    passedShare,
    thresholdFrom: isUsable ? 'policy' : 'share',
  };
}

/** How much of a rated response a gate on the self-rating alone passes, 0..1; nothing of what is not rated. */
export function rawPasses({ threshold, atThreshold }: RawGate, rated: RatedResponse, scale: Scale): number {
  const rating = ratingOf(rated, scale);
  if (rating === threshold) return atThreshold;
  return rating > threshold ? 1 : 0;
}

/** The highest threshold of the pass probability from which on at least this share passes, or as much as can. */
function gateForShare(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  { policy, features, share, weights }: GateChoice & { share: number; weights: readonly number[] },
): QualityGate {
  const { onError, expect } = policy ?? {};
  const withThreshold = (passThreshold: number): QualityGate =>
    createQualityGate({ calibrator, features, policy: { passThreshold, failThreshold: 0, onError, expect } });
  const all = withThreshold(Number.MIN_VALUE);
  const passing = records
    .flatMap((record, i) => {
      const { verdict, calibrated } = all.decide(record);
      return verdict === 'pass' ? [{ probability: calibrated!.passProbability, weight: weights[i]! }] : [];
    })
    .sort((a, b) => b.probability - a.probability);
  const wanted = share * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const last = passing.find(({ weight }) => (sum += weight) >= wanted - 1e-9) ?? passing.at(-1);
  return withThreshold(last?.probability ?? 1);
}

function rawGate(ratings: readonly number[], weights: readonly number[], share: number): RawGate {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const levels = [...new Set(ratings.filter((rating) => !Number.isNaN(rating)))].sort((a, b) => b - a);
  let above = 0;
  for (const threshold of levels) {
    const at = ratings.reduce((sum, rating, i) => sum + (rating === threshold ? weights[i]! : 0), 0);
    if (above + at >= share * total - 1e-9)
      return { threshold, atThreshold: Math.min(1, Math.max(0, (share * total - above) / at)) };
    above += at;
  }
  return { threshold: levels.at(-1) ?? Infinity, atThreshold: 1 };
}

function shareOf(weights: readonly number[], isIn: (place: number) => boolean): number {
  let [inside, total] = [0, 0];
  weights.forEach((weight, i) => {
    total += weight;
    if (isIn(i)) inside += weight;
  });
  return total > 0 ? inside / total : 0;
}
