import { UnflatterError, naming, shown } from '../errors.ts';
import { readTarget } from '../data/dataset.ts';
import { readRecords } from '../data/records.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { targetOf, type RecordFilter, type TargetFlags } from './options.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** The target that all files share. @throws UnflatterError `invalid-option` where they differ. */
export async function loadTarget(paths: readonly string[], flags: TargetFlags): Promise<Target> {
  const targets = await Promise.all(paths.map((path) => readTarget(path, targetOf(flags))));
  const differing = targets.findIndex((target) => JSON.stringify(target) !== JSON.stringify(targets[0]));
  if (differing > 0) {
    const expected = 'the same scales and pass mark for all files';
    throw new UnflatterError(
      'invalid-option',
      `expected ${expected}, but ${paths[differing]} differs from ${paths[0]} (see dataset.json beside them)`,
      {
        option: 'records',
        expected,
        received: paths[differing],
      },
    );
  }
  return targets[0]!;
}

/** Reads the files whole, and keeps what the filter asks for. */
export async function loadRecords(
  paths: readonly string[],
  target: Target,
  filter: RecordFilter,
  terminal: Terminal,
): Promise<CalibrationRecord[]> {
  const progress = await startProgress(terminal, 'reading');
  try {
    const records = await readRecords(paths, { target, stdin: terminal.stdin, onProgress: progress.update });
    return naming(paths.join(' '), () => pick(records, filter));
  } finally {
    progress.stop();
  }
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
  if (picked.length === 0 && records.length > 0)
    for (const field of ['rater', 'criterion'] as const) assertKnown(records, field, filter[field]);
  return picked;
}

function assertKnown(
  records: readonly CalibrationRecord[],
  field: 'rater' | 'criterion',
  name: string | undefined,
): void {
  const names = [...new Set(records.flatMap((record) => record[field] ?? []))].sort();
  if (name === undefined || names.includes(name)) return;
  const some = names.slice(0, 5).map(shown).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  const message =
    names.length === 0 ? `no record has a ${field}` : `no record has the ${field} ${shown(name)}, only ${some}${more}`;
  throw new UnflatterError('invalid-option', message, { option: field, expected: `${some}${more}`, received: name });
}
