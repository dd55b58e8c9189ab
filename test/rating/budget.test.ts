import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBudget, type Answer, type BudgetOptions, type Spending } from '../../src/rating/budget.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const busy = Object.assign(new Error('busy'), { statusCode: 503 });
const refused = Object.assign(new Error('refused'), { statusCode: 400 });
const answer = { value: 'an answer', tokens: 10 };
const hang = () => new Promise<never>(() => {});

const later = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));

type Step = Answer<string> | Error | (() => Promise<Answer<string>>);

/** An attempt that does one thing after the other, and the milliseconds at which it was asked to. */
function stepping(...steps: readonly Step[]) {
  const at: number[] = [];
  const attempt = async (): Promise<Answer<string>> => {
    const step = steps[at.push(Date.now()) - 1];
    if (typeof step === 'function') return step();
    if (step === undefined || step instanceof Error) throw step ?? new Error('one call too many');
    return step;
  };
  return { attempt, at };
}

/** A rating of one call, and what it came to: the value, or what was thrown. */
function rateOnce(options: BudgetOptions, attempt: () => Promise<Answer<string>>): Promise<unknown> {
  return settled(createBudget(options)(({ call }) => call(attempt)));
}

async function settled(rating: Promise<unknown>): Promise<unknown> {
  const outcome = rating.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return outcome;
}

