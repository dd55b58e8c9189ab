import { calibrate } from '../calibrator/calibrate.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { assertSameFeatures } from '../calibrator/made-for.ts';
import { assertOptions } from '../calibrator/options.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { assertOption } from '../calibrator/target.ts';
import type { RatedResponse } from '../types.ts';
import { decideBy, undecided, type GateDecision } from './decide.ts';
import { resolvePolicy, type GatePolicy, type ResolvedPolicy } from './policy.ts';
import type { CertificateName } from './standing.ts';

export interface QualityGateOptions<Given = unknown> {
  /** A calibrator, or the JSON of one, and not the promise of one. It is checked here. */
  readonly calibrator: Awaited<Given>;
  /** By default the gate stands on the certificates of its calibrator; `certificates` of the policy are not read. */
  readonly policy?: GatePolicy | undefined;
  /** The features of the app's own that the calibrator was fitted with. */
  readonly features?: readonly CustomFeature[] | undefined;
  /** Milliseconds since 1970, to tell whether a certificate has expired. One before 2020 is no time. @default Date.now */
  readonly now?: (() => number) | undefined;
  /**
   * Knows which certificates labels have shown not to hold, as one of `createMonitor` or `revokedBy`. What would pass or fail
   * by such a certificate becomes a `review` with the reason `certificate-revoked`, from one decision to the next.
   */
  readonly monitor?: CertificateWatch | undefined;
}

/** What a gate asks before it stands on a certificate. */
export interface CertificateWatch {
  /** Digest of the calibrator whose certificates it knows. */
  readonly digest: string;
  readonly isRevoked: (certificate: CertificateName) => boolean;
}

export interface QualityGate {
  readonly calibrator: Calibrator;
  readonly policy: ResolvedPolicy;
  /** The features of the app's own that it measures. */
  readonly features: readonly CustomFeature[];
  /** Corrects a self-rating and decides on it. Never throws. */
  readonly decide: (rated: RatedResponse) => GateDecision;
}

/**
 * Sets up a gate, once. What it shows of itself is frozen: a gate that stands is not changed.
 *
 * @throws UnflatterError `invalid-calibrator` or `invalid-option`: a gate that is set up wrong does not start.
 */
export function createQualityGate<Given>(options: QualityGateOptions<Given>): QualityGate {
  assertOptions<QualityGateOptions>(options, {
    calibrator: true,
    policy: true,
    features: true,
    now: true,
    monitor: true,
  });
  const calibrator = parseCalibrator(options.calibrator);
  const { features: given = [], now = Date.now, monitor } = options;
  const { certificates, labelPolicies } = calibrator;
  const policy = frozen(resolvePolicy(withCertificates(options.policy, certificates)));
  assertSameFeatures(calibrator, given);
  // Of its own: what the caller does with theirs later changes no gate.
  const features = Object.freeze(
    given.map(({ name, describe, transform, compute }) => Object.freeze({ name, describe, transform, compute })),
  );
  assertOption(typeof now === 'function', 'now', 'a function', now);
  if (monitor !== undefined) assertWatches(monitor, calibrator);
  const isRevoked = monitor && ((certificate: CertificateName) => monitor.isRevoked(certificate));
  return {
    // A copy, since a frozen calibrator computes more slowly than the one that is kept here.
    calibrator: frozen(structuredClone(calibrator)),
    policy,
    features,
    decide: (rated) => {
      try {
        const { rater, raterModel, generator, ratingPrompt } = rated;
        const calibrated = calibrate(calibrator, rated, { features });
        const decision = decideBy(policy, calibrated, {
          rater,
          ratingPrompt,
          labelPolicies,
          now: timeOf(now),
          isRevoked,
        });
        const isSelf = generator !== undefined && (generator === rater || generator === raterModel);
        return isSelf ? { ...decision, self: true } : decision;
      } catch (error) {
        return undecided(error, policy);
      }
    },
  };
}

/** A monitor of another calibrator would say of every certificate that it knows nothing against it. */
function assertWatches(monitor: CertificateWatch, { digest }: Calibrator): void {
  const { digest: watched, isRevoked } = Object(monitor) as Partial<CertificateWatch>;
  assertOption(typeof isRevoked === 'function', 'monitor', 'one of createMonitor or revokedBy', monitor);
  assertOption(watched === digest, 'monitor', `one of the calibrator ${digest.slice(0, 12)}`, watched);
}

/** What is no policy is left for {@link resolvePolicy} to refuse. */
function withCertificates(policy: GatePolicy | undefined, certificates: Calibrator['certificates']): GatePolicy {
  return policy === undefined || (typeof policy === 'object' && policy !== null) ? { ...policy, certificates } : policy;
}

/** Of a clock that fails there is no time, by which every certificate has expired: what is asked before its day is still asked. */
function timeOf(now: () => number): number {
  try {
    return now();
  } catch {
    return Number.NaN;
  }
}

/** Freezes plain data in depth. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
