import { stripVTControlCharacters } from 'node:util';
import { UnflatterError, isUnflatterError, type ErrorCode } from '../errors.ts';
import { mayPass } from '../rating/faults.ts';

/** Why a record has no rating. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause: unknown;
}

/**
 * Whose fault it is: that of the `record`, which was not even sent; of the `reply` to it; of the `provider`, as far as one
 * call can tell; or one that hits `all` records alike. A provider's that may pass is `passing`, or `busy` where it says so
 * itself: that is never due to the record.
 */
export type Fault = 'record' | 'reply' | 'provider' | 'passing' | 'busy' | 'all';

/** Cuts what servers say: they may answer with whole pages. Keys are to be taken out before, since a part would stay. */
export function brief(message: string): string {
  return message.length > 300 ? `${message.slice(0, 300)}…` : message;
}

const ofReply: ReadonlySet<ErrorCode> = new Set([
  'rating-off-scale',
  'rating-unreadable',
  'reply-prose',
  'reply-fenced',
  'reply-repeated-key',
  'reply-second-object',
  'reply-truncated',
  'reply-refused',
]);
const ofProvider: ReadonlySet<ErrorCode> = new Set(['rating-timeout', 'rating-failed', 'budget-exhausted']);

export function faultOf(error: unknown): { readonly kind: Fault; readonly failure: Failure } {
  const { status, message } = saidBy(error);
  const code = isUnflatterError(error) ? error.code : 'rating-failed';
  const failure = { code, message, cause: error };
  if (code === 'peer-missing' || status === 401 || status === 402) return { kind: 'all', failure };
  if (ofReply.has(code)) return { kind: 'reply', failure };
  if (!ofProvider.has(code)) return { kind: 'record', failure };
  if (mayPass(error)) return { kind: status === 429 ? 'busy' : 'passing', failure };
  return { kind: code === 'rating-timeout' ? 'passing' : 'provider', failure };
}

/** The error that ends a run, where the model cannot be asked. */
export function cannotAsk(error: unknown, keyHint: string, withoutKey: (text: string) => string): UnflatterError {
  if (isUnflatterError(error, 'peer-missing')) return error;
  const { status, message } = saidBy(error);
  const hints: Record<number, string> = {
    401: `: ${keyHint}`,
    404: ': are the address and the name of the model right?',
  };
  const form = /response_format|json_schema|schema/i.test(message) ? ': try --no-schema' : '';
  const reason = `${brief(withoutKey(message))}${hints[status ?? 0] ?? form}`;
  const what =
    isUnflatterError(error) && ofReply.has(error.code) ? 'the model gives no ratings' : 'the model cannot be asked';
  return new UnflatterError('rating-failed', `${what}: ${reason}`, { reason });
}

/** What an error and those that caused it say of a reply. */
function saidBy(error: unknown): { readonly status: number | undefined; readonly message: string } {
  let status: number | undefined;
  for (let [next, depth] = [error, 0]; typeof next === 'object' && next !== null && depth < 8; depth++) {
    const { statusCode, cause } = next as { readonly statusCode?: unknown; readonly cause?: unknown };
    if (typeof statusCode === 'number') status ??= statusCode;
    next = cause;
  }
  const said = error instanceof Error && error.message !== '' ? error.message : String(error);
  // Some packages write their messages for a terminal, in colours and paragraphs.
  const message = stripVTControlCharacters(said).replace(/\s+/g, ' ').trim();
  return { status, message: status === undefined ? message : `${message} (HTTP ${status})` };
}
