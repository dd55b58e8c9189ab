import { assertOption } from '../calibrator/target.ts';
import { UnflatterError } from '../errors.ts';

/** @throws UnflatterError `invalid-option` for what a timer cannot count. */
export function assertTimeout(timeout: number): void {
  const holds = typeof timeout === 'number' && timeout > 0 && timeout < 2 ** 31;
  assertOption(holds, 'timeout', 'a number of milliseconds above 0 and below 2^31', timeout);
}

const limited = new WeakSet<object>();

/** Marks a rating function as one that ends by a timeout of its own. */
export function withOwnLimit<Rating extends object>(rate: Rating): Rating {
  limited.add(rate);
  return rate;
}

/** Known by the function itself: one that calls it is another, and may do more. */
export function hasOwnLimit(rate: object): boolean {
  return limited.has(rate);
}

/**
 * Runs a piece of work that has to be done in time. The work is told to stop by its signal, and left behind if it does
 * not: some providers ignore the signal. What it says after that is dropped.
 *
 * @param milliseconds undefined for work that sees to its time by itself
 * @throws UnflatterError `rating-timeout`; or the reason of the caller's own signal.
 */
export async function withDeadline<Result>(
  milliseconds: number | undefined,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => PromiseLike<Result>,
): Promise<Result> {
  outer?.throwIfAborted();
  const own = new AbortController();
  const stop = (): void => own.abort(outer?.reason);
  const timer = milliseconds === undefined ? undefined : setTimeout(() => own.abort(late(milliseconds)), milliseconds);
  outer?.addEventListener('abort', stop, { once: true });
  try {
    return await leaving(own.signal, () => work(own.signal));
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}

/** Made only when it is needed: an error keeps its stack, which ten thousand ratings under way would all hold. */
function late(milliseconds: number): UnflatterError {
  return new UnflatterError('rating-timeout', `the rating took longer than ${milliseconds} ms`, { milliseconds });
}

/**
 * Starts a piece of work and leaves it behind when the signal comes: then it rejects with the reason of the signal, and
 * what the work says later is dropped. Nothing is started after the signal.
 */
export function leaving<Result>(signal: AbortSignal, work: () => PromiseLike<Result>): Promise<Result> {
  // One promise and no more: there may be ten thousand ratings under way.
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const leave = (): void => reject(signal.reason);
    const settle =
      <Given>(end: (given: Given) => void) =>
      (given: Given): void => {
        signal.removeEventListener('abort', leave);
        end(given);
      };
    signal.addEventListener('abort', leave, { once: true });
    try {
      work().then(settle(resolve), settle(reject));
    } catch (error) {
      settle(reject)(error);
    }
  });
}

/** Waits, and no longer than to the signal; then it rejects with its reason. No timer stays. */
export async function waiting(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await leaving(
      signal,
      () =>
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, milliseconds);
        }),
    );
  } finally {
    clearTimeout(timer);
  }
}
