import type { CertifiedRule } from '../calibrator/certificate.ts';
import { degeneracyIn, type Degeneracy } from '../calibrator/degenerate.ts';
import { UnflatterError, type ErrorCode } from '../errors.ts';
import type { CalibratedRating } from '../types.ts';
import { assertContext, assertExpected, assertStands, type DecisionContext } from './bound.ts';
import { resolvePolicy, type GatePolicy, type ResolvedPolicy } from './policy.ts';
import { isForPassing, nameOf, type CertificateName, type StandingCertificate } from './standing.ts';

/** Why a verdict was reached, or could not be. */
export type DecisionReason =
  | 'above-threshold'
  | 'below-threshold'
  | 'between-thresholds'
  | 'not-certified'
  | 'outside-envelope'
  | `response-${Degeneracy}`
  | 'not-finite'
  | 'unexpected-error'
  | ErrorCode;

/** A gate's answer. Read `verdict`; there is no boolean to mistake. */
export interface GateDecision {
  readonly verdict: 'pass' | 'fail' | 'review';
  readonly reason: DecisionReason;
  /**
   * What was decided on; undefined where it could not be computed. So a `fail` or a `review` may lack it, and of passes one
   * that is `insecure`. Any other pass has it, as has every decision with the reason `above-threshold`, `below-threshold`,
   * `between-thresholds`, `not-certified`, `outside-envelope` or `not-finite`.
   */
  readonly calibrated: CalibratedRating | undefined;
  readonly policy: ResolvedPolicy | undefined;
  /** What a pass or a fail stands on, or what a review would if it could. None: no certificate is claimed. */
  readonly certificate?: CertificateName;
  /** What went wrong, for people. */
  readonly message?: string;
  /** The verdict is `pass` only because the policy says `onError: 'pass-insecure'`. */
  readonly insecure?: true;
  /** The rater is the model that wrote the response, by their names: no evidence of its own. */
  readonly self?: true;
}

/**
 * Decides on a calibrated rating. Never throws: whatever it is given, a decision comes back, and none is a pass by mistake.
 *
 * Pure, but for the clock where a certificate expires. What the rating does not say of itself, as its rater, is taken to
 * fit unless `context` says it or the policy expects it.
 */
export function decide(calibrated: CalibratedRating, policy?: GatePolicy, context?: DecisionContext): GateDecision {
  // What is wrong with the call is no error of a rating: a review, whatever the policy makes of those.
  let byPolicy: GatePolicy | undefined;
  try {
    if (context !== undefined) assertContext(context);
    byPolicy = policy;
    return decideBy(resolvePolicy(policy), calibrated, context);
  } catch (error) {
    return undecided(error, byPolicy);
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
export function decideBy(
  policy: ResolvedPolicy,
  calibrated: CalibratedRating,
  context: DecisionContext = {},
): GateDecision {
  const { passProbability, selfRating, outside } = calibrated;
  const { certificates = [], passThreshold, failThreshold, expect = {} } = policy;
  try {
    assertExpected(expect, context);
  } catch (error) {
    return onError({ ...describe(error), calibrated }, policy);
  }
  if (!Number.isFinite(passProbability) || passProbability < 0 || passProbability > 1)
    return onError({ reason: 'not-finite', calibrated }, policy);
  if (!Array.isArray(outside) || outside.length > 0) return onError({ reason: reasonOf(outside), calibrated }, policy);
  const scores = { passProbability, selfRating };
  const toPass = sideOf(certificates.find(isForPassing), passThreshold);
  if (reaches(scores, toPass.rule)) {
    const doubt = doubtOf(toPass);
    if (doubt === undefined) return say('pass', 'above-threshold', toPass);
    return onError(doubt, policy, isBroken(doubt) && policy.onError !== 'fail' ? 'review' : policy.onError);
  }
  const toFail = sideOf(
    certificates.find((one) => !isForPassing(one)),
    failThreshold,
  );
  if (fallsBelow(scores, toFail.rule)) {
    const doubt = doubtOf(toFail);
    // What would have failed is let through by no error.
    if (doubt !== undefined) return onError(doubt, policy, policy.onError === 'fail' ? 'fail' : 'review');
    return say('fail', 'below-threshold', areApart(toPass.rule, toFail.rule!) ? toFail : {});
  }
  const missing = [toPass, toFail].find(({ rule }) => rule === null);
  return say('review', missing === undefined ? 'between-thresholds' : 'not-certified', missing ?? {});

  /** Why the certificate of a side, if it goes by one, does not stand. */
  function doubtOf({ certificate }: Side): Undecided | undefined {
    try {
      if (certificate !== undefined) assertStands(certificate, expect, context);
      return undefined;
    } catch (error) {
      return { ...describe(error), calibrated, ...named(certificate) };
    }
  }

  function say(verdict: GateDecision['verdict'], reason: DecisionReason, { certificate }: Partial<Side>): GateDecision {
    return { verdict, reason, calibrated, policy, ...named(certificate) };
  }
}

/** That labels have broken a promise, or that its monitor cannot say whether they have, is found out about the gate: no error to pass over. */
function isBroken({ reason }: Undecided): boolean {
  return reason === 'certificate-revoked';
}

function named(certificate: StandingCertificate | undefined): Pick<GateDecision, 'certificate'> {
  return certificate === undefined ? {} : { certificate: nameOf(certificate) };
}

/** By what one verdict is told: null, by nothing. */
interface Side {
  readonly rule: CertifiedRule | null;
  readonly certificate?: StandingCertificate | undefined;
}

function sideOf(certificate: StandingCertificate | undefined, threshold: number | undefined): Side {
  if (threshold !== undefined) return { rule: { score: 'passProbability', threshold } };
  return { rule: certificate?.rule ?? null, certificate };
}

/**
 * Whether nothing that is to fail by its rule passes by the other. Else what fails is not all that a certificate for failing
 * was proved for, and it is not claimed.
 */
export function areApart(toPass: CertifiedRule | null, toFail: CertifiedRule): boolean {
  return toPass === null || (toPass.score === toFail.score && toFail.threshold <= toPass.threshold);
}

type Scores = Readonly<Record<CertifiedRule['score'], unknown>>;

function reaches(scores: Scores, rule: CertifiedRule | null): boolean {
  const score = rule === null ? undefined : scores[rule.score];
  return typeof score === 'number' && score >= rule!.threshold && Number.isFinite(score);
}

function fallsBelow(scores: Scores, rule: CertifiedRule | null): boolean {
  const score = rule === null ? undefined : scores[rule.score];
  return typeof score === 'number' && score < rule!.threshold && Number.isFinite(score);
}

/** A response that is none has a reason of its own. */
function reasonOf(outside: unknown): DecisionReason {
  const degeneracy = degeneracyIn(outside);
  return degeneracy === undefined ? 'outside-envelope' : `response-${degeneracy}`;
}

/** What is known of a decision before it is known what an error leads to. */
type Undecided = Omit<GateDecision, 'verdict' | 'policy'>;

/** Only a `review` names the certificate that it would stand on: any other verdict is by the policy alone here. */
function onError(
  { certificate, ...what }: Undecided,
  policy: ResolvedPolicy,
  verdict: ResolvedPolicy['onError'] = policy.onError,
): GateDecision {
  if (verdict === 'pass-insecure') return { verdict: 'pass', ...what, policy, insecure: true };
  if (verdict === 'fail' || certificate === undefined) return { verdict, ...what, policy };
  return { verdict, ...what, policy, certificate };
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