describe('a budget', () => {
  it.each<[BudgetOptions, string]>([
    [{ maxCalls: 0 }, 'maxCalls'],
    [{ maxCalls: 1.5 }, 'maxCalls'],
    [{ maxTokens: 0 }, 'maxTokens'],
    [{ maxTokens: Number.NaN }, 'maxTokens'],
    [{ timeout: 0 }, 'timeout'],
    [{ concurrency: Infinity }, 'concurrency'],
    [{ maxRetryAfter: -1 }, 'maxRetryAfter'],
    [{ maxRetryAfter: 2 ** 31 }, 'maxRetryAfter'],
    [{ firstWait: Number.NaN }, 'firstWait'],
  ])('refuses %o at once', (options, option) => {
    expect(() => createBudget(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    expect(() => createBudget(options)).toThrow(option);
  });

  it('gives what the call gives, and tells what it used', async () => {
    const used: unknown[] = [];
    const rating = createBudget()(async ({ call, used: sofar }) => {
      const value = await call(async () => answer);
      used.push(sofar());
      await call(async () => ({ ...answer, tokens: undefined }));
      used.push(sofar());
      return value;
    });
    expect(await settled(rating)).toBe('an answer');
    expect(used).toEqual([
      { calls: 1, tokens: 10 },
      { calls: 2, tokens: 10 },
    ]);
  });

  it('makes three calls and then throws the very error of the last', async () => {
    const last = Object.assign(new Error('still busy'), { statusCode: 429 });
    const { attempt, at } = stepping(busy, busy, last);
    expect(await rateOnce({}, attempt)).toBe(last);
    expect(at.length).toBe(3);
  });

  it('makes one call where the error stays', async () => {
    for (const error of [refused, new Error('a mistake'), new TypeError('x is not a function')]) {
      const { attempt, at } = stepping(error, answer);
      expect(await rateOnce({}, attempt)).toBe(error);
      expect(at.length).toBe(1);
    }
  });

  it.each([
    ['says so', { isRetryable: true, statusCode: 400 }],
    ['is of a status that passes', { statusCode: 529 }],
    ['is caused by a connection that broke', { cause: { cause: { code: 'ECONNRESET' } } }],
  ])('makes another call where the error %s', async (_name, properties) => {
    expect(await rateOnce({}, stepping(Object.assign(new Error('no'), properties), answer).attempt)).toBe('an answer');
  });

  it.each([
    ['says so', { isRetryable: false, statusCode: 503 }],
    ['is its own cause', Object.assign(new Error('no'), { cause: undefined })],
  ])('makes no other call where the error %s', async (_name, properties) => {
    const error = Object.assign(new Error('no'), properties);
    if ('cause' in error) error.cause = error;
    expect(await rateOnce({}, stepping(error, answer).attempt)).toBe(error);
  });

  it('waits longer from one call to the next, for a part that is drawn', async () => {
    vi.spyOn(Math, 'random').mockReturnValueOnce(0.5).mockReturnValueOnce(0.5).mockReturnValueOnce(0);
    const { attempt, at } = stepping(busy, busy, busy, answer);
    expect(await rateOnce({ maxCalls: 4, firstWait: 400 }, attempt)).toBe('an answer');
    expect(at.slice(1).map((time, i) => time - at[i]!)).toEqual([200, 400, 0]);
  });

  it('throws the error at once where the wait would outlast the rating', async () => {
    const asking = Object.assign(new Error('busy'), { statusCode: 429, responseHeaders: { 'retry-after': '3' } });
    const { attempt, at } = stepping(asking, answer);
    const start = Date.now();
    expect(await rateOnce({ timeout: 2000, firstWait: 0 }, attempt)).toBe(asking);
    expect([at.length, Date.now() - start]).toEqual([1, 0]);
  });

  it('says, where it ends by the deadline, what the last call said', async () => {
    const { attempt, at } = stepping(busy, hang);
    const error = await rateOnce({ timeout: 5000 }, attempt);
    expect(error).toMatchObject({ code: 'rating-timeout', details: { milliseconds: 5000 }, cause: busy });
    expect(at.length).toBe(2);
  });

  it('makes no call after its end, whatever the work does', async () => {
    const { attempt, at } = stepping(answer);
    let spending: Spending | undefined;
    await settled(createBudget()(async (given) => void (spending = given)));
    await settled(createBudget({ timeout: 10 })((given) => ((spending = given), hang())));
    expect(await settled(spending!.call(attempt))).toMatchObject({ code: 'rating-timeout' });
    expect(at).toEqual([]);
  });
});

describe('the calls of one rating', () => {
  it('are refused once there were as many as allowed, with the last error as the cause', async () => {
    const { attempt, at } = stepping(busy, answer, answer);
    const error = await settled(
      createBudget({ maxCalls: 2 })(async ({ call }) => {
        await call(attempt);
        return call(attempt);
      }),
    );
    const details = { limit: 'calls', allowed: 2, used: 2 };
    expect(error).toMatchObject({ code: 'budget-exhausted', details, cause: busy });
    expect(at.length).toBe(2);
  });

  it('count together where they are made at the same time', async () => {
    let made = 0;
    const outcomes = createBudget({ maxCalls: 3 })(({ call }) =>
      Promise.allSettled(Array.from({ length: 9 }, () => call(async () => ({ ...answer, value: ++made })))),
    );
    const statuses = ((await settled(outcomes)) as { readonly status: string }[]).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'fulfilled').length).toBe(3);
    expect(made).toBe(3);
  });

  it('are refused once the tokens are used up, and the reply that used the last is kept', async () => {
    const { attempt, at } = stepping({ value: 'first', tokens: 60 }, { value: 'second', tokens: 60 }, answer);
    const replies: string[] = [];
    const error = await settled(
      createBudget({ maxTokens: 100 })(async ({ call }) => {
        for (;;) replies.push(await call(attempt));
      }),
    );
    expect(error).toMatchObject({ code: 'budget-exhausted', details: { limit: 'tokens', allowed: 100, used: 120 } });
    expect([replies, at.length]).toEqual([['first', 'second'], 2]);
  });

  it.each([
    ['itself', { usage: { totalTokens: 100 } }],
    ['in its parts', { usage: { inputTokens: 90, outputTokens: 10 } }],
    ['in its cause', { cause: { usage: { inputTokens: 90, outputTokens: 10, totalTokens: undefined } } }],
  ])('count the tokens of one that failed, where its error says %s', async (_name, properties) => {
    const error = Object.assign(new Error('busy'), { statusCode: 500 }, properties);
    const { attempt, at } = stepping(error, answer);
    expect(await rateOnce({ maxTokens: 100 }, attempt)).toBe(error);
    expect(at.length).toBe(1);
  });

  it.each([Number.NaN, -100, Infinity, '100'])('count nothing for %s tokens', async (tokens) => {
    let used: unknown;
    await settled(
      createBudget({ maxTokens: 5 })(async ({ call, used: soFar }) => {
        await call(async () => ({ value: '', tokens: tokens as number }));
        used = soFar();
      }),
    );
    expect(used).toEqual({ calls: 1, tokens: 0 });
  });
});

