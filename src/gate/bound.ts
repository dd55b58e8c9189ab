import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, shown } from '../errors.ts';
import { nameOf, type CertificateName, type StandingCertificate } from './standing.ts';

/** What an app counts on. Where one of these is set, silence is a mismatch. */
export interface Expectations {
  /** The model that rates, as the rated response names it. */
  readonly rater?: string | undefined;
  /** What the rater is asked, as the rated response names it. */
  readonly ratingPrompt?: string | undefined;
  /** The policy by which people labelled: that of every label of the calibrator, and of the certificate it stands on. */
  readonly labelPolicy?: string | undefined;
}

/** What is decided on, as far as a calibrated rating does not say it. A gate fills it in. */
export interface DecisionContext {
  readonly rater?: string | undefined;
  readonly ratingPrompt?: string | undefined;
  /** Of the calibrator. */
  readonly labelPolicies?: readonly string[] | undefined;
  /** Milliseconds since 1970, to tell whether a certificate has expired. One before 2020 is no time. @default Date.now() */
  readonly now?: number | undefined;
  /** Whether a certificate has been found not to hold. Where it throws or says anything but false, it has. @default never */
  readonly isRevoked?: ((certificate: CertificateName) => boolean) | undefined;
}

const expectNames = { rater: true, ratingPrompt: true, labelPolicy: true } as const;
const expected = Object.keys(expectNames) as (keyof Expectations)[];

/** @throws UnflatterError `invalid-option`. */
export function readExpectations(expect: unknown): Expectations | undefined {
  if (expect === undefined) return undefined;
  const all = expect as Expectations;
  assertOptions<Expectations>(all, expectNames, 'expect');
  const given = expected.map((name) => [name, all[name]] as const);
  for (const [name, value] of given) {
    const isName = value === undefined || (typeof value === 'string' && value !== '');
    assertOption(isName, `expect.${name}`, 'a non-empty string', value);
  }
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** @throws UnflatterError `invalid-option`. */
export function assertContext(context: DecisionContext): void {
  const names = { rater: true, ratingPrompt: true, labelPolicies: true, now: true, isRevoked: true } as const;
  assertOptions<DecisionContext>(context, names, 'context');
}

/** @throws UnflatterError `rater-mismatch`, `rating-prompt-mismatch` or `label-policy-mismatch`. */
export function assertExpected(expect: Expectations, context: DecisionContext): void {
  assertRated({ rater: list(expect.rater), ratingPrompt: list(expect.ratingPrompt) }, context, 'the policy expects');
  assertLabelled(expect, context.labelPolicies, 'the calibrator');
}

/**
 * Refuses to stand on a certificate of other ratings, of other labels, or of another time, or on one that is revoked.
 *
 * @throws UnflatterError `certificate-expired`, `certificate-revoked`, or as {@link assertExpected}.
 */
export function assertStands(certificate: StandingCertificate, expect: Expectations, context: DecisionContext): void {
  const { expires, raters, ratingPrompts, labelPolicies } = certificate;
  const { rater, ratingPrompt, now } = context;
  // First of what may be wrong with a certificate: what is broken stays so after its last day.
  assertUnbroken(certificate, context);
  if (expires !== null && hasExpired(expires, now)) {
    const at = now === undefined ? '' : `, got the time ${shown(now)}`;
    const message = `the certificate counts before ${shown(expires)} only${at}: certify again, on labels of today`;
    throw new UnflatterError('certificate-expired', message, { expires });
  }
  const said = {
    rater: rater === undefined ? [] : raters,
    ratingPrompt: ratingPrompt === undefined ? [] : ratingPrompts,
  };
  assertRated(said, context, 'the certificate is for');
  assertLabelled(expect, labelPolicies, 'the certificate');
}

/** @throws UnflatterError `certificate-revoked`, also where nobody can say whether it is. */
function assertUnbroken(certificate: StandingCertificate, { isRevoked }: DecisionContext): void {
  if (isRevoked === undefined) return;
  const name = nameOf(certificate);
  const { estimand, limit } = name;
  let isGone: unknown;
  try {
    isGone = isRevoked(name);
  } catch (cause) {
    const message = `the certificate for ${estimand} ${limit} cannot stand: its monitor failed`;
    throw new UnflatterError('certificate-revoked', message, { estimand, limit }, { cause });
  }
  if (isGone === false) return;
  const message = `the certificate for ${estimand} ${limit} is revoked: labels have shown that its rate is higher`;
  throw new UnflatterError('certificate-revoked', message, { estimand, limit });
}

/** Before there was this package. A clock that counts seconds, or has none to count, shows an earlier time. */
const earliestNow = Date.UTC(2020, 0, 1);

/** Whether a day has come; the clock is read where there is one. What cannot be read as a day or as a time has passed. */
export function hasExpired(expires: string, now?: number): boolean {
  const time: unknown = now === undefined ? Date.now() : now;
  const isTime = typeof time === 'number' && Number.isFinite(time) && time > earliestNow;
  return !(isTime && time < Date.parse(expires));
}

const codes = { rater: 'rater-mismatch', ratingPrompt: 'rating-prompt-mismatch' } as const;

/** An empty list takes anything. */
function assertRated(
  known: Readonly<Record<'rater' | 'ratingPrompt', readonly string[]>>,
  context: DecisionContext,
  whose: string,
): void {
  for (const field of ['rater', 'ratingPrompt'] as const) {
    if (known[field].length === 0 || known[field].includes(context[field]!)) continue;
    const message = `${whose} the ${field} ${known[field].map(shown).join(', ')}, got ${shown(context[field])}`;
    const details = { rater: context.rater, ratingPrompt: context.ratingPrompt, calibrator: known[field] };
    throw new UnflatterError(codes[field], message, details);
  }
}

function assertLabelled({ labelPolicy }: Expectations, found: readonly string[] | undefined, whose: string): void {
  if (labelPolicy === undefined) return;
  const isOnly = found !== undefined && found.length > 0 && found.every((one) => one === labelPolicy);
  if (isOnly) return;
  const message = `the policy expects labels by ${shown(labelPolicy)}, ${whose} has ${found?.map(shown).join(', ') || 'none that say so'}`;
  throw new UnflatterError('label-policy-mismatch', message, { labelPolicy, calibrator: found ?? [] });
}

function list(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
