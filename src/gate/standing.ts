import type { Certificate, Estimand } from '../calibrator/certificate.ts';
import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';

/** Which of the certificates for passing a gate stands on. What is left out may be anything. */
export interface CertificateChoice {
  readonly estimand?: Exclude<Estimand, 'false-fail'> | undefined;
  readonly limit?: number | undefined;
  readonly confidence?: number | undefined;
}

/** What a gate has to know of a certificate. */
export type StandingCertificate = Pick<
  Certificate,
  'estimand' | 'limit' | 'confidence' | 'rule' | 'raters' | 'ratingPrompts' | 'labelPolicies' | 'expires' | 'digest'
>;

/** A certificate by what it says and by the labels it was decided by: enough to find it again. */
export type CertificateName = Pick<Certificate, 'estimand' | 'limit' | 'confidence' | 'digest'>;

export function nameOf({ estimand, limit, confidence, digest }: CertificateName): CertificateName {
  return { estimand, limit, confidence, digest };
}

/** What was read from JSON may be anything. */
export function isName(value: unknown): value is CertificateName {
  const { estimand, limit, confidence, digest } = Object(value) as CertificateName;
  return estimands.includes(estimand) && isShare(limit) && isShare(confidence) && isText(digest);
}

export function isSameName(one: CertificateName, other: CertificateName): boolean {
  return (['estimand', 'limit', 'confidence', 'digest'] as const).every((part) => one[part] === other[part]);
}

/** The most telling promise first. The last is for failing, the others for passing. */
const estimands: readonly Estimand[] = ['false-pass', 'leak', 'joint', 'false-fail'];

export function isForPassing({ estimand }: Pick<Certificate, 'estimand'>): boolean {
  return estimand !== 'false-fail';
}

/** @throws UnflatterError `invalid-option` for what is no list of certificates. What comes back is a copy: nothing can change it. */
export function readCertificates(certificates: unknown): StandingCertificate[] {
  assertOption(Array.isArray(certificates), 'certificates', 'a list of certificates', certificates);
  return Array.from(certificates as unknown[], readCertificate);
}

/**
 * The certificate for passing that a gate stands on: of those that are chosen from, `false-pass` before `leak` before
 * `joint`, then the lowest limit, the highest confidence, and the one that came last. Whether a threshold could be
 * certified plays no part: to choose by that would be to choose by the labels.
 *
 * @throws UnflatterError `invalid-option` where something was chosen that is not there.
 */
export function chosenFrom<One extends StandingCertificate>(
  all: readonly One[],
  choice: CertificateChoice | undefined,
): One | undefined {
  const found = strictest(all.filter((one) => isForPassing(one) && isChosen(one, choice ?? {})));
  const carried = all.filter(isForPassing).map(choiceWords).join(', ') || 'none';
  assertOption(
    choice === undefined || found !== undefined,
    'certificate',
    `one for passing that the calibrator has (it has ${carried})`,
    choice && choiceWords(choice),
  );
  return found;
}

/** A choice as a message shows it: `leak 0.3 at 0.9`, or what of it was said. */
export function choiceWords({ estimand, limit, confidence }: CertificateChoice | CertificateName): string {
  const parts = [estimand, limit, confidence === undefined ? undefined : `at ${confidence}`];
  return parts.filter((part) => part !== undefined).join(' ') || 'any';
}

/** The certificate for failing, by the same order. */
export function forFailing(all: readonly StandingCertificate[]): StandingCertificate | undefined {
  return strictest(all.filter((one) => !isForPassing(one)));
}

/** @throws UnflatterError `invalid-option`. */
export function readChoice(choice: unknown): CertificateChoice | undefined {
  if (choice === undefined) return undefined;
  const given = choice as CertificateChoice;
  assertOptions<CertificateChoice>(given, { estimand: true, limit: true, confidence: true }, 'certificate');
  const { estimand, limit, confidence } = given;
  const isOne = estimand === undefined || (estimands.includes(estimand) && isForPassing({ estimand }));
  assertOption(isOne, 'certificate.estimand', 'false-pass, leak or joint', estimand);
  assertOption(limit === undefined || isShare(limit), 'certificate.limit', 'above 0 and below 1', limit);
  const isConfidence = confidence === undefined || isShare(confidence);
  assertOption(isConfidence, 'certificate.confidence', 'above 0 and below 1', confidence);
  return { estimand, limit, confidence };
}

function isChosen(one: StandingCertificate, { estimand, limit, confidence }: CertificateChoice): boolean {
  return (
    (estimand ?? one.estimand) === one.estimand &&
    (limit ?? one.limit) === one.limit &&
    (confidence ?? one.confidence) === one.confidence
  );
}

function strictest<One extends StandingCertificate>(all: readonly One[]): One | undefined {
  const rank = ({ estimand }: StandingCertificate): number => estimands.indexOf(estimand);
  return all
    .toReversed()
    .sort((a, b) => rank(a) - rank(b) || a.limit - b.limit || b.confidence - a.confidence)
    .at(0);
}

/** A comparison would take the text "0.1" for a number: all that is compared is checked. */
function readCertificate(value: unknown): StandingCertificate {
  const { estimand, limit, confidence, rule, raters, ratingPrompts, labelPolicies, expires, digest } = Object(
    value,
  ) as StandingCertificate;
  const { score, threshold } = rule ?? {};
  const isOne =
    estimands.includes(estimand) &&
    isShare(limit) &&
    isShare(confidence) &&
    (rule === null || ((score === 'passProbability' || score === 'selfRating') && Number.isFinite(threshold))) &&
    [raters, ratingPrompts, labelPolicies].every(Array.isArray);
  assertOption(isOne, 'certificates', 'those of a calibrator', value);
  const plain = { score: score!, threshold: threshold! };
  const names = { raters: [...raters], ratingPrompts: [...ratingPrompts], labelPolicies: [...labelPolicies] };
  return { estimand, limit, confidence, rule: rule === null ? null : plain, ...names, expires, digest };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 1;
}
