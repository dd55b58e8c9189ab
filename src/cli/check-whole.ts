import { isUnflatterError, type ErrorCode, type Issue, type UnflatterError } from '../errors.ts';
import { assertBothClasses, assertEnough, toExamples, type Example } from '../fit/examples.ts';
import { madeOf } from '../fit/made-of.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { notesOn } from './check-notes.ts';
import { ofOneCriterion, pick } from './load.ts';
import type { RecordFilter } from './options.ts';

/** What was read of a set: the records that are right, and what is wrong with the others. */
export interface ReadSet {
  readonly records: readonly CalibrationRecord[];
  readonly issues: readonly Issue[];
}

/** The records to fit on, all that stands in the way of that, and what is good to know besides. */
export interface CheckedSet extends ReadSet {
  /** The labelled records as a fit sees them; none where something stands in its way. */
  readonly examples: readonly Example[];
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
  const examples = attempt(() => ofOneCriterion(() => toExamples(records, target)), []);
  if (issues.length === read.issues.length) {
    attempt(() => assertEnough(examples, 'fitting'), undefined);
    if (examples.length > 0) attempt(() => assertBothClasses(examples), undefined);
    attempt(() => madeOf(records), undefined);
  }
  return { records, issues, examples, notes: notesOn(examples, records, target) };
}

/** The field that decides on a problem of a whole set. */
function fieldOf(error: UnflatterError): string {
  if (isUnflatterError(error, 'invalid-option')) return error.details.option;
  const fields: Partial<Record<ErrorCode, string>> = {
    'mixed-criteria': 'criterion',
    'mixed-policies': 'humanRatings',
    'too-few-groups': 'group',
    'one-class-only': 'humanRatings',
  };
  return fields[error.code] ?? 'records';
}
