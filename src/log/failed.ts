import { UnflatterError, isUnflatterError } from '../errors.ts';

/**
 * The one error of a log that does not do what it should. It says why in words of our own only: what a database says of
 * its trouble may quote what it was given, so that is neither in the message nor its cause.
 */
export function storeFailed(place: string, reason: string): UnflatterError<'store-failed'> {
  return new UnflatterError('store-failed', `the log ${place} failed: ${reason}`, { place, reason });
}

/** Names some of the ids: those of an app, which say no more than it let them. */
export function unknownDecision(ids: readonly string[]): UnflatterError<'unknown-decision'> {
  const more = ids.length > 3 ? `, and ${ids.length - 3} more` : '';
  const named = ids.slice(0, 3).map((id) => JSON.stringify(id));
  const message = `labels and choices must be of decisions in the log, got the ids ${named.join(', ')}${more}`;
  return new UnflatterError('unknown-decision', message, { ids });
}

/** Our own errors as they are; anything else in our words. */
export function asStoreFailure(place: string, error: unknown, reasonOf: (error: unknown) => string): UnflatterError {
  return isUnflatterError(error) ? error : storeFailed(place, reasonOf(error));
}
