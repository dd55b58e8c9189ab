/*
 * One thread of the benchmark: gets the tasks once, then a job at a time, and answers each with its scores. Told `end`, it
 * ends its Python and leaves.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { allMethods } from './methods.ts';
import { repeat, type Job } from './protocol.ts';
import { startBoosting } from './python/boosting.ts';
import type { Task } from './tasks.ts';

export interface WorkerData {
  readonly tasks: readonly Task[];
  /** Undefined: without boosting. */
  readonly python: string | undefined;
}

const { tasks, python } = workerData as WorkerData;
const boosting = python === undefined ? undefined : startBoosting(python);
const methods = allMethods(boosting?.method);

parentPort!.on('message', async (message: Job | 'end') => {
  if (message !== 'end') {
    parentPort!.postMessage(await repeat(tasks[message.place]!, message, methods));
    return;
  }
  await boosting?.end();
  parentPort!.close();
});
