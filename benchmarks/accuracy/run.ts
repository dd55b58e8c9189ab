/*
 * Runs the accuracy benchmark and writes its results and tables:
 *
 *     npm run benchmark:accuracy [-- repetitions]
 *
 * on the shipped sets and, where it is there, on the folder of development data beside the repository.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { repeat, type Score } from './protocol.ts';
import { summarise } from './summary.ts';
import { writeTables } from './table.ts';
import { loadTasks } from './tasks.ts';

const folders = { shipped: 'calibration-data', development: '../shared/data' };
const sizes = [50, 100, 300];

if (isMainThread) {
  const repetitions = Number(process.argv[2] ?? 20);
  if (!(repetitions >= 1)) throw new RangeError(`repetitions must be at least 1, got ${process.argv[2]}`);
  for (const [name, folder] of Object.entries(folders)) {
    if (!existsSync(folder)) {
      console.log(`${name}: skipped, there is no ${folder}`);
      continue;
    }
    const scores = await runAll(folder, repetitions);
    const results = { repetitions, seed: 'place of the task and repetition', ...summarise(scores) };
    writeFileSync(`benchmarks/accuracy/results/${name}.json`, `${JSON.stringify(results, null, 1)}\n`);
    console.log(`${name}: ${scores.length} scores`);
  }
  writeTables();
} else {
  const { folder, repetitions, worker, workers } = workerData as {
    folder: string;
    repetitions: number;
    worker: number;
    workers: number;
  };
  const tasks = await loadTasks(folder);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    tasks.forEach((task, place) => {
      if ((place + repetition) % workers === worker) parentPort!.postMessage(repeat(task, place, repetition, sizes));
    });
  }
}

/** Spreads tasks and repetitions over the cores. The scores do not depend on how many there are. */
async function runAll(folder: string, repetitions: number): Promise<Score[]> {
  const workers = availableParallelism();
  const scores: Score[] = [];
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      const thread = new Worker(new URL(import.meta.url), { workerData: { folder, repetitions, worker, workers } });
      thread.on('message', (some: Score[]) => scores.push(...some));
      await new Promise<void>((resolve, reject) => thread.once('error', reject).once('exit', () => resolve()));
    }),
  );
  const key = ({ task, labels, repetition, method }: Score): string => [task, labels, repetition, method].join('|');
  return scores.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
