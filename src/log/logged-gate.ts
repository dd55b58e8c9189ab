import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import type { UnflatterError } from '../errors.ts';
import type { GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import type { RatedResponse } from '../types.ts';
import type { LoggedDecision } from './decision.ts';
import { logged, observe, type DecisionMeta, type Observed } from './observed.ts';
import { createQueue } from './queue.ts';
import { redacted, type StoreText } from './redact.ts';
import type { DecisionStore } from './store.ts';

export interface LoggedGateOptions {
  readonly store: Pick<DecisionStore, 'append'>;
  /** What to tell apart, by the rated response; `slice` of a single decision wins. */
  readonly slice?: ((rated: RatedResponse) => string | undefined) | undefined;
  /** Stores prompt and response, as the redactor leaves them. @default no text is stored */
  readonly storeText?: StoreText | undefined;
  /** A candidate: it decides on the same, is logged beside, and never answers. */
  readonly shadow?: QualityGate | undefined;
  /** Told of each attempt to store that failed, and of decisions that were dropped, with how many in all. */
  readonly onStoreError?: ((error: UnflatterError, dropped: number) => void) | undefined;
  /** Most decisions that wait in memory; further ones are dropped and counted. @default 1000 */
  readonly queue?: number | undefined;
  /** Makes ids; `id` of a single decision wins. @default random UUIDs */
  readonly id?: (() => string) | undefined;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** A gate that writes down what it decides. */
export interface LoggedGate extends QualityGate {
  /** Decides as the gate does, and leaves the rest for later. Never throws and never waits. */
  readonly decide: (rated: RatedResponse, meta?: DecisionMeta) => GateDecision;
  /** Until all decided before is stored. Rejects with the store's error where an attempt fails; what waits goes on waiting. */
  readonly flush: () => Promise<void>;
  /** Decisions that were not, and will not be, logged: an id's second one among them, where the store says so. */
  readonly dropped: () => number;
  /** Decisions that were logged without their texts, because the redactor failed. */
  readonly textsDropped: () => number;
  /** Decisions that were logged without what the candidate says of them, because it failed. */
  readonly shadowsDropped: () => number;
  /**
   * Stores what waits, or drops it and counts it; later decisions are dropped. The store stays open. A process that ends
   * without it loses what waits.
   */
  readonly close: () => Promise<void>;
}

/**
 * A gate that logs. Measuring for the log, the shadow, the redactor and the store come after the answer, between other work
 * of the process.
 *
 * @throws UnflatterError `invalid-option`.
 */
export function loggedGate(gate: QualityGate, options: LoggedGateOptions): LoggedGate {
  assertGate('gate', gate);
  const { store, slice, storeText, shadow, onStoreError, queue: bound = 1000, id, now = Date.now } = checked(options);
  let textsDropped = 0;
  let shadowsDropped = 0;
  const queue = createQueue<Observed>({
    store,
    bound,
    build,
    onError: (error, dropped) => onStoreError?.(error, dropped),
  });

  function build(observed: Observed): LoggedDecision {
    const { rated, meta } = observed;
    const named = { ...meta, id: meta.id ?? maybe(id), slice: meta.slice ?? maybe(slice && (() => slice(rated))) };
    const decision = logged({ ...observed, meta: named }, gate, shadow);
    if (shadow !== undefined && decision.shadow === undefined) shadowsDropped++;
    if (storeText === undefined) return decision;
    const texts = redacted(rated, storeText);
    if (texts === undefined) textsDropped++;
    return { ...decision, ...texts };
  }

  return {
    ...gate,
    decide: (rated, meta) => {
      const decision = gate.decide(rated);
      try {
        queue.add(observe(rated, meta, decision, timeOf(now)));
      } catch {
        // It cannot be looked at, as where reading one of its fields throws: a decision without anything of its own.
        queue.add(observe({} as RatedResponse, {}, decision, Date.now()));
      }
      return decision;
    },
    flush: queue.flush,
    dropped: queue.dropped,
    textsDropped: () => textsDropped,
    shadowsDropped: () => shadowsDropped,
    close: queue.close,
  };
}

function checked(options: LoggedGateOptions): LoggedGateOptions {
  assertOptions<LoggedGateOptions>(options, {
    store: true,
    slice: true,
    storeText: true,
    shadow: true,
    onStoreError: true,
    queue: true,
    id: true,
    now: true,
  });
  const { store, slice, storeText, shadow, onStoreError, queue, id, now } = options;
  assertOption(typeof Object(store).append === 'function', 'store', 'an open log', store);
  if (shadow !== undefined) assertGate('shadow', shadow);
  const isRedactor = storeText === undefined || typeof Object(storeText).redact === 'function';
  assertOption(isRedactor, 'storeText', 'an object with a function redact', storeText);
  for (const [name, value] of Object.entries({ slice, onStoreError, id, now }))
    assertOption(value === undefined || typeof value === 'function', name, 'a function', value);
  const isBound = queue === undefined || (Number.isSafeInteger(queue) && queue >= 1);
  assertOption(isBound, 'queue', 'a whole number from 1 on', queue);
  return options;
}

function assertGate(option: string, gate: unknown): void {
  const { decide, calibrator } = Object(gate) as Partial<QualityGate>;
  const isGate = typeof decide === 'function' && typeof calibrator?.digest === 'string';
  assertOption(isGate, option, 'a gate of createQualityGate', gate);
}

/** A clock that shows no time is not asked. */
function timeOf(now: () => number): number {
  const time = Math.floor(maybe(now) ?? NaN);
  return Number.isSafeInteger(time) && time >= 0 ? time : Date.now();
}

/** What a function of the app's says; nothing where it throws. */
function maybe<Value>(say: (() => Value) | undefined): Value | undefined {
  try {
    return say?.();
  } catch {
    return undefined;
  }
}
