import type { Calibrator } from '../calibrator/calibrator.ts';
import { UnflatterError, listIssues, naming, shown } from '../errors.ts';
import type { CalibrationRecord } from '../types.ts';
import { assertEnough } from './examples.ts';
import { fit, type FitOptions } from './fit.ts';

/** What each fit needs besides the criterion, which the records say. */
export type FitEachOptions = Omit<FitOptions, 'criterion'>;

/**
 * Fits one calibrator a criterion: inflation differs between criteria, so their records are never pooled. Where criteria
 * have scales of their own, give a function. The result is ordered by criterion, whatever order the records came in. An id
 * has to be unique among the records of its criterion.
 *
 * @throws UnflatterError `invalid-records` for a record without a criterion, or what {@link fit} throws for the first
 *   criterion that cannot be fitted, which the message names.
 * @example fitEach(records, (criterion) => ({ ...target, passAt: criterion === 'tone' ? 3 : 4 })).get('tone')
 */
export function fitEach(
  records: readonly CalibrationRecord[],
  options: FitEachOptions | ((criterion: string) => FitEachOptions),
): ReadonlyMap<string, Calibrator> {
  assertCriteria(records);
  if (records.length === 0) assertEnough([], 'fitting');
  const criteria = Map.groupBy(records, ({ criterion }) => criterion!);
  const names = [...criteria.keys()].sort();
  return new Map(
    names.map((criterion) => {
      const own = typeof options === 'function' ? options(criterion) : options;
      const fitted = naming(`criterion ${shown(criterion)}`, () =>
        fit(criteria.get(criterion)!, { ...own, criterion }),
      );
      return [criterion, fitted];
    }),
  );
}

/** What else is wrong with a record is for the fit to say. */
function assertCriteria(records: readonly CalibrationRecord[]): void {
  const issues = records.flatMap((record, line) => {
    const criterion: unknown = record?.criterion;
    if (typeof criterion === 'string' && criterion !== '') return [];
    const message = `must be a non-empty string, got ${shown(criterion)}`;
    return [{ path: 'records', line, field: 'criterion', message }];
  });
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}
