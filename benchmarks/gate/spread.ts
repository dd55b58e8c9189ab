import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Task } from '../accuracy/tasks.ts';
import type { Job, Scores } from './job.ts';

/** Jobs that a thread gets at a time: their answers are small, and so is what is left to wait for at the end. */
const atATime = 10;

/** Spreads jobs over threads. The scores come in the order of the jobs, however many threads there are. */
export async function spread(
  tasks: readonly Task[],
  jobs: readonly Job[],
  onProgress: (done: number, all: number) => void,
): Promise<Scores[]> {
  const scores: Scores[] = jobs.map(() => []);
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), jobs.length) }, async () => {
      const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData: tasks });
      try {
        while (next < jobs.length) {
          const from = next;
          const some = jobs.slice(from, (next += atATime));
          thread.postMessage(some);
          const [answers] = (await once(thread, 'message')) as [Scores[]];
          answers.forEach((answer, i) => (scores[from + i] = answer));
          onProgress((done += some.length), jobs.length);
        }
      } finally {
        await thread.terminate();
      }
    }),
  );
  return scores;
}
