import { isUnflatterError } from '../errors.ts';

/** How deep the causes of an error are followed. They may be a circle. */
const deepest = 8;

/** Codes of Node and of its `fetch` for a connection that could not be made or broke. */
const brokenConnections: ReadonlySet<unknown> = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/**
 * Whether the same call may work a little later: the provider was busy (408, 409, 429) or broke (500 and above), or the
 * connection did. What the provider's package says of it (`isRetryable`) counts first. All else stays as it is however
 * often one asks: a key or a request that is refused, a reply that cannot be read, a mistake in the code. Errors of ours stay,
 * whatever caused them.
 */
export function mayPass(error: unknown): boolean {
  if (isUnflatterError(error)) return false;
  return causesOf(error).some(
    ({ isRetryable, statusCode, code }) =>
      isRetryable === true || (isRetryable === undefined && isPassing(statusCode)) || brokenConnections.has(code),
  );
}

function isPassing(status: unknown): boolean {
  return isOfBusy(status) || (typeof status === 'number' && status >= 500);
}

/** Whether the provider said that it is busy (408, 409, 429): it is there, and answers others. */
export function isBusy(error: unknown): boolean {
  return causesOf(error).some(({ statusCode }) => isOfBusy(statusCode));
}

function isOfBusy(status: unknown): boolean {
  return status === 408 || status === 409 || status === 429;
}

/** Tokens that a call has used although it failed, where its error says: a reply that could not be read is paid for too. */
export function tokensOfError(error: unknown): number {
  for (const { usage } of causesOf(error)) {
    if (typeof usage !== 'object' || usage === null) continue;
    const { totalTokens, inputTokens, outputTokens } = usage as Readonly<Record<string, unknown>>;
    return countable(totalTokens) || countable(inputTokens) + countable(outputTokens);
  }
  return 0;
}

/** A number of tokens; none for what is no number of anything. */
export function countable(tokens: unknown): number {
  return typeof tokens === 'number' && Number.isFinite(tokens) && tokens > 0 ? tokens : 0;
}

/** The headers of the reply that an error is about, if it is about one. */
export function headersOf(error: unknown): Readonly<Record<string, unknown>> {
  const found = causesOf(error).find(({ responseHeaders: headers }) => typeof headers === 'object' && headers !== null);
  return (found?.['responseHeaders'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** The error and what it was caused by: packages wrap the errors of each other. */
function causesOf(error: unknown): Readonly<Record<string, unknown>>[] {
  const causes: Readonly<Record<string, unknown>>[] = [];
  for (let next = error; typeof next === 'object' && next !== null && causes.length < deepest;) {
    const cause = next as Readonly<Record<string, unknown>>;
    causes.push(cause);
    next = cause['cause'];
  }
  return causes;
}
