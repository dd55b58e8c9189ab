import { describe, expect, it } from 'vitest';
import { spread } from '../../benchmarks/spread.ts';

/** Answers each job with itself. */
const worker = new URL(
  `data:text/javascript,${encodeURIComponent("import { parentPort } from 'node:worker_threads'; parentPort.on('message', (jobs) => parentPort.postMessage(jobs));")}`,
);
const jobs = Array.from({ length: 12 }, (_, i) => i);

describe('jobs that are spread over threads', () => {
  it('are all answered, in their order', async () => {
    expect(await spread({ worker, jobs, atATime: 1, onProgress: () => {} })).toEqual(jobs);
  });

  it('are not begun once it is over, and those that were are kept', async () => {
    const kept: number[] = [];
    await spread<number, number>({
      worker,
      jobs,
      atATime: 1,
      isOver: () => kept.length >= 3,
      onAnswer: (job) => kept.push(job),
      onProgress: () => {},
    });
    expect(kept.length).toBeGreaterThanOrEqual(3);
    // Whatever the other threads had begun by then.
    expect(kept.length).toBeLessThan(jobs.length);
    expect(new Set(kept).size).toBe(kept.length);
  });
});
