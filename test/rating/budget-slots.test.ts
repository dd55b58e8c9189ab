import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBudget, type Answer } from '../../src/rating/budget.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Command =
  | { readonly does: 'rate' }
  /** One of the calls under way, by its place, ends so. */
  | { readonly does: 'answer' | 'fail' | 'refuse'; readonly which: number }
  /** The caller of one of the ratings leaves; its call, if it has one, goes on for ever. */
  | { readonly does: 'leave'; readonly which: number }
  | { readonly does: 'wait'; readonly milliseconds: number };

const some = (does: 'answer' | 'fail' | 'refuse' | 'leave') => fc.nat(20).map((which): Command => ({ does, which }));
const commands = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Command>({ does: 'rate' }) },
    { weight: 2, arbitrary: some('answer') },
    { weight: 1, arbitrary: some('fail') },
    { weight: 1, arbitrary: some('refuse') },
    { weight: 1, arbitrary: some('leave') },
    { weight: 1, arbitrary: fc.nat(40_000).map((milliseconds): Command => ({ does: 'wait', milliseconds })) },
  ),
  { minLength: 10, maxLength: 40 },
);

interface Call {
  readonly resolve: (answer: Answer<string>) => void;
  readonly reject: (error: unknown) => void;
}

/** A rater of which is known at any time which ratings are not over, and which calls are under way. */
function observed(concurrency: number) {
  const budget = createBudget({ concurrency, timeout: 10_000, firstWait: 0 });
  const callers = new Set<AbortController>();
  const calls = new Set<Call>();
  let most = 0;
  const attempt = (signal: AbortSignal): Promise<Answer<string>> =>
    new Promise((resolve, reject) => {
      const call = { resolve, reject };
      calls.add(call);
      most = Math.max(most, calls.size);
      signal.addEventListener('abort', () => calls.delete(call));
    });
  const rate = (): void => {
    const caller = new AbortController();
    callers.add(caller);
    const over = (): void => void callers.delete(caller);
    budget(({ call }) => call(attempt), caller.signal).then(over, over);
  };
  return { rate, callers, calls, most: () => most };
}

function run(command: Command, { rate, callers, calls }: ReturnType<typeof observed>): void {
  if (command.does === 'rate') rate();
  if (command.does === 'wait') vi.advanceTimersByTime(command.milliseconds);
  if (command.does === 'leave') pickOf(callers, command.which)?.abort('left');
  if (command.does !== 'answer' && command.does !== 'fail' && command.does !== 'refuse') return;
  const call = pickOf(calls, command.which);
  if (call === undefined) return;
  calls.delete(call);
  if (command.does === 'answer') call.resolve({ value: 'an answer', tokens: 1 });
  else call.reject(Object.assign(new Error(command.does), { statusCode: command.does === 'fail' ? 500 : 400 }));
}

function pickOf<Item>(items: ReadonlySet<Item>, place: number): Item | undefined {
  return [...items][place % Math.max(1, items.size)];
}

it('has never more calls under way than allowed, and never fewer than it could, in 1,000 sequences of events', async () => {
  const reached = { limit: 0, waiting: 0 };
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), commands, async (concurrency, sequence) => {
      const rater = observed(concurrency);
      for (const command of sequence) {
        run(command, rater);
        await vi.advanceTimersByTimeAsync(1);
        expect(rater.calls.size).toBe(Math.min(concurrency, rater.callers.size));
        if (rater.callers.size > concurrency) reached.waiting++;
      }
      await vi.advanceTimersByTimeAsync(20_000);
      expect([rater.callers.size, rater.calls.size]).toEqual([0, 0]);
      expect(rater.most()).toBeLessThanOrEqual(concurrency);
      if (rater.most() === concurrency) reached.limit++;
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 1000, seed: 1 },
  );
  expect(reached.limit).toBeGreaterThan(500);
  expect(reached.waiting).toBeGreaterThan(1000);
});

/** A provider that hears no signal, and counts its calls. */
function deaf() {
  const state = { calls: 0 };
  const attempt = (): Promise<Answer<string>> => {
    state.calls++;
    return new Promise(() => {});
  };
  return { state, attempt };
}

it.each([
  ['at once', 0],
  ['one after the other', 1],
])('starts no call for those whose time went by in the queue, where they came %s', async (_name, apart) => {
  const budget = createBudget({ concurrency: 1, timeout: 10_000 });
  const { state, attempt } = deaf();
  const outcomes: Promise<unknown>[] = [];
  for (let i = 0; i < 200; i++) {
    outcomes.push(budget(({ call }) => call(attempt)).catch((error: unknown) => error));
    await vi.advanceTimersByTimeAsync(apart);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject({ code: 'rating-timeout' });
  expect(state.calls).toBe(1);
});

it('makes no second call with too little time left for it', async () => {
  const budget = createBudget({ timeout: 10_000 });
  let calls = 0;
  const slow = async (): Promise<Answer<string>> => {
    calls++;
    await new Promise((resolve) => void setTimeout(resolve, 9_900));
    return { value: 'an answer', tokens: 1 };
  };
  const outcome = budget(async ({ call }) => [await call(slow), await call(slow)]).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(await outcome).toMatchObject({ code: 'rating-timeout', details: { milliseconds: 10_000 } });
  expect(calls).toBe(1);
});
