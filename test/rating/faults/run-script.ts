import { gated, selfRater } from '../../../src/rating/index.ts';
import type { GateDecision } from '../../../src/index.ts';
import { exampleGate, exampleResponse } from '../example-gate.ts';
import { modelOf } from './protocols.ts';
import type { Script } from './scripts.ts';
import type { FaultServer, Seen } from './server.ts';

/** What came of a script. */
export interface Outcome {
  readonly script: Script;
  readonly decision: GateDecision;
  readonly seen: readonly Seen[];
  /** Milliseconds until the decision. */
  readonly took: number;
  /** Whether it was there when a timer of what was left and 50 ms had rung, and all timers that were due with it. */
  readonly inTime: boolean;
  /** When the call of the rating was made, on the clock of the calls that the server saw. */
  readonly start: number;
}

/** Milliseconds past its end that a rating may take. */
export const grace = 50;

const gate = exampleGate();
const { prompt, response } = exampleResponse('example-02-1');

/**
 * Runs a script through the gate, on a rater of its own. Whether the decision was in time is told by a timer that is set
 * after the rating has set its own: it rings late where the machine is busy, as that of the rating does, and never
 * before it.
 */
export async function runScript(script: Script, server: FaultServer): Promise<Outcome> {
  const { protocol, steps, maxCalls, maxTokens, timeout, maxRetryAfter, abortAfter, deaf } = script;
  const { url, seen } = server.start(protocol, steps);
  const model = modelOf(protocol, url, deaf);
  const budget = { maxCalls, maxTokens, timeout, maxRetryAfter, firstWait: 8 };
  const rate = selfRater({ model, rubric: 'The response helps.', scale: { min: 1, max: 10 }, ...budget });
  const caller = new AbortController();
  const start = performance.now();
  const deciding = gated(rate, gate)({ prompt, response }, { abortSignal: caller.signal });
  const leave = abortAfter === undefined ? undefined : setTimeout(() => caller.abort('the caller left'), abortAfter);
  const witness = witnessOf(Math.min(timeout, abortAfter ?? Infinity) + grace);
  const decision = await deciding;
  const outcome = { script, decision, seen, start, took: performance.now() - start, inTime: !witness.hasRung() };
  witness.clear();
  clearTimeout(leave);
  return outcome;
}

function witnessOf(milliseconds: number): { readonly hasRung: () => boolean; readonly clear: () => void } {
  let rung = false;
  // Timers that are due at the same time ring in no order: those of this turn go first.
  const timer = setTimeout(() => setImmediate(() => (rung = true)), milliseconds);
  return { hasRung: () => rung, clear: () => clearTimeout(timer) };
}
