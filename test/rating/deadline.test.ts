import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from '../../src/rating/deadline.ts';

afterEach(() => vi.useRealTimers());

const never = () => new Promise<never>(() => {});
const obeys = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

describe('work with a deadline', () => {
  it('gives what the work gives', async () => {
    expect(await withDeadline(1000, undefined, async () => 'done')).toBe('done');
  });

  it('fails as the work fails, in a promise or at once', async () => {
    const error = new Error('no route');
    await expect(withDeadline(1000, undefined, () => Promise.reject(error))).rejects.toBe(error);
    const throwing = () => {
      throw error;
    };
    await expect(withDeadline(1000, undefined, throwing)).rejects.toBe(error);
  });

  it('is told to stop at the deadline, not before', async () => {
    vi.useFakeTimers();
    let signal: AbortSignal | undefined;
    const result = withDeadline(1000, undefined, (given) => {
      signal = given;
      return never();
    });
    const outcome = result.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(999);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(signal?.aborted).toBe(true);
    expect(await outcome).toMatchObject({ code: 'rating-timeout', details: { milliseconds: 1000 } });
  });

  it('is told to stop with the reason of the caller', async () => {
    const controller = new AbortController();
    let signal: AbortSignal | undefined;
    const result = withDeadline(60_000, controller.signal, (given) => {
      signal = given;
      return never();
    });
    controller.abort('changed my mind');
    await expect(result).rejects.toBe('changed my mind');
    expect(signal?.reason).toBe('changed my mind');
  });

  it('says that it was late, also where the work fails on being told to stop', async () => {
    await expect(withDeadline(10, undefined, obeys)).rejects.toMatchObject({ code: 'rating-timeout' });
  });

  it.each([
    ['works out', async () => 1],
    ['fails', () => Promise.reject(new Error('no route'))],
  ])('leaves no timer and no listener behind when it %s', async (_name, work) => {
    vi.useFakeTimers();
    const { signal } = new AbortController();
    await withDeadline(60_000, signal, work).catch(() => {});
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
