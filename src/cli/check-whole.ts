import { isUnflatterError, type ErrorCode, type Issue, type UnflatterError } from '../errors.ts';
import { assertBothClasses, assertEnough, toExamples, type Example } from '../fit/examples.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { pick } from './load.ts';
import type { RecordFilter } from './options.ts';

/** What was read of a set: the records that are right, and what is wrong with the others. */
export interface ReadSet {
  readonly records: readonly CalibrationRecord[];
  readonly issues: readonly Issue[];
}

/** The records to fit on, all that stands in the way of that, and what is good to know besides. */
export interface CheckedSet extends ReadSet {
  readonly notes: readonly string[];
}

interface Question {
  readonly target: Target;
  readonly filter: RecordFilter;
  /** The name of the whole set in issues. */
  readonly path: string;
}

/** Looks at a set as a whole, as a fit would. Where lines are wrong, at what the others come to. */
export function checkWhole(read: ReadSet, { target, filter, path }: Question): CheckedSet {
  const issues = [...read.issues];
  const attempt = <Result>(step: () => Result, otherwise: Result): Result => {
    try {
      return step();
    } catch (error) {
      if (!isUnflatterError(error)) throw error;
      const counted = read.issues.length > 0 ? ' (counting only records without a problem)' : '';
      issues.push({ path, field: fieldOf(error), message: `${error.message}${counted}` });
      return otherwise;
    }
  };
  const records = attempt(() => pick(read.records, filter), []);
  const examples = attempt(() => toExamples(records, target), []);
  if (issues.length === read.issues.length) {
    attempt(() => assertEnough(examples, 'fitting'), undefined);
    if (examples.length > 0) attempt(() => assertBothClasses(examples), undefined);
  }
  return { records, issues, notes: notesOn(examples) };
}

/** The field that decides on a problem of a whole set. */
function fieldOf(error: UnflatterError): string {
  if (isUnflatterError(error, 'invalid-option')) return error.details.option;
  const fields: Partial<Record<ErrorCode, string>> = {
    'mixed-criteria': 'criterion',
    'too-few-groups': 'group',
    'one-class-only': 'humanRatings',
  };
  return fields[error.code] ?? 'records';
}

function notesOn(examples: readonly Example[]): string[] {
  const without = examples.filter(({ inputs }) => !Number.isFinite(inputs.features['promptOverlap'])).length;
  if (without === 0 || without === examples.length) return [];
  return [`prompt features are dropped: ${without} of ${examples.length} labelled records have no prompt`];
}
