import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UnflatterError } from '../../src/errors.ts';
import type { LoggedDecision } from '../../src/log/decision.ts';
import { createQueue, type LogQueue } from '../../src/log/queue.ts';
import { decision } from './example-log.ts';

const failing = new UnflatterError('store-failed', 'on purpose', { place: 'x', reason: 'y' });

/** A store that refuses what it is told to, and a queue before it. */
function queueBefore(refuses: (decisions: readonly LoggedDecision[]) => boolean, bound = 1_000) {
  const kept: string[] = [];
  const append = async (decisions: readonly LoggedDecision[]): Promise<number> => {
    if (refuses(decisions)) throw failing;
    const fresh = decisions.filter(({ id }) => !kept.includes(id));
    kept.push(...fresh.map(({ id }) => id));
    return fresh.length;
  };
  const told: number[] = [];
  const build = (id: string): LoggedDecision => decision(id);
  const onError = (_: UnflatterError, dropped: number): void => void told.push(dropped);
  return { kept, told, queue: createQueue<string>({ bound, store: { append }, build, onError }) };
}

const names = Array.from({ length: 60 }, (_, i) => `id-${i}`);
const untilStored = async (queue: LogQueue<string>, tries: number): Promise<void> => {
  for (let left = tries; left > 0; left--) await queue.flush().catch(() => {});
};

describe('a queue before a store that refuses one decision', () => {
  const refuses = (decisions: readonly LoggedDecision[]): boolean => decisions.some(({ id }) => id === 'refused');

  it('stores all the others when it closes, and counts that one', async () => {
    const { kept, told, queue } = queueBefore(refuses);
    for (const id of ['refused', ...names]) queue.add(id);
    await queue.close();
    expect(kept.toSorted()).toEqual(names.toSorted());
    expect(queue.dropped()).toBe(1);
    expect(told.at(-1)).toBe(1);
  });

  it('is not held up by it, and gives it up', async () => {
    const { kept, queue } = queueBefore(refuses);
    for (const id of [...names.slice(0, 30), 'refused', ...names.slice(30)]) queue.add(id);
    await untilStored(queue, 12);
    expect(kept.toSorted()).toEqual(names.toSorted());
    queue.add('later');
    await untilStored(queue, 3);
    queue.add('last');
    await untilStored(queue, 3);
    expect(kept).toHaveLength(62);
    expect(queue.dropped()).toBe(1);
    await queue.flush();
    await queue.close();
    expect(queue.dropped()).toBe(1);
  });
});

describe('a queue before a store that is down', () => {
  it('gives up none, however often that fails', async () => {
    let isDown = true;
    const { kept, queue } = queueBefore(() => isDown);
    for (const id of names) queue.add(id);
    await untilStored(queue, 200);
    expect(queue.dropped()).toBe(0);
    isDown = false;
    await queue.close();
    expect(kept.toSorted()).toEqual(names.toSorted());
    expect(queue.dropped()).toBe(0);
  });

  it('counts no decision as lost that an attempt stored which seemed to fail', async () => {
    const kept = new Set<string>();
    let calls = 0;
    const append = async (decisions: readonly LoggedDecision[]): Promise<number> => {
      const fresh = decisions.filter(({ id }) => !kept.has(id)).length;
      for (const { id } of decisions) kept.add(id);
      if (++calls === 1) throw failing;
      return fresh;
    };
    const queue = createQueue<string>({
      bound: 1_000,
      store: { append },
      build: (id) => decision(id),
      onError: () => {},
    });
    for (const id of names) queue.add(id);
    await queue.close();
    expect(calls).toBeGreaterThan(2);
    expect(queue.dropped()).toBe(0);
  });
});

it('keeps up with a process that decides several times between its other work', async () => {
  const { kept, queue } = queueBefore(() => false, 100);
  for (let i = 0; i < 900; i += 3) {
    for (const part of [0, 1, 2]) queue.add(`id-${i + part}`);
    await turn();
  }
  await queue.close();
  expect(queue.dropped()).toBe(0);
  expect(kept).toHaveLength(900);
});
