import { setTimeout as sleep } from 'node:timers/promises';
import type { UnflatterError } from '../errors.ts';
import type { SelfRating } from '../rating/request.ts';
import { retryAfterOf } from '../rating/retry-after.ts';
import { faultOf, type Failure, type Fault } from './rate-failure.ts';
import type { RatableRecord } from './rate-records.ts';

/** Why no more is asked. */
export type Stop =
  | { readonly why: 'limit'; readonly error: UnflatterError }
  /** The model cannot be asked at all, or not any more. */
  | { readonly why: 'broken'; readonly error: unknown }
  | { readonly why: 'signal'; readonly signal: NodeJS.Signals };

export interface Pool {
  readonly records: readonly RatableRecord[];
  readonly concurrency: number;
  readonly rate: (record: RatableRecord, signal: AbortSignal) => Promise<SelfRating>;
  /** What forbids a further call, if anything. */
  readonly limit: () => UnflatterError | undefined;
  /** Calls of the model so far that brought a reply. */
  readonly replies: () => number;
  /** Whether the model is known to give ratings. */
  readonly isProven: boolean;
  readonly onRated: (record: RatableRecord, rating: SelfRating) => void;
  readonly onFailed: (record: RatableRecord, failure: Failure) => void;
  /** So many faults in a row are no faults of the records. */
  readonly mostInRow: number;
  /** Whether what failed is asked for again. */
  readonly asksAgain: boolean;
  /** How long a provider that is out of order is left alone at first, in milliseconds; from then on, twice as long each time. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Tells of such a pause. */
  readonly onPause: (milliseconds: number) => void;
}

export interface RunningPool {
  readonly finished: Promise<Stop | undefined>;
  /** Nothing new is asked; what is under way is waited for, unless it is stopped again. */
  readonly stop: (stop: Stop) => void;
}

interface Held {
  readonly record: RatableRecord;
  readonly kind: Fault;
  readonly failure: Failure;
}

/** A provider that is still out of order after so many pauses is given up. */
const mostPauses = 20;
/** A record on which a working provider breaks or hangs so often, or is busy when asked for nothing else, it cannot rate. */
const mostTries = { passing: 3, busy: 5 } as const;
/** A provider that asks for a longer wait is asked earlier, in milliseconds. */
const longestAsked = 60_000;

function isWaitable(kind: Fault): kind is keyof typeof mostTries {
  return kind in mostTries;
}

/**
 * Rates records, several at a time. What the provider does wrong is held against a record only once the provider is known
 * to work, and where it may pass, only at the third time; that it is busy, only where nothing else is left to ask.
 * Records that come in an outage are asked for again after a pause, and in the end left for another run. So are those with
 * useless replies while the model has given no rating at all.
 */
export function startPool(pool: Pool): RunningPool {
  const { concurrency, mostInRow, rate, limit, replies, onRated, onFailed } = pool;
  const queue = [...pool.records];
  const tries = new Map<RatableRecord, number>();
  const stopping = new AbortController();
  const aborting = new AbortController();
  let stopped: Stop | undefined;
  let unwritten: { readonly error: unknown } | undefined;
  let proven = pool.isProven;
  let held: Held[] = [];
  let [next, pauses, pausing, isPausing] = [0, 0, Promise.resolve(), false];

  const stop = (why: Stop): void => {
    const isAgain = why.why === 'signal' && stopped?.why === 'signal';
    if (isAgain || why.why === 'broken') aborting.abort();
    // A limit that is reached does not keep a signal from ending the process.
    if (stopped === undefined || (why.why === 'signal' && stopped.why === 'limit')) stopped = why;
    stopping.abort();
  };
  /** Stops where no more may be asked. */
  const atLimit = (): boolean => {
    const error = limit();
    if (error !== undefined) stop({ why: 'limit', error });
    return error !== undefined;
  };
  const isAskedAgain = ({ record, kind }: Held, isLast: boolean): boolean => {
    if (!pool.asksAgain || !isWaitable(kind)) return false;
    // The others keep it busy: of them there is one less each time.
    if (kind === 'busy' && !isLast) return true;
    const tried = (tries.get(record) ?? 0) + 1;
    tries.set(record, tried);
    return tried < mostTries[kind];
  };
  /** Decides on what is held, now that the provider has worked: to be asked for again, after all others, or failed. */
  const settle = (isLast: boolean): void => {
    const settled = held;
    held = [];
    for (const one of settled) {
      if (isAskedAgain(one, isLast)) queue.push(one.record);
      else onFailed(one.record, one.failure);
    }
  };
  const works = (): void => {
    pauses = 0;
    settle(false);
  };
  const startPause = (waitingFor: readonly Held[]): void => {
    const asked = Math.max(...waitingFor.map(({ failure }) => retryAfterOf(failure.cause, Date.now())));
    const grown = Math.min(pool.longestPause, pool.firstPause * 2 ** pauses++);
    const milliseconds = Math.max(grown, Math.min(longestAsked, asked));
    pool.onPause(milliseconds);
    isPausing = true;
    const end = (): void => {
      isPausing = false;
    };
    pausing = sleep(milliseconds, undefined, { signal: stopping.signal }).then(end, end);
  };
  const failed = (record: RatableRecord, error: unknown): void => {
    // What fails while all ends is left for another run.
    if (stopped !== undefined) return;
    const { kind, failure } = faultOf(error);
    if (kind === 'record') return onFailed(record, failure);
    if (kind === 'reply' && proven) {
      onFailed(record, failure);
      return works();
    }
    if (kind !== 'reply' && atLimit()) return;
    if (kind === 'all') return stop({ why: 'broken', error });
    held.push({ record, kind, failure });
    // What was under way when a pause began says nothing new.
    if (held.length < mostInRow || isPausing) return;
    if (!isWaitable(kind) || replies() === 0 || pauses >= mostPauses) return stop({ why: 'broken', error });
    queue.push(...held.map((one) => one.record));
    startPause(held);
    held = [];
  };
  const rateOne = async (record: RatableRecord): Promise<void> => {
    const outcome = await rate(record, aborting.signal).then(
      (rating) => ({ rating }),
      (error: unknown) => ({ error }),
    );
    if ('error' in outcome) return failed(record, outcome.error);
    proven = true;
    onRated(record, outcome.rating);
    works();
  };
  const worker = async (): Promise<void> => {
    try {
      for (;;) {
        await pausing;
        const record = queue[next];
        if (record === undefined || stopped !== undefined || atLimit()) return;
        next++;
        await rateOne(record);
      }
    } catch (error) {
      // What has been rated cannot be kept: no more is paid for. What the others have under way may still be kept.
      unwritten ??= { error };
      stop({ why: 'broken', error });
    }
  };
  const finish = async (): Promise<Stop | undefined> => {
    for (;;) {
      await Promise.all(Array.from({ length: concurrency }, worker));
      if (unwritten !== undefined) throw unwritten.error;
      const [first] = held;
      if (stopped === undefined && first !== undefined && replies() === 0)
        stop({ why: 'broken', error: first.failure.cause });
      if (stopped !== undefined || first === undefined) return stopped;
      const last = held;
      settle(true);
      if (next === queue.length) return undefined;
      startPause(last);
    }
  };
  return { finished: finish(), stop };
}
