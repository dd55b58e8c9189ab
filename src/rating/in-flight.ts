/** Work under way, by what it is for. */
export type InFlight<Result> = (
  key: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
) => Promise<Result>;

/**
 * Makes several who want the same at the same time share one piece of work. Each may leave by a signal of their own; the
 * work itself is told to stop only when the last of them has left.
 */
export function shareInFlight<Result>(): InFlight<Result> {
  const open = new Map<string, { readonly result: Promise<Result>; readonly stop: AbortController; waiting: number }>();
  return async (key, signal, work) => {
    signal?.throwIfAborted();
    let shared = open.get(key);
    if (shared === undefined) {
      const stop = new AbortController();
      shared = { result: work(stop.signal), stop, waiting: 0 };
      open.set(key, shared);
    }
    const mine = shared;
    const close = (): void => {
      if (open.get(key) === mine) open.delete(key);
    };
    mine.waiting++;
    mine.result.then(close, close);
    const leaving = Promise.withResolvers<never>();
    const leave = (): void => leaving.reject(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([mine.result, leaving.promise]);
    } finally {
      signal?.removeEventListener('abort', leave);
      mine.waiting--;
      if (mine.waiting === 0) {
        // Whoever comes now must not join work that has been told to stop.
        close();
        mine.stop.abort(signal?.reason);
      }
    }
  };
}
