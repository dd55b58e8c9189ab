import { setTimeout as sleep } from 'node:timers/promises';
import type { UnflatterError } from '../errors.ts';
import { mayPass } from '../rating/faults.ts';
import type { SelfRating } from '../rating/request.ts';
import { faultOf, type Failure } from './rate-failure.ts';
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
  /** How long a provider that is out of order is left alone, in milliseconds. */
  readonly pause: number;
  /** Tells of such a pause. */
  readonly onPause: () => void;
}

export interface RunningPool {
  readonly finished: Promise<Stop | undefined>;
  /** Nothing new is asked; what is under way is waited for, unless it is stopped again. */
  readonly stop: (stop: Stop) => void;
}

/** A provider that is still out of order after so many pauses is given up. */
const mostPauses = 20;

/**
 * Rates records, several at a time. What the provider does wrong is held against a record only once the provider is known
 * to work: records that come in an outage are asked for again after a pause, and in the end left for another run. So are
 * those with useless replies while the model has given no rating at all.
 */
export function startPool(pool: Pool): RunningPool {
  const { concurrency, mostInRow, rate, limit, replies, onRated, onFailed } = pool;
  const queue = [...pool.records];
  const stopping = new AbortController();
  const aborting = new AbortController();
  let stopped: Stop | undefined;
  let proven = pool.isProven;
  let held: (readonly [RatableRecord, Failure])[] = [];
  let [next, pauses, pausing] = [0, 0, Promise.resolve()];

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
  const works = (): void => {
    pauses = 0;
    for (const [record, failure] of held) onFailed(record, failure);
    held = [];
  };
  /** Asks again later for what is held. */
  const pauseAll = (): void => {
    pauses++;
    queue.push(...held.map(([record]) => record));
    held = [];
    pool.onPause();
    pausing = sleep(pool.pause, undefined, { signal: stopping.signal }).catch(() => {});
  };
  const failed = (record: RatableRecord, error: unknown): void => {
    // What fails while all ends is left for another run.
    if (stopped !== undefined) return;
    const { kind, failure } = faultOf(error);
    if (kind === 'record') return onFailed(record, failure);
    if (kind === 'reply' && proven) {
      works();
      return onFailed(record, failure);
    }
    if (kind !== 'reply' && atLimit()) return;
    held.push([record, failure]);
    if (kind !== 'all' && held.length < mostInRow) return;
    const mayBeWaitedFor = kind === 'provider' && replies() > 0 && pauses < mostPauses && mayPass(error);
    if (mayBeWaitedFor) pauseAll();
    else stop({ why: 'broken', error });
  };
  const rateOne = async (record: RatableRecord): Promise<void> => {
    const outcome = await rate(record, aborting.signal).then(
      (rating) => ({ rating }),
      (error: unknown) => ({ error }),
    );
    if ('error' in outcome) return failed(record, outcome.error);
    proven = true;
    works();
    onRated(record, outcome.rating);
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
      // What has been rated cannot be kept: no more is paid for.
      stop({ why: 'broken', error });
      throw error;
    }
  };
  const finish = async (): Promise<Stop | undefined> => {
    await Promise.all(Array.from({ length: concurrency }, worker));
    if (stopped === undefined && held.length > 0) {
      if (replies() === 0) stop({ why: 'broken', error: held[0]![1].cause });
      else works();
    }
    return stopped;
  };
  return { finished: finish(), stop };
}
