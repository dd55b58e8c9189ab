import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureSurface } from '../../src/features/extract.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { isPass, meanHumanRating } from '../../src/calibrator/record.ts';
import { readRecords, readTarget } from '../../src/data/index.ts';

/** One source, one criterion, one rater: what a calibrator is fitted for. */
export interface Task {
  readonly name: string;
  readonly source: string;
  /** Whether these are the records of all raters of one file together. */
  readonly pooled: boolean;
  readonly target: Target;
  readonly records: readonly CalibrationRecord[];
}

/** What a task needs at least. */
interface Bounds {
  readonly records: number;
  readonly groups: number;
  /** Share of the rarer outcome. */
  readonly rarer: number;
}

const ofOneRater: Bounds = { records: 200, groups: 12, rarer: 0.08 };
const mostPerSource = 4;

/** Half of the records are a thousand, and 3 % of a thousand are as many as 8 % of four hundred. */
const ofAllRaters: Bounds = { records: 2000, groups: 12, rarer: 0.03 };

/**
 * The tasks of a folder of data sets: those with at least 200 records, 12 groups and 8 % of either outcome; of each
 * source the four largest, by name where they are equal. After them the pooled ones: files of several raters with at
 * least 2,000 records, 12 groups and 3 % of either outcome.
 */
export async function loadTasks(folder: string): Promise<Task[]> {
  const sources = readdirSync(folder).filter((source) => existsSync(join(folder, source, 'dataset.json')));
  const tasks = (await Promise.all(sources.sort().map((source) => loadSource(folder, source)))).flat();
  // Places seed the draws, so the pooled ones come last.
  return [...tasks.filter(({ pooled }) => !pooled), ...tasks.filter(({ pooled }) => pooled)];
}

async function loadSource(folder: string, source: string): Promise<Task[]> {
  const { files = [] } = JSON.parse(readFileSync(join(folder, source, 'dataset.json'), 'utf8')) as {
    files?: { file: string }[];
  };
  const found: Task[] = [];
  for (const { file } of files) {
    const path = join(folder, source, file);
    const target = await readTarget(path);
    const records = (await readRecords([path], { target })).map(measured);
    found.push(...tasksOfFile(records, { source, target, prefix: `${source} / ${file.replace('.jsonl.gz', '')}` }));
  }
  const single = found
    .filter(({ pooled }) => !pooled)
    .sort((a, b) => b.records.length - a.records.length || (a.name < b.name ? -1 : 1));
  return [...single.slice(0, mostPerSource), ...found.filter(({ pooled }) => pooled)];
}

/** A task each rater, and one of all raters together where there are several who all have a name. */
export function tasksOfFile(
  records: readonly CalibrationRecord[],
  { source, target, prefix }: { readonly source: string; readonly target: Target; readonly prefix: string },
): Task[] {
  const byRater = Map.groupBy(records, ({ rater }) => rater ?? 'unknown');
  const single = [...byRater]
    .filter(([, own]) => isWithin(ofOneRater, own, target))
    .map(([rater, own]) => ({ name: `${prefix} / ${rater}`, source, pooled: false, target, records: own }));
  const isPooled =
    byRater.size > 1 && records.every(({ rater }) => rater !== undefined) && isWithin(ofAllRaters, records, target);
  return isPooled ? [...single, { name: `${prefix} / all raters`, source, pooled: true, target, records }] : single;
}

/** The mean human rating reaches the pass mark. */
export function passes(record: CalibrationRecord, target: Target): 0 | 1 {
  return isPass(meanHumanRating(record)!, target) ? 1 : 0;
}

function isWithin(bounds: Bounds, records: readonly CalibrationRecord[], target: Target): boolean {
  const share = records.filter((record) => passes(record, target) === 1).length / records.length;
  const groups = new Set(records.map(({ group }) => group)).size;
  return (
    records.length >= bounds.records && groups >= bounds.groups && share >= bounds.rarer && share <= 1 - bounds.rarer
  );
}

/** Measured once, so that hundreds of fits need not read the text again. */
function measured({ response, prompt, ...record }: CalibrationRecord): CalibrationRecord {
  if (response === undefined) return record;
  const { features, language } = measureSurface(response, prompt);
  return { language, ...record, features: { ...features, ...record.features } };
}
