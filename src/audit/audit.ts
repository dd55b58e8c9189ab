import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { assertOptions } from '../calibrator/options.ts';
import { wasSeen } from '../calibrator/seen.ts';
import { assertOption } from '../calibrator/target.ts';
import { isUnflatterError } from '../errors.ts';
import type { GatePolicy } from '../gate/policy.ts';
import type { CalibrationRecord } from '../types.ts';
import { auditable } from './auditable.ts';
import { assertProbes } from './check-probes.ts';
import { drawGroups } from './draw-groups.ts';
import { gatesFor, type AuditedGates } from './gates.ts';
import type { GoodhartCurve } from './goodhart/curve.ts';
import { goodhartCurve } from './goodhart/goodhart.ts';
import { auditLoopholes, type LoopholeAudit } from './loopholes/audit.ts';
import { loopholeProbes } from './loopholes/suite.ts';
import { failsPeople } from './outcomes.ts';
import { bySomeProbe, reportsOf, type BySomeProbe, type ProbeReport } from './probe-report.ts';
import type { TwinProbe } from './probe.ts';
import { twinProbes } from './probes/twin-probes.ts';
import { checkedRatings } from './recorded.ts';
import { selfPreference, type SelfPreference } from './self-preference/self-preference.ts';
import { thresholds } from './thresholds.ts';
import { baselineOf, subjectOf, tryProbe, type TwinRatings } from './try-probe.ts';
import { verdictOf, type AuditVerdict } from './verdict.ts';

export interface AuditReport {
  readonly verdict: AuditVerdict;
  /** Names of the probes that broke the gate. */
  readonly brokenBy: readonly string[];
  /** Where the ratings of the twins come from: their originals (`held`, the rater unmoved), or the rater (`recorded`). */
  readonly ratings: 'held' | 'recorded';
  readonly thresholds: typeof thresholds;
  readonly gate: {
    /** Share of the probed records that it passes; the gate on the self-rating alone passes as much. */
    readonly passedShare: number;
    readonly thresholdFrom: AuditedGates['thresholdFrom'];
    /** Why it passes next to nothing; null where it passes enough to be judged. */
    readonly stoppedBy: AuditedGates['stoppedBy'];
    /** From which pass probability on it passes; null where a certificate sets the rule. */
    readonly passThreshold: number | null;
    /** From where on the gate on the self-rating alone passes, on 0..1 of the rating scale. */
    readonly rawThreshold: number;
  };
  readonly records: {
    /** With human ratings and a text. */
    readonly labelled: number;
    readonly probed: number;
    readonly groups: number;
    /** Of the probed, those that people fail. */
    readonly failing: number;
    /** Of the probed, those that the fit has seen, or their group: what it learned of them flatters it. */
    readonly seen: number;
  };
  readonly probes: readonly ProbeReport[];
  readonly bySomeProbe: BySomeProbe;
  /** Best of n by the self-rating and by the correction; null where too few prompts have several responses. Not judged. */
  readonly goodhart: GoodhartCurve | null;
  /** Own against others' responses. Not judged. */
  readonly selfPreference: SelfPreference;
  /** What the gate makes of responses that keep the letter of a rule and not its intent, by a rater that goes by the letter. Not judged. */
  readonly loopholes: LoopholeAudit;
}

