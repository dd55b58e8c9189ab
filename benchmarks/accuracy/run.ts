/*
 * Runs the accuracy benchmark on the shipped sets and, where it is there, on the folder of development data beside the
 * repository:
 *
 *     npm run benchmark:accuracy                                             writes the results, and the tables from them
 *     npm run benchmark:accuracy -- --curve                                  the same for the label-efficiency curve
 *     npm run benchmark:accuracy -- --repetitions 2 --tasks hanna --out short-run      a part, to try something out
 *
 * Tables go to stdout, progress to stderr. A part of the benchmark has to name a folder of its own. Nothing is written
 * before all is done, so an interrupted run leaves the results of the last one.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../src/data/atomic.ts';
import { curveFiles } from './curve/files.ts';
import { readOptions } from './options.ts';
import { sizes, type Job, type Score } from './protocol.ts';
import { ensureEnvironment } from './python/environment.ts';
import { spread } from './spread.ts';
import { summarise } from './summary.ts';
import { fullTable, writeTables } from './table.ts';
import { loadTasks } from './tasks.ts';

const folders = { shipped: 'calibration-data', development: '../shared/data' };

const { repetitions, tasks: wanted, out, workers, curve, isCommitted } = readOptions(process.argv.slice(2));
mkdirSync(out, { recursive: true });
const environment = await ensureEnvironment({ onProgress: (message) => console.error(message) });
const python = 'python' in environment ? environment.python : undefined;
const missing = 'missing' in environment ? { boosting: environment.missing } : {};
for (const [method, why] of Object.entries(missing)) console.error(`${method}: skipped, ${why}`);

const about = { repetitions, seed: 'place of the task and repetition', missing };
const files = new Map<string, string>();
for (const [name, folder] of Object.entries(folders)) {
  const scores = await scoresOf(name, folder);
  if (scores === undefined) continue;
  const made = curve ? curveFiles(name, scores, about) : tableFiles(name, scores);
  for (const [file, text] of Object.entries(made.files)) files.set(file, text);
  console.log(`${name}, ${repetitions} repetitions\n\n${made.table}\n`);
}
for (const [file, text] of files) replaceFile(join(out, file), text);
if (isCommitted) writeTables();

async function scoresOf(name: string, folder: string): Promise<Score[] | undefined> {
  if (!existsSync(folder)) {
    console.error(`${name}: skipped, there is no ${folder}`);
    return undefined;
  }
  console.error(`${name}: reading ${folder}`);
  const tasks = await loadTasks(folder);
  const places = tasks.flatMap((task, place) => (task.name.includes(wanted) && !(curve && task.pooled) ? [place] : []));
  if (places.length === 0) {
    console.error(`${name}: skipped, no name of a task has "${wanted}" in it`);
    return undefined;
  }
  const jobs = places.flatMap((place): Job[] =>
    Array.from({ length: repetitions }, (_, repetition) => ({ place, repetition, curve })),
  );
  const onProgress = (done: number, all: number): void => {
    if (done % 10 === 0 || done === all) console.error(`${name}: ${done} of ${all} splits`);
  };
  return spread(tasks, jobs, { workers, python, onProgress });
}

function tableFiles(name: string, scores: readonly Score[]) {
  const summary = { ...summarise(scores, sizes), missing };
  return {
    files: { [`${name}.json`]: `${JSON.stringify({ ...about, ...summary }, null, 1)}\n` },
    table: fullTable(summary),
  };
}
