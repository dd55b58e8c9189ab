import { withDeadline } from './deadline.ts';

/** What one rating may cost. */
export interface BudgetOptions {
  /** Calls of the model for one rating at most, retries and a repair included. @default 3 */
  readonly maxCalls?: number | undefined;
  /** Tokens, in and out, of all calls of one rating: with so many used, no further call is made. @default no limit */
  readonly maxTokens?: number | undefined;
  /** Milliseconds for one rating, waits and repairs included. @default 30000 */
  readonly timeout?: number | undefined;
}

/** What calls have used. */
export interface Usage {
  readonly calls: number;
  readonly tokens: number;
}

/** What one call of a model gave, and what it used: tokens in and out together, undefined where the provider says nothing. */
export interface Answer<Value> {
  readonly value: Value;
  readonly tokens: number | undefined;
}

/** The budget of one rating. */
export interface Spending {
  /** Makes a call, and again after a fault that may pass, until one answers or the budget is spent. */
  readonly call: <Value>(attempt: (signal: AbortSignal) => PromiseLike<Answer<Value>>) => Promise<Value>;
  readonly used: () => Usage;
}

/** Runs one rating within its budget. */
export type Budget = <Value>(work: (spending: Spending) => Promise<Value>, signal?: AbortSignal) => Promise<Value>;

/** One budget for all ratings of a rater. */
export function createBudget({ timeout = 30_000 }: BudgetOptions = {}): Budget {
  return (work, outer) =>
    withDeadline(timeout, outer, async (signal) => {
      let [calls, tokens] = [0, 0];
      return work({
        call: async (attempt) => {
          calls++;
          const answer = await attempt(signal);
          tokens += answer.tokens ?? 0;
          return answer.value;
        },
        used: () => ({ calls, tokens }),
      });
    });
}
