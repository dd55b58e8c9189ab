import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFeatures, type CalibrationRecord, type Target } from '../../src/index.ts';
import { isPass, meanHumanRating } from '../../src/calibrator/record.ts';
import { readRecords, readTarget } from '../../src/data/index.ts';

/** One source, one criterion, one rater: what a calibrator is fitted for. */
export interface Task {
  readonly name: string;
  readonly source: string;
  readonly target: Target;
  readonly records: readonly CalibrationRecord[];
}

const fewestRecords = 200;
const fewestGroups = 12;
const leastOfAClass = 0.08;
const mostPerSource = 4;

/**
 * The tasks of a folder of data sets: those with at least 200 records, 12 groups and 8 % of either outcome; of each
 * source the four largest, by name where they are equal.
 */
export async function loadTasks(folder: string): Promise<Task[]> {
  const sources = readdirSync(folder).filter((source) => existsSync(join(folder, source, 'dataset.json')));
  const tasks = await Promise.all(sources.sort().map((source) => loadSource(folder, source)));
  return tasks.flat();
}

async function loadSource(folder: string, source: string): Promise<Task[]> {
  const { files = [] } = JSON.parse(readFileSync(join(folder, source, 'dataset.json'), 'utf8')) as {
    files?: { file: string }[];
  };
  const found: Task[] = [];
  for (const { file } of files) {
    const path = join(folder, source, file);
    const target = await readTarget(path);
    const byRater = Map.groupBy(await readRecords([path], { target }), ({ rater }) => rater ?? 'unknown');
    for (const [rater, records] of byRater) {
      const name = `${source} / ${file.replace('.jsonl.gz', '')} / ${rater}`;
      if (isUsable(records, target)) found.push({ name, source, target, records: records.map(measured) });
    }
  }
  return found
    .sort((a, b) => b.records.length - a.records.length || (a.name < b.name ? -1 : 1))
    .slice(0, mostPerSource);
}

/** The mean human rating reaches the pass mark. */
export function passes(record: CalibrationRecord, target: Target): 0 | 1 {
  return isPass(meanHumanRating(record)!, target) ? 1 : 0;
}

function isUsable(records: readonly CalibrationRecord[], target: Target): boolean {
  const share = records.filter((record) => passes(record, target) === 1).length / records.length;
  const groups = new Set(records.map(({ group }) => group)).size;
  return (
    records.length >= fewestRecords && groups >= fewestGroups && share >= leastOfAClass && share <= 1 - leastOfAClass
  );
}

/** Measured once, so that hundreds of fits need not read the text again. */
function measured({ response, prompt, ...record }: CalibrationRecord): CalibrationRecord {
  return response === undefined
    ? record
    : { ...record, features: { ...extractFeatures(response, prompt), ...record.features } };
}
