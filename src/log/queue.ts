import { setImmediate as turn } from 'node:timers/promises';
import { isUnflatterError, type UnflatterError } from '../errors.ts';
import type { LoggedDecision } from './decision.ts';
import { storeFailed } from './failed.ts';
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
  /** Tries once more to store what waits, and drops what is left. */
  readonly close: () => Promise<void>;
}

/** How many are stored at a time. */
const batch = 100;

/** Milliseconds after which a store that says nothing counts as failed. To store the same again does no harm. */
const patience = 30_000;

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

  /** Measures one at a time, so that the process comes to its other work in between. */
  async function buildSome(): Promise<void> {
    // While the store fails, no text is kept longer than it takes to measure it.
    let some = failures > 0 ? seen.length : Math.min(seen.length, batch - built.length);
    for (; some > 0; some--) {
      try {
        built.push(build(seen.shift()!));
      } catch {
        dropped++;
        done++;
      }
      await turn();
    }
  }

  async function storeSome(): Promise<void> {
    await buildSome();
    const some = built.slice(0, batch);
    try {
      if (some.length > 0) await inTime(store.append(some));
    } catch (cause) {
      failures++;
      const error = isUnflatterError(cause) ? cause : storeFailed('of the gate', 'its store threw');
      tell(error);
      throw error;
    }
    built.splice(0, some.length);
    done += some.length;
    failures = 0;
    tellOfDrops();
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
      try {
        await flush();
      } catch {
        dropped += taken - done;
        done = taken;
        seen.length = 0;
        built.length = 0;
      }
      tellOfDrops();
    },
  };
}

async function inTime(stored: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = storeFailed('of the gate', `its store has not answered for ${patience / 1000} seconds`);
    timer = setTimeout(() => reject(error), patience);
  });
  try {
    await Promise.race([stored, late]);
  } finally {
    clearTimeout(timer);
  }
}
