import { describe, expect, it } from 'vitest';
import { startPool, type Pool } from '../../src/cli/rate-pool.ts';
import type { RatableRecord } from '../../src/cli/rate-records.ts';

const records = (count: number): RatableRecord[] => Array.from({ length: count }, (_, i) => ({ id: `r${i}` }));
const busy = Object.assign(new Error('busy'), { statusCode: 503 });

/** Runs a pool, one record at a time, on a model that answers as told. */
async function poolOn(count: number, answer: (record: RatableRecord, call: number) => void, more: Partial<Pool> = {}) {
  const told: string[] = [];
  let [calls, replies] = [0, 0];
  const pool = startPool({
    records: records(count),
    concurrency: 1,
    mostInRow: 10,
    rate: async (record) => {
      answer(record, ++calls);
      replies++;
      return { selfRating: 1 };
    },
    limit: () => undefined,
    replies: () => replies,
    isProven: false,
    pause: 1,
    onPause: () => told.push('pause'),
    onRated: ({ id }) => told.push(id),
    onFailed: ({ id }, { code }) => told.push(`${id} ${code}`),
    ...more,
  });
  return { stop: await pool.finished, told, calls };
}

describe('a provider', () => {
  it('that fails now and then fails the records it is asked for then', async () => {
    const { told, stop } = await poolOn(5, ({ id }) => {
      if (id === 'r1' || id === 'r4') throw busy;
    });
    expect(told).toEqual(['r0', 'r1 rating-failed', 'r2', 'r3', 'r4 rating-failed']);
    expect(stop).toBeUndefined();
  });

  it('that is out of order for a while is left alone, and asked again for all that it missed', async () => {
    const { told, stop, calls } = await poolOn(20, (_, call) => {
      if (call > 5 && call <= 25) throw busy;
    });
    expect(stop).toBeUndefined();
    expect(told.filter((one) => one === 'pause')).toHaveLength(2);
    expect(told.filter((one) => one !== 'pause').sort()).toEqual(
      records(20)
        .map(({ id }) => id)
        .sort(),
    );
    expect(calls).toBe(40);
  });

  it('that stays out of order is given up, and no record is blamed', async () => {
    const { told, stop, calls } = await poolOn(50, (_, call) => {
      if (call > 5) throw busy;
    });
    expect(stop).toEqual({ why: 'broken', error: busy });
    expect(told.filter((one) => one !== 'pause')).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
    expect(calls).toBe(5 + 21 * 10);
  });

  it('that has never answered, or will not by waiting, is not waited for', async () => {
    const refused = Object.assign(new Error('no'), { statusCode: 403 });
    for (const [from, error] of [
      [0, busy],
      [5, refused],
    ] as const) {
      const { told, stop } = await poolOn(50, (_, call) => {
        if (call > from) throw error;
      });
      expect(stop).toEqual({ why: 'broken', error });
      expect(told).toHaveLength(from);
    }
  });

  it('that a line cannot be written for is asked no more', async () => {
    const full = new Error('full');
    let written = 0;
    const onRated = (): void => {
      if (++written === 3) throw full;
    };
    await expect(poolOn(50, () => {}, { onRated, concurrency: 4 })).rejects.toBe(full);
    // Those under way are finished: they are paid for.
    expect(written).toBeLessThanOrEqual(3 + 3);
  });
});
