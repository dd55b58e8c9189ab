/* One thread of the benchmark: gets the tasks once, then a job at a time, and answers each with its scores. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Task } from '../accuracy/tasks.ts';
import { doJob, type Job } from './job.ts';

const tasks = workerData as readonly Task[];

parentPort!.on('message', (jobs: readonly Job[]) => {
  parentPort!.postMessage(jobs.map((job) => doJob(job, tasks)));
});