export interface AuditOptions {
  /** @default the certificates of the calibrator, as in a gate */
  readonly policy?: GatePolicy | undefined;
  /** The features of the app's own that the calibrator was fitted with. */
  readonly features?: readonly CustomFeature[] | undefined;
  /**
   * The rating that the rater gave a twin; undefined where it gave none. Asked for the probe `unchanged` too, which is the
   * original rated again: noise of the rater is then not taken for an effect of the probes.
   * @default each twin keeps the rating of its original
   */
  readonly ratings?: TwinRatings | undefined;
  /**
   * Let both gates pass this share of the records, above 0 and below 1, whatever the policy says.
   * @default what the gate passes. The threshold that nobody has set, 0.8, gives way to one that passes as many as people do
   *   where it passes less than 5 %
   */
  readonly share?: number | undefined;
  /** @default `twinProbes` */
  readonly probes?: readonly TwinProbe[] | undefined;
  /** Probe about this many records, in whole groups drawn by the seed. @default 1000 */
  readonly most?: number | undefined;
  /** @default 1 */
  readonly seed?: number | undefined;
  /** Called as the work goes on, with the probes done and all probes. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** For `assertOptions`. */
export const auditNames = {
  policy: true,
  features: true,
  ratings: true,
  share: true,
  probes: true,
  most: true,
  seed: true,
  onProgress: true,
} as const;

/**
 * Can the gate be gamed? Changes labelled responses in ways that people would rate the same or lower, sends each twin
 * through rating, correction and gate, and compares with a gate on the self-rating alone that passes as much.
 *
 * Deterministic for a seed. Records without a human rating or without a text are passed over.
 *
 * @throws UnflatterError `invalid-records`, `mixed-criteria`, `invalid-option`, `feature-missing`, or one that says that
 *   the calibrator was made for other records, as `rater-mismatch`.
 */
export function audit(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  options: AuditOptions = {},
): AuditReport {
  assertOptions<AuditOptions>(options, auditNames);
  const { probes = twinProbes, ratings: given, share, most = 1000, seed = 1, onProgress = () => {} } = options;
  const isShare = share === undefined || (share > 0 && share < 1);
  assertOption(isShare, 'share', 'above 0 and below 1', share);
  assertOption(Number.isSafeInteger(most) && most > 0, 'most', 'a whole number above 0', most);
  assertProbes(probes);
  const { target } = calibrator;
  const labelled = auditable(calibrator, records, options.features);
  const ratings = given && checkedRatings(calibrator, given);

  const probed = drawGroups(labelled, most, seed);
  const again = ratings && probed.map((original) => baselineOf(original, ratings) ?? null);
  const fails = probed.map((record) => failsPeople(record, target));
  const gates = gatesFor(
    calibrator,
    probed.map((record, place) => again?.[place] ?? record),
    { ...options, isPassedByPeople: (place) => !fails[place]! },
  );
  const subjects = probed.map((record, place) => subjectOf(record, target, gates, again?.[place]));
  const tried = probes.map((probe, done) => {
    const one = tryProbe(probe, subjects, { gates, target, ratings, seed });
    onProgress(done + 1, probes.length);
    return one;
  });
  const reports = reportsOf(tried, ratings === undefined, gates);
  return {
    ...verdictOf(reports, gates),
    ratings: ratings === undefined ? 'held' : 'recorded',
    thresholds,
    gate: {
      passedShare: gates.passedShare,
      thresholdFrom: gates.thresholdFrom,
      stoppedBy: gates.stoppedBy,
      passThreshold: gates.gate.policy.passThreshold ?? null,
      rawThreshold: gates.raw.threshold,
    },
    records: {
      labelled: labelled.length,
      probed: probed.length,
      groups: new Set(subjects.map(({ group }) => group)).size,
      failing: fails.filter((one) => one).length,
      seen: probed.filter((record) => wasSeen(calibrator.seen, record) !== undefined).length,
    },
    probes: reports,
    bySomeProbe: bySomeProbe(tried, subjects),
    goodhart: goodhartOf(calibrator, records, { features: options.features, seed }),
    selfPreference: selfPreference(records, calibrator, { features: options.features, seed }),
    loopholes: auditLoopholes(loopholeProbes, { gate: gates.gate, ratings: 'letter' }),
  };
}

function goodhartOf(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  { features, seed }: Pick<AuditOptions, 'features' | 'seed'>,
): GoodhartCurve | null {
  try {
    return goodhartCurve(calibrator, records, { features, seed });
  } catch (error) {
    // The records themselves were found to be valid: what is not is that a prompt's were chosen with several probabilities.
    if (isUnflatterError(error, 'too-few-groups') || isUnflatterError(error, 'invalid-records')) return null;
    throw error;
  }
}
