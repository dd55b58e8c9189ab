import { readTarget } from '../data/dataset.ts';
import { readRecords } from '../data/records.ts';
import { UnflatterError, isUnflatterError, naming, shown } from '../errors.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { fitEachHint } from './criterion-path.ts';
import { targetOf, type RecordFilter, type TargetFlags } from './options.ts';
import { startProgress } from './progress.ts';
import type { Running } from './running.ts';

/** The target that all files share. @throws UnflatterError `invalid-option` where they differ. */
export async function loadTarget(
  paths: readonly string[],
  flags: TargetFlags,
  eachAlone = `fit each alone, ${fitEachHint}`,
): Promise<Target> {
  const targets = await Promise.all(paths.map((path) => readTarget(path, targetOf(flags))));
  const differing = targets.findIndex((target) => JSON.stringify(target) !== JSON.stringify(targets[0]));
  if (differing === -1) return targets[0]!;
  const isOfAnother = targets[differing]!.criterion !== targets[0]!.criterion;
  const expected = `the same scales and pass mark${isOfAnother ? ', and one criterion,' : ''} for all files`;
  const hint = isOfAnother ? `: ${eachAlone}` : '';
  throw new UnflatterError(
    'invalid-option',
    `expected ${expected}, but ${paths[differing]} differs from ${paths[0]} (see dataset.json beside them)${hint}`,
    { option: 'records', expected, received: paths[differing] },
  );
}

/** Does what needs records of one criterion, and says how several are fitted where there are several. */
export function ofOneCriterion<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isUnflatterError(error, 'mixed-criteria')) throw error;
    throw new UnflatterError(error.code, `${error.message}, ${fitEachHint}`, error.details, { cause: error });
  }
}

/**
 * Reads the files whole, and keeps what the filter asks for.
 *
 * @throws UnflatterError as readRecords, and `too-few-records` where there is not one line.
 */
export async function loadRecords(
  paths: readonly string[],
  target: Target,
  filter: RecordFilter,
  { terminal, begin }: Running,
): Promise<CalibrationRecord[]> {
  const progress = await startProgress(terminal, 'reading', begin);
  try {
    const records = await readRecords(paths, { target, stdin: terminal.stdin, onProgress: progress.update });
    if (records.length === 0) throw empty(paths);
    return naming(paths.join(' '), () => pick(records, filter));
  } finally {
    progress.stop();
  }
}

function empty(paths: readonly string[]): UnflatterError<'too-few-records'> {
  const message = `${paths.join(' ')}: must have at least one record, one JSON object a line, got an empty file`;
  return new UnflatterError('too-few-records', message, { received: 0, required: 1 });
}

/**
 * The records that the filter asks for.
 *
 * @throws UnflatterError `invalid-option` where a name that it asks for is no record's: it is misspelt more often than not.
 */
export function pick(records: readonly CalibrationRecord[], filter: RecordFilter): CalibrationRecord[] {
  const isAskedFor = (record: CalibrationRecord): boolean =>
    (filter.rater === undefined || record.rater === filter.rater) &&
    (filter.criterion === undefined || record.criterion === undefined || record.criterion === filter.criterion);
  const picked = records.filter(isAskedFor);
  if (picked.length === 0 && records.length > 0) {
    for (const field of ['rater', 'criterion'] as const) {
      const name = filter[field];
      if (name !== undefined)
        assertKnown(
          records.flatMap((record) => record[field] ?? []),
          field,
          name,
        );
    }
  }
  return picked;
}

/** @throws UnflatterError `invalid-option` where a name is not among those that there are. */
export function assertKnown(there: readonly string[], field: 'rater' | 'criterion', name: string): void {
  const names = [...new Set(there)].sort();
  if (names.includes(name)) return;
  const some = names.slice(0, 5).map(shown).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  const message =
    names.length === 0 ? `no record has a ${field}` : `no record has the ${field} ${shown(name)}, only ${some}${more}`;
  throw new UnflatterError('invalid-option', message, { option: field, expected: `${some}${more}`, received: name });
}
