/* One thread of the benchmark: gets the tasks once, then a job at a time, and answers each with its scores. */
import { parentPort, workerData } from 'node:worker_threads';
import { repeat, type Job } from './protocol.ts';
import type { Task } from './tasks.ts';

const tasks = workerData as readonly Task[];
parentPort!.on('message', (job: Job) => parentPort!.postMessage(repeat(tasks[job.place]!, job)));
