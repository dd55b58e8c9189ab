/*
 * Does the gate keep its promise, and how much does it pass?
 *
 *     npm run benchmark:gate                                        all of it: about an hour on two cores
 *     npm run benchmark:gate -- --only promise --runs 200           a part, with fewer runs; prints it and writes nothing
 *     npm run benchmark:gate -- --runs 500 --write                  with fewer runs, which the tables then say
 *
 * `promise` holds certificates against worlds whose truth is known, `resampled` against real tasks taken for all there is, `shift` against traffic that is not like the labels,
 * `traffic` measures how much is passed, on simulated worlds and on the real sets beside the repository where they are.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFile } from '../../src/data/atomic.ts';
import { seededRandom } from '../../src/math/random.ts';
import { loadTasks, type Task } from '../accuracy/tasks.ts';
import { spread } from '../spread.ts';
import { cells, honest, inflated } from './cells.ts';
import type { Job, PromiseScore, ResampledScore, Scores, ShiftScore } from './job.ts';
import { ensureRivals } from './python/environment.ts';
import { promiseSummary, resampledSummary, shiftSummary, trafficSummary } from './summary.ts';
import { writeTables } from './table.ts';
import type { TrafficScore } from './traffic.ts';
import { drawResponses, worldTarget } from './world.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string' },
    repetitions: { type: 'string' },
    write: { type: 'boolean' },
  },
});
const parts = (values.only ?? 'promise,resampled,shift,traffic').split(',');
const runs = Number(values.runs ?? 2000);
const repetitions = Number(values.repetitions ?? 20);
const isWritten = values.write === true || (values.runs === undefined && values.repetitions === undefined);

/** Each real task is drawn again in one of so many runs. */
const resampledPart = 10;

const data = '../shared/data';
const results = fileURLToPath(new URL('results/', import.meta.url));

const jobsOf: Record<string, (tasks: readonly Task[]) => Job[]> = {
  promise: () => cells.flatMap((_, cell) => range(runs).map((run): Job => ({ part: 'promise', cell, run }))),
  resampled: (tasks) =>
    tasks.flatMap((_, place) =>
      range(Math.ceil(runs / resampledPart)).map((run): Job => ({ part: 'resampled', place, run })),
    ),
  shift: () => range(runs).map((run): Job => ({ part: 'shift', run })),
  traffic: (tasks) =>
    tasks.flatMap((_, place) => range(repetitions).map((repetition): Job => ({ part: 'traffic', place, repetition }))),
};

if (parts.includes('traffic')) {
  const environment = await ensureRivals({ onProgress: (message) => console.error(message) });
  if ('missing' in environment) console.error(`MAPIE and scikit-learn: skipped, ${environment.missing}`);
}

for (const part of parts) {
  const tasks = part === 'traffic' ? await allTasks() : part === 'resampled' ? await realTasks() : [];
  if (part === 'resampled' && tasks.length === 0) continue;
  const jobs = jobsOf[part]!(tasks);
  const answers = await spread<Job, Scores>({
    worker: new URL('./worker.ts', import.meta.url),
    workerData: tasks,
    jobs,
    onProgress: (done, all) => onProgress(part, done, all),
  });
  const scores = answers.flat();
  const summary =
    part === 'promise'
      ? promiseSummary(scores as PromiseScore[], runs)
      : part === 'resampled'
        ? resampledSummary(scores as ResampledScore[], Math.ceil(runs / resampledPart))
        : part === 'shift'
          ? shiftSummary(scores as ShiftScore[], runs)
          : trafficSummary(scores as TrafficScore[], repetitions);
  const text = `${JSON.stringify(summary, null, 1)}\n`;
  if (!isWritten) {
    console.log(text);
    continue;
  }
  mkdirSync(results, { recursive: true });
  replaceFile(join(results, `${part}.json`), text);
}
if (isWritten) writeTables();

async function allTasks(): Promise<Task[]> {
  const simulated = [inflated, honest].map((world): Task => {
    const records = drawResponses(world, seededRandom(4_242), { responses: 6000 }).map(({ record }) => record);
    return { name: world.name, source: 'simulated', pooled: false, target: worldTarget, records };
  });
  return [...simulated, ...(await realTasks())];
}

async function realTasks(): Promise<Task[]> {
  if (existsSync(data)) return loadTasks(data);
  console.error(`there is no ${data}: no real tasks`);
  return [];
}

function onProgress(part: string, done: number, all: number): void {
  if (done % 200 < 10 || done === all) console.error(`${part}: ${done} of ${all}`);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
