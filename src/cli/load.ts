import { UnflatterError } from '../errors.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { declaredTarget, readTarget } from '../data/dataset.ts';
import { readRecords } from '../data/records.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { targetOf, type TargetFlags } from './options.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** Which records of the files to take. */
export interface RecordFilter {
  readonly rater?: string;
  readonly criterion?: string;
}

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
    return records.filter(
      ({ rater, criterion }) =>
        (filter.rater === undefined || rater === filter.rater) &&
        (filter.criterion === undefined || criterion === undefined || criterion === filter.criterion),
    );
  } finally {
    progress.stop();
  }
}

/** @throws UnflatterError `invalid-option` if `dataset.json` beside the file says that it measures something else. */
export async function assertSameTarget(path: string, { target }: Calibrator): Promise<void> {
  const declared = await declaredTarget(path);
  for (const part of ['ratingScale', 'humanScale', 'passAt', 'criterion'] as const) {
    const [theirs, ours] = [declared[part], target[part]].map((value) => JSON.stringify(value));
    if (theirs === undefined || ours === undefined || theirs === ours) continue;
    const message = `the ${part} of ${path} must be ${ours}, for which the calibrator was fitted, got ${theirs} from dataset.json`;
    throw new UnflatterError('invalid-option', message, { option: part, expected: ours, received: theirs });
  }
}
