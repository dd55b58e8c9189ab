import { setImmediate as turn } from 'node:timers/promises';
import { isUnflatterError, type UnflatterError } from '../errors.ts';
import { createBatches } from './batches.ts';
import type { LoggedDecision } from './decision.ts';
import { storeFailed } from './failed.ts';
import { inTime } from './in-time.ts';
import type { DecisionStore } from './store.ts';

export interface QueueOptions<Item> {
  /** Most decisions that wait, those on their way to the store included. */
  readonly bound: number;
  readonly store: Pick<DecisionStore, 'append'>;
  /** Makes of what was seen what is stored, in the background. What it throws on is dropped. */
  readonly build: (item: Item) => LoggedDecision;
  readonly onError: (error: UnflatterError, dropped: number) => void;
}

/** Decisions on their way to a store. */
export interface LogQueue<Item> {
  /** Takes one, or counts it as dropped. Never waits, never throws. */
  readonly add: (item: Item) => void;
  readonly flush: () => Promise<void>;
  readonly dropped: () => number;
  /** Tries to store what waits, as long as the store takes some of it, and drops what is left. */
  readonly close: () => Promise<void>;
}

/** How many are measured before some are stored. */
const batch = 100;

/** Milliseconds after which a store that says nothing counts as failed. To store the same again does no harm. */
const patience = 30_000;

/** Milliseconds of measuring before the process comes to its other work, and where the queue is more than half full. */
const slice = 2;
const longSlice = 10;

/** How long `close` tries to find what the store refuses among what waits, in milliseconds. */
const closing = 5_000;

const firstPause = 100;
const longestPause = 30_000;

export function createQueue<Item>({ bound, store, build, onError }: QueueOptions<Item>): LogQueue<Item> {
  /** As they were seen, with their texts. */
  const seen: Item[] = [];
  /** As they will be stored. */
  const built: LoggedDecision[] = [];
  let taken = 0;
  let done = 0;
  let dropped = 0;
  let told = 0;
  let failures = 0;
  let isClosed = false;
  let isPumping = false;
  let step: Promise<void> | undefined;
  const batches = createBatches<LoggedDecision>();

  const isFull = (): boolean => taken - done >= bound;
  const isDone = (target = taken): boolean => done >= target;
  const tell = (error: UnflatterError): void => {
    told = dropped;
    try {
      onError(error, dropped);
    } catch {
      return;
    }
  };
  const tellOfDrops = (): void => {
    if (dropped > told) tell(storeFailed('of the gate', `${dropped} decisions in all were not logged`));
  };

  /** Measures for some time, and lets the process come to its other work in between. */
  async function buildSome(): Promise<void> {
    // While the store fails, no text is kept longer than it takes to measure it.
    let some = failures > 0 ? seen.length : Math.min(seen.length, batch - built.length);
    while (some > 0) {
      const until = performance.now() + (taken - done > bound / 2 ? longSlice : slice);
      for (; some > 0 && performance.now() < until; some--) {
        try {
          built.push(build(seen.shift()!));
        } catch {
          dropped++;
          done++;
        }
      }
      await turn();
    }
  }

  async function storeSome(): Promise<void> {
    await buildSome();
    const some = batches.next(built);
    if (some.length > 0) await append(some);
    tellOfDrops();
  }

  async function append(some: readonly LoggedDecision[]): Promise<void> {
    try {
      const fresh = await inTime(store.append(some), patience, late);
      // What an attempt that failed was taken of all the same is no loss.
      if (typeof fresh === 'number' && !batches.wereTried(some)) dropped += some.length - fresh;
    } catch (cause) {
      failures++;
      refuse(some);
      const error = isUnflatterError(cause) ? cause : storeFailed('of the gate', 'its store threw');
      tell(error);
      throw error;
    }
    batches.taken(some);
    built.splice(0, some.length);
    done += some.length;
    failures = 0;
  }

  function refuse(some: readonly LoggedDecision[]): void {
    const what = batches.refused(some);
    if (what === 'divide') return;
    const [one] = built.splice(0, 1);
    if (what === 'later') built.push(one!);
    else {
      dropped++;
      done++;
    }
  }

  /** One at a time, for whoever waits. */
  function next(): Promise<void> {
    step ??= storeSome().finally(() => {
      step = undefined;
    });
    return step;
  }

  async function pump(): Promise<void> {
    try {
      while (!isDone()) await next();
      isPumping = false;
    } catch {
      const pause = Math.min(longestPause, firstPause * 2 ** (failures - 1));
      // A store that is down does not keep the process from its end.
      setTimeout(() => void pump(), pause).unref();
    }
  }

  async function flush(): Promise<void> {
    const target = taken;
    while (!isDone(target)) await next();
  }

  return {
    add: (item) => {
      if (isClosed || isFull()) {
        dropped++;
        return;
      }
      seen.push(item);
      taken++;
      if (isPumping) return;
      isPumping = true;
      setImmediate(() => void pump());
    },
    flush,
    dropped: () => dropped,
    close: async () => {
      isClosed = true;
      const until = Date.now() + closing;
      for (;;) {
        await flush().catch(() => {});
        if (isDone() || batches.isHopeless() || Date.now() > until) break;
      }
      dropped += taken - done;
      done = taken;
      seen.length = 0;
      built.length = 0;
      tellOfDrops();
    },
  };
}

function late(): UnflatterError {
  return storeFailed('of the gate', `its store has not answered for ${patience / 1000} seconds`);
}
