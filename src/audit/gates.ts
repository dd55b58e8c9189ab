import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { ratingOf } from '../calibrator/rating-features.ts';
import type { DecisionReason } from '../gate/decide.ts';
import { createQualityGate, type QualityGate } from '../gate/gate.ts';
import type { GatePolicy } from '../gate/policy.ts';
import { isForPassing } from '../gate/standing.ts';
import type { CalibrationRecord, RatedResponse, Scale } from '../types.ts';
import { thresholds } from './thresholds.ts';

/** A gate on the self-rating alone. What ties at its threshold passes in part, so that it passes any share. */
export interface RawGate {
  /** On 0..1 of the rating scale. */
  readonly threshold: number;
  /** The share that passes of what lies right at the threshold. */
  readonly atThreshold: number;
}

/**
 * What sets the threshold of the audited gate. `policy` and `certificate`: what the app says, as it is. `default`: nobody has
 * said anything. `share`: the audit was told how much is to pass. `people`: the default passes next to nothing, so the gate
 * was set to pass as many as people do.
 */
export type ThresholdFrom = 'policy' | 'certificate' | 'default' | 'share' | 'people';

/** The gate that is audited, and one on the self-rating alone that passes as much of the same records. */
export interface AuditedGates {
  readonly gate: QualityGate;
  readonly raw: RawGate;
  /** Share of the records that both pass. */
  readonly passedShare: number;
  readonly thresholdFrom: ThresholdFrom;
  /** Why it passes next to nothing: the commonest reason of its decisions. Null where it passes enough. */
  readonly stoppedBy: DecisionReason | null;
}

export interface GateChoice {
  readonly policy?: GatePolicy | undefined;
  readonly features?: readonly CustomFeature[] | undefined;
  readonly share?: number | undefined;
}

/** Sets both gates, for the records that are probed. */
export function gatesFor(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  { policy, features, share, isPassedByPeople }: GateChoice & { isPassedByPeople: (place: number) => boolean },
): AuditedGates {
  const weights = records.map(({ inclusion = 1 }) => 1 / inclusion);
  const passing = (gate: QualityGate): number => shareOf(weights, (i) => gate.decide(records[i]!).verdict === 'pass');
  const asInApp = createQualityGate({ calibrator, policy, features });
  const said = share === undefined ? saidBy(policy, asInApp) : 'share';
  const isSet = said === 'share' || (said === 'default' && passing(asInApp) < thresholds.leastPassed);
  const gate = isSet
    ? gateForShare(calibrator, records, {
        policy,
        features,
        weights,
        share: share ?? shareOf(weights, isPassedByPeople),
      })
    : asInApp;
  const passedShare = passing(gate);
  const ratings = records.map((record) => ratingOf(record, calibrator.target.ratingScale));
  return {
    gate,
    raw: rawGate(ratings, weights, passedShare),
    passedShare,
    thresholdFrom: isSet && said === 'default' ? 'people' : said,
    stoppedBy: passedShare < thresholds.leastPassed ? commonestReason(gate, records) : null,
  };
}

function saidBy(policy: GatePolicy | undefined, { policy: resolved }: QualityGate): ThresholdFrom {
  if (policy?.passThreshold !== undefined || policy?.falsePassCost !== undefined) return 'policy';
  return resolved.certificates?.some(isForPassing) === true ? 'certificate' : 'default';
}

function commonestReason(gate: QualityGate, records: readonly CalibrationRecord[]): DecisionReason | null {
  const counts = new Map<DecisionReason, number>();
  for (const record of records) {
    const { reason } = gate.decide(record);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
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
      const { verdict, calibrated, insecure } = all.decide(record);
      if (verdict !== 'pass') return [];
      // What passes by an error passes at any threshold.
      const probability = insecure === true ? 1 : (calibrated?.passProbability ?? 1);
      return [{ probability, weight: weights[i]! }];
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
