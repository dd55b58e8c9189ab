/*
 * Does the audit find the flaws that were planted, accuse no gate that is clean, and what does it find on real texts?
 *
 *     npm run benchmark:audit                                   all of it: about an hour on two cores
 *     npm run benchmark:audit -- --only planted --runs 20       a part, with fewer runs; prints it and writes nothing
 *
 * `planted` audits gates with a flaw and without, `sets` every set of labelled texts beside the repository. What hardening
 * costs and buys is measured by `hardening.ts`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceFile } from '../../src/data/atomic.ts';
import { spread } from '../spread.ts';
import { plantedGates, type PlantedRun } from './planted.ts';
import { setJobs, type SetAudit } from './sets.ts';
import { plantedSummary, setsSummary } from './summary.ts';

import type { Job } from './worker.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, runs: { type: 'string' }, write: { type: 'boolean' } },
});
const parts = (values.only ?? 'planted,sets').split(',');
const runs = Number(values.runs ?? 200);
const isWritten = values.write === true || values.runs === undefined;
const results = fileURLToPath(new URL('results/', import.meta.url));
const worker = new URL('./worker.ts', import.meta.url);

if (parts.includes('planted')) {
  // Run by run, for the gates of a run share fits.
  const jobs = Array.from({ length: runs }, (_, run) =>
    plantedGates.map((__, gate): Job => ({ part: 'planted', gate, run })),
  ).flat();
  const answers = await spread<Job, PlantedRun>({
    worker,
    jobs,
    onProgress: progressOf('planted'),
    atATime: plantedGates.length,
  });
  const byGate = plantedGates.map((_, gate) => answers.filter((__, i) => i % plantedGates.length === gate));
  keep('planted', plantedSummary(byGate));
}
if (parts.includes('sets')) {
  const jobs: Job[] = setJobs();
  if (jobs.length === 0) console.error('there are no labelled texts beside the repository: sets skipped');
  else {
    const answers = await spread<Job, SetAudit | undefined>({
      worker,
      jobs,
      onProgress: progressOf('sets'),
      atATime: 1,
    });
    keep('sets', setsSummary(answers.filter((one) => one !== undefined)));
  }
}
if (isWritten) {
  const { writeTables } = await import('./table.ts');
  writeTables();
}

function keep(part: string, summary: unknown): void {
  const text = `${JSON.stringify(summary, null, 1)}\n`;
  if (!isWritten) return console.log(text);
  mkdirSync(results, { recursive: true });
  replaceFile(join(results, `${part}.json`), text);
}

function progressOf(part: string): (done: number, all: number) => void {
  return (done, all) => console.error(`${part}: ${done} of ${all}`);
}
