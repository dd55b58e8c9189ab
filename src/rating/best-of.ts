import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, shown } from '../errors.ts';
import { undecided, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import { gated, type RatingLimit } from './calibrated.ts';
import { assertWhole } from './call.ts';
import { leaving } from './deadline.ts';
import type { Rate, RateOptions, RatingRequest } from './request.ts';
import { asSelected, bestBy } from './selection.ts';

/**
 * A response: its text, or a result that has it, as that of `generateText`. One that did not end by `stop`, or that asks for a tool
 * to be run, is not rated.
 */
export type Written =
  | string
  | {
      readonly text: string;
      readonly finishReason?: string | undefined;
      readonly toolCalls?: readonly { readonly providerExecuted?: boolean | undefined }[] | undefined;
    };

export interface BestOfOptions<Result extends Written, Request extends RatingRequest> extends RatingLimit {
  /** How many responses are generated, 1 to 100. */
  readonly n: number;
  /** Generates one; `attempt` counts from 0. It should heed the signal. */
  readonly generate: (attempt: number, options: { readonly abortSignal: AbortSignal }) => PromiseLike<Result>;
  /** What they answer: all that the rating needs beside the response. */
  readonly request: Omit<Request, 'response'>;
  readonly rate: Rate<Request>;
  readonly gate: QualityGate;
  /** How many are generated and rated at a time. @default all */
  readonly concurrency?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** One generation: a response and the decision on it alone, or the error that it ended with. */
export type BestOfAttempt<Result extends Written> = JudgedAttempt<Result> | { readonly error: unknown };

interface JudgedAttempt<Result> {
  readonly response: string;
  readonly result: Result;
  readonly decision: GateDecision;
}

export interface BestOf<Result extends Written> {
  readonly response: string;
  /** What `generate` gave. */
  readonly result: Result;
  /**
   * On the best, as the best of several: where the decision on it alone stands on a certificate, which counted single responses,
   * a pass is a `review` here. Its pass probability is the highest of several estimates, and too high on average.
   */
  readonly decision: GateDecision;
  /** Of how many responses it is the best. */
  readonly selectedFrom: number;
  /** All of them, in order. */
  readonly attempts: readonly BestOfAttempt<Result>[];
}

/**
 * Generates several responses, rates each, and gives back the best by corrected pass probability: one that passes before any
 * other. What could not be rated is a `review`, and comes last. Where some generations fail, the others count.
 *
 * @throws UnflatterError `invalid-option`. Rejects with the reason of the signal, or with the error of the first generation
 * where all of them failed.
 */
export async function bestOf<Result extends Written, Request extends RatingRequest = RatingRequest>(
  options: BestOfOptions<Result, Request>,
): Promise<BestOf<Result>> {
  assertOptions<BestOfOptions<Result, Request>>(options, {
    n: true,
    generate: true,
    request: true,
    rate: true,
    gate: true,
    timeout: true,
    concurrency: true,
    abortSignal: true,
  });
  const { n, generate, request, rate, gate, timeout, concurrency = n } = options;
  assertOption(Number.isInteger(n) && n >= 1 && n <= 100, 'n', 'a whole number from 1 to 100', n);
  assertOption(typeof generate === 'function', 'generate', 'a function', generate);
  assertOption(typeof request === 'object' && request !== null, 'request', 'an object', request);
  const isWidth = Number.isInteger(concurrency) && concurrency >= 1;
  assertOption(isWidth, 'concurrency', 'a whole number from 1 on', concurrency);
  const decideOn = gated(rate, gate, { timeout });
  const abortSignal = options.abortSignal ?? new AbortController().signal;

  const attempt = async (index: number): Promise<BestOfAttempt<Result>> => {
    let result: Result;
    let response: string;
    try {
      result = await leaving(abortSignal, async () => generate(index, { abortSignal }));
      response = textIn(result);
    } catch (error) {
      abortSignal.throwIfAborted();
      return { error };
    }
    const decision = await decideOnWritten(result, { ...request, response } as Request, { abortSignal });
    abortSignal.throwIfAborted();
    return { response, result, decision };
  };
  const decideOnWritten = async (result: Result, rated: Request, how: RateOptions): Promise<GateDecision> => {
    try {
      if (typeof result !== 'string') {
        const { finishReason = 'stop', toolCalls = [] } = result;
        const callsTools = toolCalls.some(({ providerExecuted }) => providerExecuted !== true);
        assertWhole({ unified: finishReason, raw: undefined }, callsTools);
      }
    } catch (error) {
      return undecided(error, gate.policy);
    }
    return decideOn(rated, how);
  };

  const attempts = await inOrder(n, concurrency, attempt);
  const written = attempts.filter((one): one is JudgedAttempt<Result> => !('error' in one));
  if (written.length === 0) throw (attempts[0] as { error: unknown }).error;
  const best = bestBy(written, ({ decision }) => decision);
  // One that is left of several is chosen too: what became of the others may have to do with the prompt.
  const decision = asSelected(best.decision, n);
  return { response: best.response, result: best.result, decision, selectedFrom: written.length, attempts };
}

function textIn(result: Written): string {
  const text: unknown = typeof result === 'string' ? result : result?.text;
  if (typeof text === 'string') return text;
  const message = `generate must give a text or a result with one, got ${shown(text)}`;
  throw new UnflatterError('response-missing', message, { received: text });
}

/** Does so many pieces of work, some at a time; what came of each, in order. */
async function inOrder<Item>(count: number, width: number, work: (index: number) => Promise<Item>): Promise<Item[]> {
  const done: Item[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      done[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  return done;
}
