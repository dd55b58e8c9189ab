import type { Calibrator } from '../calibrator/calibrator.ts';
import { recordIssues } from '../calibrator/record.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, listIssues, shown } from '../errors.ts';
import type { CalibrationRecord } from '../types.ts';

/** @throws UnflatterError `invalid-option`. */
export function assertLeast(least: unknown): void {
  const isInclusion = least === undefined || (typeof least === 'number' && least > 0 && least <= 1);
  assertOption(isInclusion, 'leastInclusion', 'above 0 and at most 1', least);
}

/** @throws UnflatterError `invalid-records` for what is no record, or one that nobody has rated. */
export function assertLabelled(record: CalibrationRecord, { target }: Calibrator): void {
  const issues = recordIssues(record, target).map((issue) => ({ path: 'record', ...issue }));
  if (issues.length === 0 && record.humanRatings.length === 0)
    issues.push({ path: 'record', field: 'humanRatings', message: 'must have a human rating, got none' });
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}

/**
 * @throws UnflatterError `invalid-option` for one that is rarer than any could be, or of another probability than those before where
 *   the least one is not known; `invalid-records` where only some say theirs, or none does and there is a least one.
 */
export function assertInclusion(
  id: string,
  inclusion: number | null,
  { least, before }: { readonly least: number | undefined; readonly before: number | null | undefined },
): void {
  const isEnough = least === undefined || (inclusion ?? 1) >= least;
  assertOption(
    isEnough,
    'leastInclusion',
    `at most the inclusion of every label, as ${inclusion} of ${shown(id)}`,
    least,
  );
  const isEven = before === undefined || before === null || inclusion === null || before === inclusion;
  assertOption(
    least !== undefined || isEven,
    'leastInclusion',
    `given where labels were chosen with unequal probability, as ${before} and ${inclusion} (${shown(id)}): the least with which any was or will be`,
    least,
  );
  const isSaid = inclusion !== null || least === undefined || least === 1;
  if (isSaid && (before === undefined || (before === null) === (inclusion === null))) return;
  const message = `must be said of all labels where it is said of some or of the least, got ${shown(inclusion ?? undefined)}`;
  const issues = [{ path: `record ${shown(id)}`, field: 'inclusion', message }];
  throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}
