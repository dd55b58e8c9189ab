import { bulkhead } from 'cockatiel';
import type { OptionNames } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, isUnflatterError } from '../errors.ts';
import { createBreaker } from './breaker.ts';
import { assertTimeout, withDeadline } from './deadline.ts';
import type { Usage } from './request.ts';
import { createSpending } from './spending.ts';

/** What one rating may cost. */
export interface BudgetOptions {
  /** Calls of the model for one rating at most, retries and a repair included. @default 3 */
  readonly maxCalls?: number | undefined;
  /**
   * Tokens, in and out, of all calls of one rating: with so many used, no further call is made, and a language model is
   * told to write no more than what is left of them, from 64 to 8,192. So the last call may go beyond by what it is sent, and
   * by 64. Failed calls count where their error says what they used; a provider that says nothing of usage uses nothing.
   * @default no limit
   */
  readonly maxTokens?: number | undefined;
  /**
   * Milliseconds for one rating, waits and repairs included. No call is made in the last fiftieth of them.
   * @default 30000
   */
  readonly timeout?: number | undefined;
  /**
   * Calls under way at the same time, of all ratings of the rater; others wait for their turn. A call that is given up
   * makes room, also where the provider goes on with it.
   * @default 8
   */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds that a provider may ask to wait (`Retry-After`). Where it asks for more, its error is thrown at once.
   * @default 10000
   */
  readonly maxRetryAfter?: number | undefined;
  /**
   * Milliseconds of the longest first wait before a call is made again; the longest wait doubles from one call to the
   * next, and how much of it is waited, is drawn. What the provider asks for comes on top.
   * @default 500
   */
  readonly firstWait?: number | undefined;
}

/** For `assertOptions`. */
export const budgetNames = {
  maxCalls: true,
  maxTokens: true,
  timeout: true,
  concurrency: true,
  maxRetryAfter: true,
  firstWait: true,
} as const satisfies OptionNames<BudgetOptions>;

/** What one call of a model gave, and what it used: tokens in and out together, undefined where the provider says nothing. */
export interface Answer<Value> {
  readonly value: Value;
  readonly tokens: number | undefined;
}

/** The budget of one rating. */
export interface Spending {
  /**
   * Makes a call, and again after a fault that may pass, until one answers or the budget is spent. It must be the only
   * one that does: the attempt is to call a model without retries of its own. It is told the tokens that are left, which
   * are infinitely many without a limit.
   *
   * @throws the error of the last call; UnflatterError `budget-exhausted` or `circuit-open` where no call was made, with
   *   the last error as its cause.
   */
  readonly call: <Value>(
    attempt: (signal: AbortSignal, tokensLeft: number) => PromiseLike<Answer<Value>>,
  ) => Promise<Value>;
  readonly used: () => Usage;
}

/**
 * Runs one rating within its budget. It ends in time whatever the work and its calls do: what is under way then is told
 * to stop, and left behind.
 *
 * @throws what the work throws; UnflatterError `rating-timeout`, with the error of the last call as its cause; or the
 *   reason of the caller's signal.
 */
export type Budget = <Value>(work: (spending: Spending) => Promise<Value>, signal?: AbortSignal) => Promise<Value>;

/**
 * One budget for all ratings of a rater: they share the calls at the same time, and a circuit breaker. After five faults
 * of the provider in a row no call is made for 30 seconds; then one tries, and what it finds counts for all. That the
 * provider is busy is no such fault.
 *
 * @throws UnflatterError `invalid-option`
 */
export function createBudget({
  maxCalls = 3,
  maxTokens = Infinity,
  timeout = 30_000,
  concurrency = 8,
  maxRetryAfter = 10_000,
  firstWait = 500,
}: BudgetOptions = {}): Budget {
  assertCount('maxCalls', maxCalls);
  assertOption(typeof maxTokens === 'number' && maxTokens > 0, 'maxTokens', 'a number above 0', maxTokens);
  assertTimeout(timeout);
  assertCount('concurrency', concurrency);
  assertWait('maxRetryAfter', maxRetryAfter);
  assertWait('firstWait', firstWait);
  const shared = { slots: bulkhead(concurrency, Infinity), breaker: createBreaker() };
  return async (work, outer) => {
    let lastError: unknown;
    const noteError = (error: unknown): void => {
      lastError = error;
    };
    try {
      return await withDeadline(timeout, outer, async (signal) => {
        const deadline = performance.now() + timeout;
        const limits = { maxCalls, maxTokens, maxRetryAfter, firstWait, timeout, deadline };
        return work(createSpending(limits, { ...shared, signal, noteError }));
      });
    } catch (error) {
      throw explained(error, lastError);
    }
  };
}

/** The error of a rating that came to no end, with what its last call said. */
function explained(error: unknown, lastError: unknown): unknown {
  if (!isUnflatterError(error, 'rating-timeout') || lastError === undefined || error.cause !== undefined) return error;
  return new UnflatterError(error.code, error.message, error.details, { cause: lastError });
}

function assertCount(option: string, count: number): void {
  assertOption(Number.isSafeInteger(count) && count > 0, option, 'a whole number above 0', count);
}

function assertWait(option: string, wait: number): void {
  const holds = typeof wait === 'number' && wait >= 0 && wait < 2 ** 31;
  assertOption(holds, option, 'a number of milliseconds from 0 and below 2^31', wait);
}