describe('the ratings of one rater', () => {
  it('leave their place to others when they are given up, even if the provider goes on', async () => {
    const budget = createBudget({ concurrency: 2, timeout: 1000 });
    const hanging = [1, 2].map(() => settled(budget(({ call }) => call(hang))));
    const waiting = new AbortController();
    const left = settled(budget(({ call }) => call(hang), waiting.signal));
    waiting.abort('left');
    expect(await left).toBe('left');
    expect(await Promise.all(hanging)).toMatchObject([{ code: 'rating-timeout' }, { code: 'rating-timeout' }]);
    expect(await settled(budget(({ call }) => call(async () => answer)))).toBe('an answer');
  });

  it('say nothing of what comes after their end', async () => {
    const unhandled = vi.fn<(error: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    const late = () => new Promise<never>((_, reject) => void setTimeout(() => reject(new Error('late')), 500));
    expect(await rateOnce({ timeout: 100 }, late)).toMatchObject({ code: 'rating-timeout' });
    vi.useRealTimers();
    await new Promise((resolve) => void setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('leave no timer behind when the caller leaves while they wait to ask again', async () => {
    const asking = Object.assign(new Error('busy'), { statusCode: 429, responseHeaders: { 'retry-after': '5' } });
    const { attempt, at } = stepping(asking, answer);
    const caller = new AbortController();
    const rating = createBudget()(({ call }) => call(attempt), caller.signal).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    // The deadline, and the wait.
    expect([at.length, vi.getTimerCount()]).toEqual([1, 2]);
    caller.abort('left');
    expect(await rating).toBe('left');
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('do not listen to the signal once more for each call', async () => {
    const listeners: number[] = [];
    const attempt = async (signal: AbortSignal) => {
      listeners.push(getEventListeners(signal, 'abort').length);
      if (listeners.length % 2 === 1) throw busy;
      return answer;
    };
    const rating = createBudget({ maxCalls: 20 })(async ({ call }) => {
      for (let i = 0; i < 10; i++) await call(attempt);
    });
    await settled(rating);
    expect(listeners).toEqual(Array(20).fill(listeners[0]));
  });

  it('end with the reason of the caller wherever they are, make no call after it, and leave no timer', async () => {
    const asking = Object.assign(new Error('busy'), { statusCode: 429, responseHeaders: { 'retry-after-ms': '4' } });
    let answered = false;
    const slow = async () => {
      await later(3);
      answered = true;
      return answer;
    };
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const places = new Set<string>();
    for (let steps = 0; ; steps++) {
      const { attempt, at } = stepping(busy, asking, slow);
      answered = false;
      const caller = new AbortController();
      // One place, taken for the first two milliseconds: the rating has to wait for its turn.
      const budget = createBudget({ concurrency: 1, firstWait: 4 });
      const before = budget(({ call }) => call(() => later(2).then(() => answer)));
      const state = { done: false };
      const rating = budget(({ call }) => call(attempt), caller.signal)
        .catch((error: unknown) => error)
        .finally(() => (state.done = true));
      // One step is one turn of the queue of promises; after twenty, time goes on.
      for (let step = 0; step < steps && !state.done; step++) {
        if (step % 20 === 19) vi.advanceTimersByTime(1);
        await Promise.resolve();
      }
      if (state.done) break;
      const calls = at.length;
      places.add(`${calls} calls, ${vi.getTimerCount()} timers`);
      caller.abort('the caller left');
      // An answer that has come may still be on its way.
      expect(answered ? ['an answer', 'the caller left'] : ['the caller left']).toContain(await rating);
      await vi.runAllTimersAsync();
      await before;
      expect(at.length).toBe(calls);
      expect(vi.getTimerCount()).toBe(0);
    }
    // Waiting for its turn, in each of the calls, and between them.
    expect([...places].map((place) => place[0])).toEqual(expect.arrayContaining(['0', '1', '2', '3']));
  });
});
