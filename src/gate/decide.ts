import { UnflatterError, type ErrorCode } from '../errors.ts';
import type { CalibratedRating } from '../types.ts';
import { resolvePolicy, type GatePolicy, type ResolvedPolicy } from './policy.ts';

/** Why a verdict was reached by the pass probability, or could not be. */
export type DecisionReason =
  | 'above-threshold'
  | 'below-threshold'
  | 'between-thresholds'
  | 'outside-envelope'
  | 'not-finite'
  | 'unexpected-error'
  | ErrorCode;

/** A gate's answer. Read `verdict`; there is no boolean to mistake. */
export interface GateDecision {
  readonly verdict: 'pass' | 'fail' | 'review';
  readonly reason: DecisionReason;
  /** What was decided on; undefined where it could not be computed. */
  readonly calibrated: CalibratedRating | undefined;
  readonly policy: ResolvedPolicy | undefined;
  /** What went wrong, for people. */
  readonly message?: string;
  /** The verdict is `pass` only because the policy says `onError: 'pass-insecure'`. */
  readonly insecure?: true;
}

/** Decides on a calibrated rating. Never throws: whatever it is given, a decision comes back, and none is a pass by mistake. */
export function decide(calibrated: CalibratedRating, policy?: GatePolicy): GateDecision {
  try {
    return verdictOn(calibrated, resolvePolicy(policy));
  } catch (error) {
    return undecided(error, policy);
  }
}

/** The decision where an error kept the gate from one. Never throws. */
export function undecided(error: unknown, policy?: GatePolicy): GateDecision {
  const what = { ...describe(error), calibrated: undefined };
  try {
    return onError(what, resolvePolicy(policy));
  } catch {
    return { verdict: 'review', ...what, policy: undefined };
  }
}

/** The doubtful cases first; a comparison with NaN is false, so only numbers that clear a threshold pass or fail by it. */
function verdictOn(calibrated: CalibratedRating, policy: ResolvedPolicy): GateDecision {
  const { passProbability, outside } = calibrated;
  if (!Number.isFinite(passProbability) || passProbability < 0 || passProbability > 1)
    return onError({ reason: 'not-finite', calibrated }, policy);
  if (!Array.isArray(outside) || outside.length > 0) return onError({ reason: 'outside-envelope', calibrated }, policy);
  const by = { calibrated, policy };
  if (passProbability >= policy.passThreshold) return { verdict: 'pass', reason: 'above-threshold', ...by };
  if (passProbability < policy.failThreshold) return { verdict: 'fail', reason: 'below-threshold', ...by };
  return { verdict: 'review', reason: 'between-thresholds', ...by };
}

function onError(what: Omit<GateDecision, 'verdict' | 'policy'>, policy: ResolvedPolicy): GateDecision {
  if (policy.onError === 'pass-insecure') return { verdict: 'pass', ...what, policy, insecure: true };
  return { verdict: policy.onError, ...what, policy };
}

/**
 * Only our own class is asked for its code: anything else can say any reason. What was thrown may itself throw when it is
 * looked at.
 */
function describe(error: unknown): { readonly reason: DecisionReason; readonly message: string } {
  let reason: DecisionReason = 'unexpected-error';
  let message = 'an error that cannot be shown';
  try {
    message = String(error instanceof Error ? error.message : error);
    if (error instanceof UnflatterError) reason = error.code;
  } catch {}
  return { reason, message };
}
