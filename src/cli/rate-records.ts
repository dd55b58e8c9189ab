import type { FieldIssue } from '../calibrator/record.ts';
import { streamRecords } from '../data/records.ts';
import { UnflatterError, isUnflatterError, listIssues, shown, type ErrorDetails, type Issue } from '../errors.ts';
import { ratingMaterial } from '../rating/material.ts';
import type { Turn } from '../rating/request.ts';
import type { Target } from '../types.ts';
import type { ChosenRubric } from './rate-options.ts';
import { jsonLine, type Terminal } from './terminal.ts';

/** A record to be rated. What else it holds is carried along. */
export interface RatableRecord {
  readonly id: string;
  readonly prompt?: string;
  readonly response?: string;
  readonly criterion?: string;
  readonly generator?: string;
  readonly conversation?: readonly Turn[];
  readonly system?: string;
  readonly sources?: readonly string[];
}

/** What a rating brings, and so what an earlier one has left behind. */
const ofRating = [
  'selfRating',
  'rater',
  'ratingPrompt',
  'scale',
  'samples',
  'probabilities',
  'reasoning',
  'ratingError',
  'ratingRun',
] as const;

/** A record without what came of an earlier rating: an old rating never stands for a new one. */
export function unrated<Value extends object>(record: Value): Omit<Value, (typeof ofRating)[number]> {
  return Object.fromEntries(
    Object.entries(record).filter(([key]) => !(ofRating as readonly string[]).includes(key)),
  ) as Omit<Value, (typeof ofRating)[number]>;
}

const written: ReadonlySet<string> = new Set([...ofRating, 'criterion']);

/** The line of a record, with what came of rating it. What else a rating tells is left out: a record may have fields of that name. */
export function ratedLine(record: RatableRecord, outcome: object): string {
  const told = Object.entries(outcome).filter(([key]) => written.has(key));
  return jsonLine({ ...unrated(record), ...Object.fromEntries(told) });
}

/**
 * By what a record is known again, also where only its line says its criterion.
 *
 * @param criterion what the rubric rates, where it says it
 */
export function keyOf(record: Pick<RatableRecord, 'id' | 'criterion'>, criterion: string | undefined): string {
  return JSON.stringify([record.id, record.criterion ?? criterion ?? null]);
}

/** Scales that take everything: what was rated or labelled before is carried along, whatever its scale. */
const anyScale = { min: -Infinity, max: Infinity };
const anyTarget: Target = { ratingScale: anyScale, humanScale: anyScale, passAt: 0 };

/**
 * Reads all records before any is paid for.
 *
 * @throws UnflatterError `unreadable-file`, `too-few-records`, or `invalid-records` with every issue.
 */
export async function readRatable(
  paths: readonly string[],
  { stdin }: Terminal,
  { criterion, needsSources }: Pick<ChosenRubric, 'criterion' | 'needsSources'>,
): Promise<RatableRecord[]> {
  const records: RatableRecord[] = [];
  const issues: Issue[] = [];
  const seen = new Map<string, string>();
  for (const path of paths) {
    for await (const { line, value, issues: found } of streamRecords(path, anyTarget, 'rated', stdin)) {
      const wrong = found.filter(({ field }) => !(ofRating as readonly string[]).includes(field.split('.')[0]!));
      if (wrong.length > 0) {
        for (const issue of wrong) issues.push(issue);
        continue;
      }
      const record = value as RatableRecord;
      const key = keyOf(record, criterion);
      const earlier = seen.get(key);
      const add = (field: string, message: string) => issues.push({ path, line, field, message });
      if (earlier !== undefined) add('id', `must be unique, got ${shown(record.id)} as in ${earlier}`);
      for (const { field, message } of ratableIssues(record, { criterion, needsSources })) add(field, message);
      seen.set(key, `${path}:${line}`);
      records.push(record);
    }
  }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  if (records.length === 0) {
    const message = `${paths.join(' ')}: rating needs at least 1 record, got 0`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  }
  return records;
}

/** What keeps a record, which is one otherwise, from being rated by a rubric. */
export function ratableIssues(
  record: RatableRecord,
  { criterion, needsSources }: Pick<ChosenRubric, 'criterion' | 'needsSources'>,
): FieldIssue[] {
  const isOfAnother = criterion !== undefined && record.criterion !== undefined && record.criterion !== criterion;
  const ofAnother = `must be ${shown(criterion)}, which the rubric rates, or left out, got ${shown(record.criterion)}`;
  const problem = materialProblem(record);
  const lacksSources = needsSources && (record.sources ?? []).length === 0;
  const noSources = `must be at least one for this rubric, got ${shown(record.sources)}`;
  return [
    ...(isOfAnother ? [{ field: 'criterion', message: ofAnother }] : []),
    ...(problem === undefined
      ? []
      : [{ field: problem.option, message: `must be ${problem.expected}, got ${shown(problem.received)}` }]),
    ...(lacksSources ? [{ field: 'sources', message: noSources }] : []),
  ];
}

/** What is wrong with what the model would be shown. A response that is missing is the record's own failure, not the file's. */
function materialProblem(record: RatableRecord): ErrorDetails['invalid-option'] | undefined {
  try {
    ratingMaterial({ response: '', ...record });
    return undefined;
  } catch (error) {
    if (isUnflatterError(error, 'invalid-option')) return error.details;
    throw error;
  }
}
