import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/math/random.ts';
import { createBudget, type Answer, type Budget } from '../../src/rating/budget.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const down = Object.assign(new Error('down'), { statusCode: 500 });
const refused = Object.assign(new Error('refused'), { statusCode: 400 });
const answer: Answer<string> = { value: 'an answer', tokens: 1 };
const pause = 30_000;

/** A provider that does what it is told, and counts its calls. */
function provider() {
  const state = { calls: 0, does: async (): Promise<Answer<string>> => answer };
  const attempt = (): Promise<Answer<string>> => {
    state.calls++;
    return state.does();
  };
  return { state, attempt };
}

const fails = (error: unknown) => async () => {
  throw error;
};
const hangs = () => new Promise<never>(() => {});

function rate(budget: Budget, attempt: () => Promise<Answer<string>>, signal?: AbortSignal): Promise<unknown> {
  return budget(({ call }) => call(attempt), signal).catch((error: unknown) => error);
}

/** Makes the circuit open. */
async function broken(options: object = {}) {
  const budget = createBudget({ maxCalls: 1, timeout: 1000, ...options });
  const { state, attempt } = provider();
  state.does = fails(down);
  for (let i = 0; i < 5; i++) expect(await rate(budget, attempt)).toBe(down);
  state.calls = 0;
  return { budget, state, attempt };
}

describe('a circuit', () => {
  it('opens after five faults in a row: no call is made, and the error says why and for how long', async () => {
    const { budget, state, attempt } = await broken();
    vi.advanceTimersByTime(10_000);
    const details = { milliseconds: 20_000 };
    expect(await rate(budget, attempt)).toMatchObject({ code: 'circuit-open', details, cause: down });
    expect(state.calls).toBe(0);
  });

  it('is open for those who wait for their turn, too', async () => {
    const budget = createBudget({ maxCalls: 1, concurrency: 1 });
    const { state, attempt } = provider();
    state.does = fails(down);
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => rate(budget, attempt)));
    expect(state.calls).toBe(5);
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill(down));
    for (const outcome of outcomes.slice(5)) expect(outcome).toMatchObject({ code: 'circuit-open' });
  });

  it('ends the retries of the rating that opens it, with the error of the provider', async () => {
    const budget = createBudget({ maxCalls: 9, firstWait: 0 });
    const { state, attempt } = provider();
    state.does = fails(down);
    const outcome = rate(budget, attempt);
    await vi.runAllTimersAsync();
    expect(await outcome).toBe(down);
    expect(state.calls).toBe(5);
  });

  it('lets one try after a pause, refuses the others at once, and closes on an answer', async () => {
    const { budget, state, attempt } = await broken();
    vi.advanceTimersByTime(pause);
    state.does = () => new Promise((resolve) => void setTimeout(resolve, 100, answer));
    const trial = rate(budget, attempt);
    expect(await rate(budget, attempt)).toMatchObject({ code: 'circuit-open' });
    expect(state.calls).toBe(1);
    vi.advanceTimersByTime(100);
    expect(await trial).toBe('an answer');
    state.does = async () => answer;
    expect(await Promise.all([rate(budget, attempt), rate(budget, attempt)])).toEqual(['an answer', 'an answer']);
  });

  it.each([
    ['fails', fails(down), down],
    ['hangs', hangs, { code: 'rating-timeout' }],
  ])('stays open where the one that tries %s', async (_name, does, expected) => {
    const { budget, state, attempt } = await broken();
    vi.advanceTimersByTime(pause);
    state.does = does;
    const trial = rate(budget, attempt);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await trial).toMatchObject(expected);
    state.does = async () => answer;
    expect(await rate(budget, attempt)).toMatchObject({ code: 'circuit-open' });
    vi.advanceTimersByTime(pause);
    expect(await rate(budget, attempt)).toBe('an answer');
  });

  it('stays open where the caller of the one that tries leaves', async () => {
    const { budget, state, attempt } = await broken();
    vi.advanceTimersByTime(pause);
    state.does = hangs;
    const caller = new AbortController();
    const trial = rate(budget, attempt, caller.signal);
    caller.abort('left');
    expect(await trial).toBe('left');
    expect(await rate(budget, attempt)).toMatchObject({ code: 'circuit-open' });
    expect(state.calls).toBe(1);
  });

  it('opens where the provider hangs', async () => {
    const budget = createBudget({ timeout: 1000 });
    const { state, attempt } = provider();
    state.does = hangs;
    for (let i = 0; i < 5; i++) {
      const outcome = rate(budget, attempt);
      await vi.advanceTimersByTimeAsync(1000);
      expect(await outcome).toMatchObject({ code: 'rating-timeout' });
    }
    expect(await rate(budget, attempt)).toMatchObject({ code: 'circuit-open' });
    expect(state.calls).toBe(5);
  });

  it('does not open where callers leave, nor where calls had little of the time that others waited', async () => {
    const budget = createBudget({ timeout: 1000, concurrency: 10 });
    const { state, attempt } = provider();
    state.does = hangs;
    for (let i = 0; i < 20; i++) {
      const caller = new AbortController();
      const outcome = rate(budget, attempt, caller.signal);
      caller.abort('left');
      expect(await outcome).toBe('left');
    }
    // Ten slow ones take all places for most of the time of the ten that wait, which then have little of it left.
    state.does = () => new Promise((resolve) => void setTimeout(resolve, 900, answer));
    const outcomes = Promise.all(Array.from({ length: 20 }, () => rate(budget, attempt)));
    await vi.advanceTimersByTimeAsync(1000);
    expect((await outcomes).filter((outcome) => outcome === 'an answer').length).toBe(10);
    state.does = async () => answer;
    expect(await rate(budget, attempt)).toBe('an answer');
  });

  it('does not open where the provider is busy: all that it answers in time are rated', async () => {
    const budget = createBudget();
    const { state, attempt } = provider();
    const busy = Object.assign(new Error('busy'), {
      statusCode: 429,
      isRetryable: true,
      responseHeaders: { 'retry-after': '1' },
    });
    state.does = async () => {
      if (state.calls <= 8) throw busy;
      return answer;
    };
    const outcomes = Promise.all(Array.from({ length: 24 }, () => rate(budget, attempt)));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await outcomes).toEqual(Array(24).fill('an answer'));
  });

  it.each([408, 409, 429])(
    'closes where the one that tries is answered by %i: the provider is there',
    async (status) => {
      const { budget, state, attempt } = await broken();
      vi.advanceTimersByTime(pause);
      const busy = Object.assign(new Error('busy'), { statusCode: status });
      state.does = fails(busy);
      expect(await rate(budget, attempt)).toBe(busy);
      state.does = async () => answer;
      expect(await rate(budget, attempt)).toBe('an answer');
    },
  );

  it.each([
    ['the request is refused', refused],
    ['the reply cannot be read', new SyntaxError('no JSON')],
  ])('does not open where %s, which also breaks the row', async (_name, error) => {
    const budget = createBudget({ maxCalls: 1 });
    const { state, attempt } = provider();
    for (let i = 0; i < 40; i++) {
      state.does = fails(i % 5 === 0 ? error : down);
      expect(await rate(budget, attempt)).toBe(i % 5 === 0 ? error : down);
    }
    state.does = fails(error);
    for (let i = 0; i < 10; i++) expect(await rate(budget, attempt)).toBe(error);
    expect(state.calls).toBe(50);
  });
});

