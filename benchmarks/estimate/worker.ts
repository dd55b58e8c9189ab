/* One thread of the benchmark: gets the tasks once, then a job at a time, and answers each with its scores. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Task } from '../accuracy/tasks.ts';
import { doJob, type Job, type Score } from './job.ts';

const tasks = workerData as readonly Task[];

parentPort!.on('message', async (jobs: readonly Job[]) => {
  const scores: Score[][] = [];
  for (const job of jobs) scores.push(await doJob(job, tasks));
  parentPort!.postMessage(scores);
});
