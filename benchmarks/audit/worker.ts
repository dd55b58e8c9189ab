/* One thread of the benchmark: answers each list of jobs with the list of what came of them. */
import { parentPort } from 'node:worker_threads';
import { plantedGates, runPlanted } from './planted.ts';
import { auditTask, type SetJob } from './sets.ts';

export type Job = { readonly part: 'planted'; readonly gate: number; readonly run: number } | SetJob;

parentPort!.on('message', async (jobs: readonly Job[]) => {
  const answers: unknown[] = [];
  for (const job of jobs)
    answers.push(job.part === 'planted' ? runPlanted(plantedGates[job.gate]!, job.run) : await auditTask(job));
  parentPort!.postMessage(answers);
});
