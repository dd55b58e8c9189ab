/*
 * What does hardening cost in accuracy, and buy in responses that no surface probe pushes over the gate?
 *
 *     node benchmarks/audit/hardening.ts                         both parts, about half an hour
 *     node benchmarks/audit/hardening.ts --part choose           the shares, on the tasks that the default was chosen by
 *     node benchmarks/audit/hardening.ts --part report           the default, on the others
 *
 * Needs the labelled texts in `../shared/data`. Each part writes its share of `results/hardening.json`.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawGroups } from '../../src/audit/draw-groups.ts';
import { defaultShare as chosen } from '../../src/audit/harden.ts';
import { replaceFile } from '../../src/data/atomic.ts';
import { readRecords, readTarget } from '../../src/data/index.ts';
import { significant } from '../../src/math/round.ts';
import { studentQuantile } from '../../src/math/student.ts';
import { known, measureDraw, prepare, type Measured, type Prepared } from './hardening-draw.ts';
import type { HardeningResults, OverTasks, ShareRow, TaskRow } from './hardening-table.ts';

const { values } = parseArgs({ options: { part: { type: 'string' }, repetitions: { type: 'string' } } });
const repetitions = Number(values.repetitions ?? 10);
const results = fileURLToPath(new URL('results/hardening.json', import.meta.url));
const data = '../shared/data';

/** Shares that were tried. */
const shares = [0.05, 0.1, 0.25, 0.5, 1];
const sizes = [100, 300];

/** Records that are read of a task, and that a draw is measured on; fewer than the least are no measure. */
const most = { read: 900, measured: 300 };
const leastMeasured = 60;

const tasks = {
  choose: {
    'hanna-stories': ['coherence', 'complexity', 'engagement', 'surprise'],
    'lsat-self-confidence': ['lsat-ar', 'sat-en'],
    openqa: ['acceptable'],
  },
  report: {
    'llmbar-ratings': ['instruction-following'],
    'arena-oracle': ['overall'],
    'pariksha-indic': ['linguistic-acceptability', 'no-hallucination', 'task-quality'],
    'art-or-artifice': ['test-3-scene-vs-summary', 'test-4-narrative-pacing', 'total-tests-passed'],
  },
} as const;

const found: HardeningResults = existsSync(results)
  ? (JSON.parse(readFileSync(results, 'utf8')) as HardeningResults)
  : { chosen, repetitions };
const part = values.part;
const choice = part === 'report' ? found.choose : await chooseRows();
// The other part may have been written meanwhile.
const before = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as HardeningResults) : found;
write({ ...before, chosen, repetitions, ...(choice === undefined ? {} : { choose: choice }) });
if (part !== 'choose') {
  const report = await reportRows();
  const now = JSON.parse(readFileSync(results, 'utf8')) as HardeningResults;
  write({ ...now, report });
}

async function chooseRows(): Promise<ShareRow[]> {
  const prepared = await load('choose');
  return sizes.flatMap((labels) => {
    const byTask = prepared.flatMap(({ name, task }) => {
      console.error(`choose, ${labels} labels: ${name}`);
      const draws = drawsOf(task, labels, (measure) => [0, ...shares].map((share) => measure(share)));
      return draws === undefined ? [] : [draws];
    });
    return shares.map((share, place): ShareRow => ({
      labels,
      share,
      ...overTasks(byTask.map((draws) => differences(draws, place + 1))),
    }));
  });
}

async function reportRows(): Promise<NonNullable<HardeningResults['report']>> {
  const prepared = await load('report');
  const rows = sizes.flatMap((labels) =>
    prepared.flatMap(({ name, task }): (TaskRow & { readonly apart: Differences })[] => {
      console.error(`report, ${labels} labels: ${name}`);
      const draws = drawsOf(task, labels, (measure) => [measure(0), measure(chosen), measure(chosen, known)]);
      if (draws === undefined) return [];
      const [plain, hardened, partly] = [0, 1, 2].map((place) => meanOf(draws.map((draw) => draw[place]!)));
      return [
        { task: name, labels, plain: plain!, hardened: hardened!, partly: partly!, apart: differences(draws, 1) },
      ];
    }),
  );
  return {
    tasks: rows.map(({ apart: _, ...row }) => row),
    overall: sizes.map((labels) => {
      const own = rows.filter((row) => row.labels === labels);
      const unknown = own.map(({ plain, partly }) => partly.flipsByUnknown - plain.flipsByUnknown);
      return { labels, ...overTasks(own.map(({ apart }) => apart)), byUnknown: estimate(unknown) };
    }),
  };
}

async function load(wanted: keyof typeof tasks): Promise<{ name: string; task: Prepared }[]> {
  const loaded: { name: string; task: Prepared }[] = [];
  for (const [source, files] of Object.entries(tasks[wanted]))
    for (const file of files) {
      const path = `${data}/${source}/${file}.jsonl.gz`;
      const target = await readTarget(path);
      const all = await readRecords([path], { target });
      const labelled = all.filter(({ humanRatings, response }) => humanRatings.length > 0 && response !== undefined);
      const name = `${source} / ${file}`;
      console.error(`reading ${name}`);
      loaded.push({ name, task: prepare(drawGroups(labelled, most.read, 1), target) });
    }
  return loaded;
}

/** What was measured in every repetition; undefined where too few records are left. */
function drawsOf(
  task: Prepared,
  labels: number,
  take: (measure: ReturnType<typeof measureDraw>) => Measured[],
): Measured[][] | undefined {
  if (task.examples.length < labels + leastMeasured) return undefined;
  return Array.from({ length: repetitions }, (_, seed) =>
    take(measureDraw(task, { labels, most: most.measured, seed })),
  );
}

type Differences = Readonly<Record<'logLoss' | 'flips' | 'flipsByOne' | 'plainFlips', number>>;

/** Hardened minus plain, on average over the repetitions. */
function differences(draws: readonly (readonly Measured[])[], place: number): Differences {
  const [plain, hardened] = [0, place].map((at) => meanOf(draws.map((draw) => draw[at]!)));
  return {
    logLoss: hardened!.logLoss - plain!.logLoss,
    flips: hardened!.flips - plain!.flips,
    flipsByOne: hardened!.flipsByOne - plain!.flipsByOne,
    plainFlips: plain!.flips,
  };
}

function meanOf(all: readonly Measured[]): Measured {
  const mean = (key: keyof Measured) => significant(all.reduce((sum, one) => sum + one[key], 0) / all.length, 5);
  const [loss, flips] = [mean('logLoss'), mean('flips')];
  return { logLoss: loss, flips, flipsByUnknown: mean('flipsByUnknown'), flipsByOne: mean('flipsByOne') };
}

function overTasks(all: readonly Differences[]): OverTasks {
  const of = (key: keyof Differences) => estimate(all.map((one) => one[key]));
  return {
    tasks: all.length,
    logLoss: of('logLoss'),
    flips: of('flips'),
    flipsByOne: of('flipsByOne'),
    plainFlips: of('plainFlips').value,
  };
}

/** A mean over tasks with its 95 % interval by Student's t. */
function estimate(all: readonly number[]): OverTasks['flips'] {
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  const variance = all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (all.length - 1);
  const reach = studentQuantile(0.05, all.length - 1) * Math.sqrt(variance / all.length);
  return { value: significant(mean, 4), lower: significant(mean - reach, 4), upper: significant(mean + reach, 4) };
}

function write(all: HardeningResults): void {
  mkdirSync(new URL('results/', import.meta.url), { recursive: true });
  replaceFile(results, `${JSON.stringify(all, null, 1)}\n`);
}
