import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { readExpectations, type Expectations } from './bound.ts';
import { costNames, costsOf, thresholdsOf, type Costs } from './costs.ts';
import {
  choiceWords,
  chosenFrom,
  forFailing,
  readCertificates,
  readChoice,
  type CertificateChoice,
  type StandingCertificate,
} from './standing.ts';

/**
 * How a calibrated rating becomes a verdict. Passes go by a threshold, by a certificate or by costs: one of the three, and
 * by a certificate, where there is one, unless said otherwise.
 */
export interface GatePolicy extends Partial<{ readonly [Key in keyof Costs]: Costs[Key] | undefined }> {
  /**
   * Pass from this pass probability on, above 0 and at most 1. No certificate is claimed then.
   * @default the certified rule, or 0.8 without a certificate
   */
  readonly passThreshold?: number | undefined;
  /**
   * Fail below this pass probability, 0..1, at most `passThreshold`. What lies between is `review`.
   * @default the rule certified for `false-fail`, or 0.5 without one
   */
  readonly failThreshold?: number | undefined;
  /**
   * The verdict where none can be reached: no rating, a timeout, a response unlike the labels. `pass-insecure` lets
   * all of that through, and marks the decision.
   * @default 'review'
   */
  readonly onError?: 'review' | 'fail' | 'pass-insecure' | undefined;
  /** Which certificate passes stand on. @default the first of `false-pass`, `leak`, `joint`; of these the strictest */
  readonly certificate?: CertificateChoice | undefined;
  /** What the certificates are chosen from. A gate takes those of its calibrator, and so can you: `calibrator.certificates`. */
  readonly certificates?: readonly StandingCertificate[] | undefined;
  /** What ratings and labels must say of themselves. */
  readonly expect?: Expectations | undefined;
}

/**
 * A policy with its defaults, itself a policy that means the same. A decision carries it. A threshold is undefined where one
 * of `certificates` stands for it; costs have become thresholds.
 */
export interface ResolvedPolicy {
  readonly passThreshold?: number | undefined;
  readonly failThreshold?: number | undefined;
  readonly onError: NonNullable<GatePolicy['onError']>;
  /** Those it stands on: one for passing, one for failing, or fewer. */
  readonly certificates?: readonly StandingCertificate[] | undefined;
  readonly expect?: Expectations | undefined;
}

/** Where there is neither a certificate nor anything said. */
export const defaultThresholds = { passThreshold: 0.8, failThreshold: 0.5 };

const policyNames = {
  ...costNames,
  passThreshold: true,
  failThreshold: true,
  onError: true,
  certificate: true,
  certificates: true,
  expect: true,
} as const;

/** @throws UnflatterError `invalid-option`. */
export function resolvePolicy(policy: GatePolicy = {}): ResolvedPolicy {
  assertOptions<GatePolicy>(policy, policyNames, 'policy');
  const { onError = 'review', certificates: carried = [], certificate, expect } = policy;
  const choice = readChoice(certificate);
  const given = givenThresholds(policy, choice);
  const certificates = readCertificates(carried);
  const forPass = given.passThreshold === undefined ? chosenFrom(certificates, choice) : undefined;
  const forFail = given.failThreshold === undefined ? forFailing(certificates) : undefined;
  const { passThreshold = forPass === undefined ? defaultThresholds.passThreshold : undefined } = given;
  assertOption(
    passThreshold === undefined || (typeof passThreshold === 'number' && passThreshold > 0 && passThreshold <= 1),
    'passThreshold',
    'above 0 and at most 1',
    passThreshold,
  );
  const highest = passThreshold ?? 1;
  const lower = Math.min(defaultThresholds.failThreshold, highest);
  const { failThreshold = forFail === undefined ? lower : undefined } = given;
  assertOption(
    failThreshold === undefined ||
      (typeof failThreshold === 'number' && failThreshold >= 0 && failThreshold <= highest),
    'failThreshold',
    `from 0 to the passThreshold ${highest}`,
    failThreshold,
  );
  assertOption(
    ['review', 'fail', 'pass-insecure'].includes(onError),
    'onError',
    'review, fail or pass-insecure',
    onError,
  );
  const stoodOn = [forPass, forFail].filter((one) => one !== undefined);
  const expectations = readExpectations(expect);
  return {
    ...(passThreshold === undefined ? {} : { passThreshold }),
    ...(failThreshold === undefined ? {} : { failThreshold }),
    onError,
    ...(stoodOn.length === 0 ? {} : { certificates: stoodOn }),
    ...(expectations === undefined ? {} : { expect: expectations }),
  };
}

/** The thresholds that a policy names, or that its costs imply. */
function givenThresholds(
  policy: GatePolicy,
  choice: CertificateChoice | undefined,
): Pick<GatePolicy, 'passThreshold' | 'failThreshold'> {
  const { passThreshold, failThreshold } = policy;
  const costs = costsOf(policy);
  if (costs !== undefined) {
    const isAlone = passThreshold === undefined && failThreshold === undefined && choice === undefined;
    assertOption(isAlone, 'falsePassCost', 'left out beside thresholds and a certificate', costs.falsePassCost);
    return thresholdsOf(costs);
  }
  const isOne = passThreshold === undefined || choice === undefined;
  assertOption(isOne, 'certificate', 'left out beside a passThreshold', choice && choiceWords(choice));
  return { passThreshold, failThreshold };
}
