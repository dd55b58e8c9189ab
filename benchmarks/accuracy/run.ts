/*
 * Runs the accuracy benchmark on the shipped sets and, where it is there, on the folder of development data beside the
 * repository:
 *
 *     npm run benchmark:accuracy                                             writes the results, and the tables from them
 *     npm run benchmark:accuracy -- --repetitions 2 --tasks hanna --out short-run      a part, to try something out
 *
 * Tables go to stdout, progress to stderr. A part of the benchmark has to name a folder of its own.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sizes } from './protocol.ts';
import { spread } from './spread.ts';
import { summarise } from './summary.ts';
import { fullTable, resultsFolder, writeTables } from './table.ts';
import { loadTasks } from './tasks.ts';

const folders = { shipped: 'calibration-data', development: '../shared/data' };
const defaults = { repetitions: '20', tasks: '', out: resultsFolder, workers: String(availableParallelism()) };

const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: defaults.repetitions },
    tasks: { type: 'string', default: defaults.tasks },
    out: { type: 'string', default: defaults.out },
    workers: { type: 'string', default: defaults.workers },
  },
});
const repetitions = wholeNumber('repetitions', values.repetitions);
const workers = wholeNumber('workers', values.workers);
const isCommitted = resolve(values.out) === resolve(defaults.out);
if (isCommitted && (repetitions !== Number(defaults.repetitions) || values.tasks !== defaults.tasks))
  throw new RangeError(`--repetitions and --tasks need an --out other than ${defaults.out}`);

mkdirSync(values.out, { recursive: true });
for (const [name, folder] of Object.entries(folders)) {
  if (!existsSync(folder)) {
    console.error(`${name}: skipped, there is no ${folder}`);
    continue;
  }
  console.error(`${name}: reading ${folder}`);
  const tasks = await loadTasks(folder);
  const wanted = tasks.flatMap(({ name: task }, place) => (task.includes(values.tasks) ? [place] : []));
  if (wanted.length === 0) {
    console.error(`${name}: skipped, no name of a task has "${values.tasks}" in it`);
    continue;
  }
  const jobs = wanted.flatMap((place) =>
    Array.from({ length: repetitions }, (_, repetition) => ({ place, repetition })),
  );
  const onProgress = (done: number, all: number): void => {
    if (done % 10 === 0 || done === all) console.error(`${name}: ${done} of ${all} splits`);
  };
  const summary = summarise(await spread(tasks, jobs, { workers, onProgress }), sizes);
  const results = { repetitions, seed: 'place of the task and repetition', ...summary };
  writeFileSync(join(values.out, `${name}.json`), `${JSON.stringify(results, null, 1)}\n`);
  console.log(`${name}, ${repetitions} repetitions\n\n${fullTable(summary)}\n`);
}
if (isCommitted) writeTables();

function wholeNumber(option: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new RangeError(`--${option} must be a whole number above zero, got ${value}`);
}
