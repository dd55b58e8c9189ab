/*
 * How often do 95 % intervals for the true pass rate hold it, and how wide are they?
 *
 *     npm run benchmark:estimate                                             all of it, into results/ and the tables
 *     npm run benchmark:estimate -- --only resampled                         all cells of one kind, likewise; or simulated
 *     npm run benchmark:estimate -- --only "resampled / openqa" --runs 100   some cells, with fewer runs; prints and writes nothing
 *     npm run benchmark:estimate -- --runs 500 --real-runs 60 --write        with other numbers of runs, which the tables then say
 *     npm run benchmark:estimate -- --slow-runs 50                           methods that take long in the first 50 alone
 *     npm run benchmark:estimate -- --minutes 30                             what is done by then, in all cells
 *
 * A run that is killed, or out of minutes, keeps what is done in .partial/ and goes on there when it is started again with the
 * same numbers of runs. `--fresh` begins anew, as it must after a change of the methods.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFile } from '../../src/data/atomic.ts';
import { loadTasks, type Task } from '../accuracy/tasks.ts';
import { spread } from '../spread.ts';
import { nameOf, resampledCells, simulatedCells } from './cells.ts';
import { openCheckpoint } from './checkpoint.ts';
import type { Job, Score } from './job.ts';
import { jobsOf } from './jobs.ts';
import { ensurePeers } from './python/environment.ts';
import { summarise } from './summary.ts';
import { overallTable, cellTable, writeTables } from './table.ts';
import { oneOfEachSource } from './tasks.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string' },
    'real-runs': { type: 'string' },
    'slow-runs': { type: 'string' },
    minutes: { type: 'string' },
    write: { type: 'boolean' },
    fresh: { type: 'boolean' },
  },
});
const kinds = ['simulated', 'resampled'] as const;
const runs = {
  simulated: numberOf('runs', 1000),
  resampled: numberOf('real-runs', 40),
  /** The first ones, in which methods take part that take long. */
  slow: numberOf('slow-runs', 100),
};
const deadline = Date.now() + 60_000 * numberOf('minutes', Infinity);
/** Of one kind all cells are there, and of a few others none are written. */
const isWhole = values.only === undefined || kinds.some((kind) => kind === values.only);
const isUsual = [values.runs, values['real-runs'], values['slow-runs']].every((value) => value === undefined);
const isWritten = isWhole && (values.write === true || isUsual);

const runsOfJob = 20;

const folder = (name: string): string => fileURLToPath(new URL(`${name}/`, import.meta.url));
const data = '../shared/data';

const tasks = await realTasks();
const cells = [...simulatedCells(), ...resampledCells(tasks)].filter((cell) =>
  nameOf(cell).includes(values.only ?? ''),
);
const environment = await ensurePeers({ onProgress: (message) => console.error(message) });
if ('missing' in environment) console.error(`truescore, cje-eval and ppi-python: skipped, ${environment.missing}`);

const partial = folder('.partial');
if (values.fresh === true) rmSync(partial, { recursive: true, force: true });
const settings = JSON.stringify({ ...runs, peers: 'python' in environment });
const checkpoint = openCheckpoint(join(partial, `${encodeURIComponent(values.only ?? 'all')}.jsonl`), settings);

const isLeft = (job: Job): boolean => !checkpoint.isDone(job);
const jobs = jobsOf(cells, { runs, runsOfJob }).filter(isLeft);
await spread<Job, Score[]>({
  worker: new URL('./worker.ts', import.meta.url),
  workerData: tasks,
  jobs,
  atATime: 1,
  isOver: () => Date.now() >= deadline,
  onAnswer: (job, scores) => checkpoint.keep(job, scores),
  onProgress: (done, all) => {
    if (done % 20 === 0 || done === all) console.error(`${done} of ${all}`);
  },
});

const summary = summarise(cells, checkpoint.scores());
if (isWritten) {
  mkdirSync(folder('results'), { recursive: true });
  for (const kind of kinds) {
    const own = summary.filter((cell) => cell.kind === kind);
    // Of the other kind, and of real sets where there are none, nothing new is known.
    if (own.length > 0) replaceFile(join(folder('results'), `${kind}.json`), textOf(own));
  }
  writeTables();
} else {
  for (const cell of summary) console.log(`\n${nameOf(cell)}\n\n${cellTable(cell)}`);
  console.log(`\n${overallTable(summary)}`);
}
const left = jobs.filter(isLeft).length;
if (left === 0) checkpoint.remove();
else console.error(`out of minutes with ${left} of ${jobs.length} jobs left: the same command goes on with them`);

function numberOf(name: 'runs' | 'real-runs' | 'slow-runs' | 'minutes', usual: number): number {
  const number = Number(values[name] ?? usual);
  if (number > 0) return number;
  throw new Error(`--${name} must be a number above 0, got ${values[name]}`);
}

/** One line a cell, so that a change of one is a change of one line. */
function textOf(of: readonly object[]): string {
  return `[\n${of.map((cell) => JSON.stringify(cell)).join(',\n')}\n]\n`;
}

async function realTasks(): Promise<readonly Task[]> {
  if (existsSync(data)) return oneOfEachSource(await loadTasks(data));
  console.error(`there is no ${data}: real tasks are those that ship`);
  return oneOfEachSource(await loadTasks('calibration-data'));
}
