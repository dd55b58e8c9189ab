import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UnflatterError } from '../../src/errors.ts';
import { startPool, type Pool, type RunningPool } from '../../src/cli/rate-pool.ts';
import type { RatableRecord } from '../../src/cli/rate-records.ts';

const records = (count: number): RatableRecord[] => Array.from({ length: count }, (_, i) => ({ id: `r${i}` }));
const busy = Object.assign(new Error('busy'), { statusCode: 503 });
const slowDown = Object.assign(new Error('slow down'), { statusCode: 429 });
const late = new UnflatterError('rating-timeout', 'the rating took too long', { milliseconds: 1000 });
/** All records, in the order of their names. */
const idsOf = (count: number): string[] =>
  records(count)
    .map(({ id }) => id)
    .sort();

/** Runs a pool, one record at a time, on a model that answers as told. */
async function poolOn(
  count: number,
  answer: (record: RatableRecord, call: number) => void,
  more: Partial<Pool> = {},
  onPause: (milliseconds: number, stop: RunningPool['stop']) => void = () => {},
) {
  const told: string[] = [];
  let [calls, replies] = [0, 0];
  const pool: RunningPool = startPool({
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
    asksAgain: true,
    firstPause: 1,
    longestPause: 1,
    onPause: (milliseconds) => {
      told.push('pause');
      // The pause begins once it is told of.
      setImmediate(() => onPause(milliseconds, pool.stop));
    },
    onRated: ({ id }) => told.push(id),
    onFailed: ({ id }, { code }) => told.push(`${id} ${code}`),
    ...more,
  });
  return { stop: await pool.finished, told, calls };
}

describe('a provider', () => {
  it.each([
    [busy, 'rating-failed'],
    [late, 'rating-timeout'],
  ])('that fails on the same records each time fails them, the third time', async (error, code) => {
    const asked: string[] = [];
    const { told, stop } = await poolOn(5, ({ id }) => {
      asked.push(id);
      if (id === 'r1' || id === 'r4') throw error;
    });
    expect(told.filter((one) => one !== 'pause')).toEqual(['r0', 'r2', 'r3', `r1 ${code}`, `r4 ${code}`]);
    expect(asked.filter((id) => id === 'r1')).toHaveLength(3);
    expect(asked.filter((id) => id === 'r4')).toHaveLength(3);
    expect(stop).toBeUndefined();
  });

  it.each([busy, late, slowDown])('that fails now and then fails no record', async (error) => {
    const { told, stop } = await poolOn(30, ({ id }, call) => {
      if (call <= 30 && Number(id.slice(1)) % 3 === 1) throw error;
    });
    expect(stop).toBeUndefined();
    expect(told.filter((one) => one !== 'pause').sort()).toEqual(idsOf(30));
  });

  it('that takes a few calls at a time only is asked until all is rated', async () => {
    let taken = 0;
    const { told, stop } = await poolOn(
      40,
      () => {
        if (++taken > 3) throw slowDown;
      },
      { concurrency: 8 },
      () => {
        taken = 0;
      },
    );
    expect(stop).toBeUndefined();
    expect(told.filter((one) => one !== 'pause').sort()).toEqual(idsOf(40));
  });

  it('that is busy for one record alone, whatever else it is asked, fails it in the end', async () => {
    const pauses: number[] = [];
    const asked: string[] = [];
    const { told, stop } = await poolOn(
      20,
      ({ id }) => {
        asked.push(id);
        if (id === 'r1') throw slowDown;
      },
      { longestPause: 30, onPause: (milliseconds) => pauses.push(milliseconds) },
    );
    expect(told).toEqual([...records(20).flatMap(({ id }) => (id === 'r1' ? [] : [id])), 'r1 rating-failed']);
    // Once among the others, and five times when they were rated.
    expect(asked.filter((id) => id === 'r1')).toHaveLength(6);
    expect(pauses).toEqual([1, 2, 4, 8]);
    expect(stop).toBeUndefined();
  });

  it.each([
    ['40', 40],
    ['90000', 60_000],
  ])('that asks for a wait of %s ms is left alone for %i', async (asked, waited) => {
    const responseHeaders = { 'retry-after-ms': asked };
    const error = Object.assign(new Error('slow down'), { statusCode: 429, responseHeaders });
    const pauses: number[] = [];
    const onPause = (milliseconds: number, stop: RunningPool['stop']): void => {
      pauses.push(milliseconds);
      if (milliseconds > 1000) stop({ why: 'signal', signal: 'SIGINT' });
    };
    const { told } = await poolOn(
      2,
      (_, call) => {
        if (call === 2) throw error;
      },
      {},
      onPause,
    );
    expect(pauses).toEqual([waited]);
    expect(told).toEqual(['r0', 'pause', ...(waited === 40 ? ['r1'] : [])]);
  });

  it('that is asked by a batch is not asked again', async () => {
    const { told, calls } = await poolOn(
      4,
      ({ id }) => {
        if (id === 'r1') throw slowDown;
        if (id === 'r2') throw busy;
      },
      { asksAgain: false, mostInRow: Infinity },
    );
    expect(told.sort()).toEqual(['r0', 'r1 rating-failed', 'r2 rating-failed', 'r3']);
    expect(calls).toBe(4);
  });

  it('that hangs for a while is left alone, and asked again for all that it missed', async () => {
    const { told, stop } = await poolOn(30, (_, call) => {
      if (call > 5 && call <= 25) throw late;
    });
    expect(stop).toBeUndefined();
    expect(told.filter((one) => one === 'pause')).toHaveLength(2);
    expect(told.filter((one) => one !== 'pause').sort()).toEqual(idsOf(30));
  });

  it('is left alone longer from pause to pause, and once for all calls that were under way', async () => {
    const pauses: number[] = [];
    const { stop } = await poolOn(
      200,
      (_, call) => {
        if (call > 5) throw busy;
      },
      { concurrency: 100, firstPause: 1, longestPause: 20, onPause: (milliseconds) => pauses.push(milliseconds) },
    );
    expect(stop).toEqual({ why: 'broken', error: busy });
    expect(pauses).toEqual([1, 2, 4, 8, 16, ...Array.from({ length: 15 }, () => 20)]);
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

  it('is let go only when all that was under way has come to its end, also where a line cannot be written', async () => {
    const full = new Error('full');
    const written: string[] = [];
    let open = true;
    const pool = poolOn(8, () => {}, {
      concurrency: 4,
      rate: async ({ id }) => {
        await sleep(id === 'r0' ? 1 : 30);
        return { selfRating: 1 };
      },
      onRated: ({ id }) => {
        if (id === 'r0') throw full;
        written.push(`${id} ${open}`);
      },
    });
    await expect(pool).rejects.toBe(full);
    open = false;
    await sleep(60);
    expect(written).toEqual(['r1 true', 'r2 true', 'r3 true']);
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
