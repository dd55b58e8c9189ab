import { ExponentialBackoff, fullJitterGenerator, type IBackoffFactory, type BulkheadPolicy } from 'cockatiel';
import { UnflatterError, isUnflatterError } from '../errors.ts';
import type { Breaker, Sign } from './breaker.ts';
import type { Answer, Spending } from './budget.ts';
import { leaving, waiting } from './deadline.ts';
import { countable, isBusy, mayPass, tokensOfError } from './faults.ts';
import { retryAfterOf } from './retry-after.ts';

/** No wait grows longer than this, in milliseconds, unless the provider asks for it. */
const longestWait = 10_000;
/** With less than this share of its time left, a rating makes no call: it would be paid for, and given up at once. */
const leastShare = 0.02;

export interface Limits {
  readonly maxCalls: number;
  readonly maxTokens: number;
  readonly maxRetryAfter: number;
  readonly firstWait: number;
  /** Milliseconds for the rating. */
  readonly timeout: number;
  /** When the rating is given up, on the clock of `performance`. */
  readonly deadline: number;
}

/** What the ratings of a rater share, and the signal of this one. */
export interface Surroundings {
  readonly slots: BulkheadPolicy;
  readonly breaker: Breaker;
  readonly signal: AbortSignal;
  readonly noteError: (error: unknown) => void;
}

type Attempt<Value> = (signal: AbortSignal, tokensLeft: number) => PromiseLike<Answer<Value>>;

/** The budget of one rating. Nothing that is asked of it after the signal makes a call. */
export function createSpending(limits: Limits, { slots, breaker, signal, noteError }: Surroundings): Spending {
  const start = performance.now();
  let [calls, tokens] = [0, 0];
  let lastError: unknown;
  const latest = limits.deadline - leastShare * limits.timeout;

  /** Why no call may be made now. */
  const refusal = (): UnflatterError | undefined => {
    const { maxCalls, maxTokens, timeout } = limits;
    if (calls >= maxCalls) return budgetExhausted('calls', maxCalls, calls, lastError);
    if (tokens >= maxTokens) return budgetExhausted('tokens', maxTokens, tokens, lastError);
    if (performance.now() >= latest) return tooLate(timeout);
    return breaker.refusal();
  };

  const attemptOnce = async <Value>(attempt: Attempt<Value>): Promise<Value> => {
    calls++;
    try {
      const answer = await leaving(signal, () => attempt(signal, limits.maxTokens - tokens));
      tokens += countable(answer.tokens);
      return answer.value;
    } catch (error) {
      if (signal.aborted) throw error;
      tokens += tokensOfError(error);
      lastError = error;
      noteError(error);
      throw error;
    }
  };

  /**
   * Asks twice: while a call waits for its turn, its time goes by, and others may open the circuit. A call that still waits
   * when its rating is over is dropped at its turn; nobody waits for it.
   */
  const inTurn = async <Value>(attempt: Attempt<Value>): Promise<Value> => {
    assertAllowed(refusal());
    const call = (): Promise<Value> => {
      assertAllowed(refusal());
      const turn = performance.now();
      return breaker.run(
        () => attemptOnce(attempt),
        (error) => signOf(error, signal, { start, turn }),
      );
    };
    return slots.execute(call, signal);
  };

  const call: Spending['call'] = async (attempt) => {
    let backoff: IBackoffFactory<unknown> = new ExponentialBackoff({
      generator: fullJitterGenerator,
      initialDelay: limits.firstWait,
      maxDelay: Math.max(longestWait, limits.firstWait),
    });
    for (;;) {
      try {
        return await inTurn(attempt);
      } catch (error) {
        signal.throwIfAborted();
        if (!mayPass(error) || refusal() !== undefined) throw error;
        const next = backoff.next(undefined);
        const asked = retryAfterOf(error, Date.now());
        const wait = asked + next.duration;
        if (asked > limits.maxRetryAfter || performance.now() + wait >= latest) throw error;
        await waiting(wait, signal);
        backoff = next;
      }
    }
  };
  return { call, used: () => ({ calls, tokens }) };
}

/**
 * A call that was given up shows that the provider hangs if it had most of the time of the rating; else, as when
 * the caller left, it shows nothing.
 */
function signOf(
  error: unknown,
  signal: AbortSignal,
  { start, turn }: { readonly start: number; readonly turn: number },
): Sign {
  if (signal.aborted) {
    const now = performance.now();
    return isUnflatterError(signal.reason, 'rating-timeout') && now - turn >= turn - start ? 'out of order' : 'nothing';
  }
  return mayPass(error) && !isBusy(error) ? 'out of order' : 'works';
}

function assertAllowed(refusal: UnflatterError | undefined): void {
  if (refusal !== undefined) throw refusal;
}

function tooLate(milliseconds: number): UnflatterError {
  const message = `the rating has too little of its ${milliseconds} ms left for a call`;
  return new UnflatterError('rating-timeout', message, { milliseconds });
}

function budgetExhausted(limit: 'calls' | 'tokens', allowed: number, used: number, cause: unknown): UnflatterError {
  const message = `the rating may use ${allowed} ${limit}, and has used ${used}`;
  return new UnflatterError('budget-exhausted', message, { limit, allowed, used }, { cause });
}
