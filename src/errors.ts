/** Every error code. A row here, and one below for what it carries, is the only way to add an error. */
export const errorCodes = [
  'invalid-option',
  'invalid-records',
  'unreadable-file',
  'unwritable-file',
  'invalid-calibrator',
  'calibrator-untrusted',
  'calibrator-changed',
  'too-few-records',
  'too-few-groups',
  'one-class-only',
  'mixed-criteria',
  'mixed-policies',
  'labels-not-fresh',
  'not-certifiable',
  'rating-missing',
  'rating-off-scale',
  'probabilities-invalid',
  'response-missing',
  'response-empty',
  'response-too-long',
  'response-incomplete',
  'feature-missing',
  'feature-set-mismatch',
  'scale-mismatch',
  'criterion-mismatch',
  'rater-mismatch',
  'rating-prompt-mismatch',
  'label-policy-mismatch',
  'certificate-expired',
  'certificate-revoked',
  'rating-unreadable',
  'reply-prose',
  'reply-fenced',
  'reply-repeated-key',
  'reply-second-object',
  'reply-truncated',
  'reply-refused',
  'budget-exhausted',
  'circuit-open',
  'rating-timeout',
  'rating-failed',
  'peer-missing',
  'quality-gate',
  'store-failed',
  'unknown-decision',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What each error code carries. */
export interface ErrorDetails {
  'invalid-option': { readonly option: string; readonly expected: string; readonly received: unknown };
  /** One or more files or records are wrong; every issue is listed. */
  'invalid-records': { readonly issues: readonly Issue[] };
  'unreadable-file': { readonly path: string; readonly reason: string };
  'unwritable-file': { readonly path: string; readonly reason: string };
  'invalid-calibrator': { readonly path: string; readonly issues: readonly Issue[] };
  /** A calibrator that is whole, but has not the signature or the digest that was asked for. */
  'calibrator-untrusted': { readonly path: string; readonly reason: string };
  /** The calibrator to be replaced is no longer the one that the next was compared with. */
  'calibrator-changed': { readonly path: string; readonly expected: string; readonly found: string };
  'too-few-records': { readonly received: number; readonly required: number };
  'too-few-groups': { readonly received: number; readonly required: number };
  'one-class-only': { readonly records: number; readonly outcome: 'pass' | 'fail' };
  'mixed-criteria': { readonly criteria: readonly string[] };
  'mixed-policies': { readonly policies: readonly string[] };
  /** Some of the labels are of records or groups that the fit has seen. */
  'labels-not-fresh': { readonly seen: number; readonly labels: number; readonly ids: readonly string[] };
  /** The calibrator says too little of its fit for anything to be proved of it. */
  'not-certifiable': { readonly reason: string };
  'rating-missing': { readonly received: unknown };
  'rating-off-scale': { readonly received: number; readonly scale: ScaleDetails };
  /** The probabilities of a rating do not fit its scale. */
  'probabilities-invalid': { readonly received: unknown; readonly levels: number };
  'response-missing': { readonly received: unknown };
  'response-empty': { readonly characters: number };
  'response-too-long': { readonly characters: number; readonly longest: number };
  /** The response was cut off or broke: `finishReason` is what the provider said of its end. */
  'response-incomplete': { readonly finishReason: string };
  'feature-missing': { readonly feature: string };
  'feature-set-mismatch': { readonly calibrator: string; readonly installed: string };
  'scale-mismatch': { readonly scale: ScaleDetails; readonly calibrator: ScaleDetails };
  'criterion-mismatch': { readonly criterion: string; readonly calibrator: string };
  /** `calibrator` lists what it, its certificate or the policy is for; nothing came where a policy expects it to be said. */
  'rater-mismatch': { readonly rater: string | undefined; readonly calibrator: readonly string[] };
  'rating-prompt-mismatch': { readonly ratingPrompt: string | undefined; readonly calibrator: readonly string[] };
  'label-policy-mismatch': { readonly labelPolicy: string; readonly calibrator: readonly string[] };
  'certificate-expired': { readonly expires: string };
  /** Labels have shown since that the rate is above the limit. */
  'certificate-revoked': { readonly estimand: string; readonly limit: number };
  /** The model was asked for a rating and answered something else. */
  'rating-unreadable': ReplyDetails;
  /** Words, or words around a rating. */
  'reply-prose': ReplyDetails;
  /** A rating in a code fence with words around it. */
  'reply-fenced': ReplyDetails;
  'reply-repeated-key': ReplyDetails;
  'reply-second-object': ReplyDetails;
  /** The reply ended before the rating did. */
  'reply-truncated': ReplyDetails;
  /** The model, or a filter before it, would not rate. */
  'reply-refused': ReplyDetails;
  /** No further call of the model is allowed for this rating. */
  'budget-exhausted': { readonly limit: 'calls' | 'tokens'; readonly allowed: number; readonly used: number };
  /** Too many calls failed one after the other: for a while none is made. */
  'circuit-open': { readonly milliseconds: number };
  'rating-timeout': { readonly milliseconds: number };
  /** The rating function threw, or the caller aborted; `cause` has what was thrown. */
  'rating-failed': { readonly reason: string };
  'peer-missing': { readonly package: string };
  /** A response that did not pass, where a middleware is to throw; `reason` is that of its decision. */
  'quality-gate': { readonly verdict: 'fail' | 'review'; readonly reason: string };
  /** A decision log that cannot be reached, is full, damaged, or of another version; `place` names it without its password. */
  'store-failed': { readonly place: string; readonly reason: string };
  /** Labels or choices of decisions that the log does not have. */
  'unknown-decision': { readonly ids: readonly string[] };
}

interface ReplyDetails {
  /** What came, cut to a thousand characters. */
  readonly reply: string;
  readonly expected: string;
}

interface ScaleDetails {
  readonly min: number;
  readonly max: number;
  readonly step?: number | undefined;
}

/** One thing wrong with one place of one file or list. */
export interface Issue {
  /** File, or the name of the list. */
  readonly path: string;
  /** Line of a file, from 1; place in a list, from 0; undefined where the whole is meant. */
  readonly line?: number | undefined;
  readonly field: string;
  /** What was expected and what came. */
  readonly message: string;
}

const marker = Symbol.for('unflatter.error');

/** Every error that unflatter throws on purpose. Branch on `code`; read `details`. */
export class UnflatterError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'UnflatterError';
  readonly [marker] = true;
  readonly code: Code;
  readonly details: ErrorDetails[Code];

  constructor(code: Code, message: string, details: ErrorDetails[Code], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** True for our errors, also when two copies of the package are loaded. */
export function isUnflatterError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is UnflatterError<Code> {
  return (
    typeof error === 'object' &&
    error !== null &&
    marker in error &&
    (code === undefined || (error as UnflatterError).code === code)
  );
}

/** Most issues that are spelled out in one message; the details of its error have them all. */
const mostListed = 20;

/** Issues as a compiler prints them: `file:line field message`, one a line. Messages quote what files hold. */
export function listIssues(issues: readonly Issue[]): string {
  const lines = issues
    .slice(0, mostListed)
    .map(({ path, line, field, message }) =>
      escaped(`${path}${line === undefined ? '' : `:${line}`} ${field} ${message}`),
    );
  if (issues.length > mostListed) lines.push(`and ${issues.length - mostListed} more`);
  return lines.join('\n');
}

/**
 * Text with line ends, control characters, and what turns the direction of writing around escaped: it cannot add lines of
 * its own, speak to the terminal, nor look like another text.
 */
export function escaped(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Does what may go wrong with a file or several as a whole, and names them where it does. */
export function naming<Result>(paths: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isUnflatterError(error)) throw error;
    throw new UnflatterError(error.code, `${paths}: ${error.message}`, error.details, { cause: error });
  }
}

/** A value as it is shown in a message: text in quotes, cut to forty characters; what is no plain value by its kind. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : `${value as number | boolean | null}`;
}

/** The `error` option of a zod schema, worded like all our messages: what was expected, and what came. */
export function mustBe(what: string): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => `must be ${what}, got ${shown(input)}` };
}
