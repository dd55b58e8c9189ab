/*
 * How often do 95 % intervals for the true pass rate hold it, and how wide are they?
 *
 *     npm run benchmark:estimate                                             all of it, into results/ and the tables
 *     npm run benchmark:estimate -- --only resampled                         all cells of one kind, likewise; or simulated
 *     npm run benchmark:estimate -- --only "resampled / openqa" --runs 100   some cells, with fewer runs; prints and writes nothing
 *     npm run benchmark:estimate -- --runs 500 --write                       with fewer runs, which the tables then say
 *
 * A run that is killed keeps what is done in .partial/ and goes on there when it is started again with the same options.
 * `--fresh` begins anew, as it must after a change of the methods.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFile } from '../../src/data/atomic.ts';
import { loadTasks, type Task } from '../accuracy/tasks.ts';
import { spread } from '../spread.ts';
import { nameOf, resampledCells, simulatedCells, type Cell } from './cells.ts';
import { openCheckpoint } from './checkpoint.ts';
import type { Job, Score } from './job.ts';
import { ensurePeers } from './python/environment.ts';
import { summarise } from './summary.ts';
import { overallTable, cellTable, writeTables } from './table.ts';
import { oneOfEachSource } from './tasks.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string' },
    write: { type: 'boolean' },
    fresh: { type: 'boolean' },
  },
});
const kinds = ['simulated', 'resampled'] as const;
const runs = Number(values.runs ?? 1000);
/** Of the runs, those in which methods take part that take long, and in which real sets are drawn. */
const fewer = Math.ceil(runs / 5);
/** Of one kind all cells are there, and of a few others none are written. */
const isWhole = values.only === undefined || kinds.some((kind) => kind === values.only);
const isWritten = isWhole && (values.write === true || values.runs === undefined);

const runsOfJob = 25;

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
const settings = JSON.stringify({ runs, peers: 'python' in environment });
const checkpoint = openCheckpoint(join(partial, `${encodeURIComponent(values.only ?? 'all')}.jsonl`), settings);

const jobs = cells.flatMap(jobsOf).filter((job) => !checkpoint.isDone(job));
await spread<Job, Score[]>({
  worker: new URL('./worker.ts', import.meta.url),
  workerData: tasks,
  jobs,
  atATime: 1,
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
checkpoint.remove();

function jobsOf(cell: Cell): Job[] {
  const own = cell.kind === 'resampled' ? fewer : runs;
  return Array.from({ length: Math.ceil(own / runsOfJob) }, (_, i) => {
    const from = i * runsOfJob;
    return { cell, from, runs: Math.min(runsOfJob, own - from), slowRuns: fewer };
  });
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
