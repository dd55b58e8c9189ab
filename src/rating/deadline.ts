import { assertOption } from '../calibrator/target.ts';
import { UnflatterError } from '../errors.ts';

/** @throws UnflatterError `invalid-option` for what a timer cannot count. */
export function assertTimeout(timeout: number): void {
  const holds = typeof timeout === 'number' && timeout > 0 && timeout < 2 ** 31;
  assertOption(holds, 'timeout', 'a number of milliseconds above 0 and below 2^31', timeout);
}

/**
 * Runs a piece of work that has to be done in time. The work is told to stop by its signal, and left behind if it does
 * not: some providers ignore the signal. What it says after that is dropped.
 *
 * @throws UnflatterError `rating-timeout`; or the reason of the caller's own signal.
 */
export async function withDeadline<Result>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => PromiseLike<Result>,
): Promise<Result> {
  outer?.throwIfAborted();
  const own = new AbortController();
  const stop = (): void => own.abort(outer?.reason);
  const late = new UnflatterError('rating-timeout', `the rating took longer than ${milliseconds} ms`, { milliseconds });
  const timer = setTimeout(() => own.abort(late), milliseconds);
  outer?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Result>((resolve, reject) => {
      own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
      work(own.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}
