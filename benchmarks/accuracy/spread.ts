import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Job, Score } from './protocol.ts';
import type { Task } from './tasks.ts';
import type { WorkerData } from './worker.ts';

export interface SpreadOptions {
  readonly workers: number;
  /** The Python that does the boosting; undefined: without. */
  readonly python?: string | undefined;
  /** Called after each job, with the jobs done and all jobs. */
  readonly onProgress: (done: number, all: number) => void;
}

/** Spreads jobs over threads. The scores come in the order of the jobs, however many threads there are. */
export async function spread(
  tasks: readonly Task[],
  jobs: readonly Job[],
  { workers, python, onProgress }: SpreadOptions,
): Promise<Score[]> {
  const scores: Score[][] = jobs.map(() => []);
  const workerData: WorkerData = { tasks, python };
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(workers, jobs.length) }, async () => {
      const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
      try {
        while (next < jobs.length) {
          const at = next++;
          thread.postMessage(jobs[at]);
          [scores[at]] = (await once(thread, 'message')) as [Score[]];
          onProgress(++done, jobs.length);
        }
        const left = once(thread, 'exit');
        thread.postMessage('end');
        await left;
      } finally {
        await thread.terminate();
      }
    }),
  );
  return scores.flat();
}