describe('ten thousand ratings against a provider that is down', () => {
  const ratings = 10_000;

  it.each([
    ['fails', fails(down), 1, 1],
    ['fails and is asked again', fails(down), 3, 1],
    ['hangs', hangs, 3, 1],
    ['hangs while callers leave', hangs, 3, 1],
    ['fails with eight calls at a time', fails(down), 3, 8],
    ['hangs with eight calls at a time', hangs, 3, 8],
  ])('make five calls and one for each pause: it %s', async (name, does, maxCalls, concurrency) => {
    const random = seededRandom(5);
    const budget = createBudget({ maxCalls, concurrency, timeout: 200, firstWait: 10 });
    const { state, attempt } = provider();
    state.does = does;
    const start = Date.now();
    const outcomes: unknown[] = [];
    const waitingFor: Promise<unknown>[] = [];
    for (let i = 0; i < ratings; i++) {
      const caller = new AbortController();
      const rating = rate(budget, attempt, caller.signal).then((outcome) => outcomes.push(outcome));
      waitingFor.push(rating);
      if (name.includes('leave') && i >= 5) {
        await vi.advanceTimersByTimeAsync(50);
        caller.abort('left');
      }
      // In a row, or before the others have ended; now and then nothing happens for a while.
      await vi.advanceTimersByTimeAsync(concurrency > 1 ? Math.floor(random() * 50) : 250);
      if (random() < 0.002) await vi.advanceTimersByTimeAsync(random() * 100_000);
    }
    await vi.advanceTimersByTimeAsync(1000);
    await Promise.all(waitingFor);
    expect(outcomes.length).toBe(ratings);
    expect(outcomes).not.toContain('an answer');
    // Those that are under way when the circuit opens cannot be called back.
    const underWay = concurrency - 1;
    expect(state.calls).toBeLessThanOrEqual(5 + underWay + (Date.now() - start) / pause);
    expect(state.calls).toBeGreaterThan(5);
  });
});
