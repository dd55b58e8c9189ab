import { assertOptions } from '../calibrator/options.ts';
import { ratedIssues, recordIssues, type FieldIssue } from '../calibrator/record.ts';
import { assertOption, assertTarget } from '../calibrator/target.ts';
import { UnflatterError, listIssues, shown, type Issue } from '../errors.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { readLines, type Line, type Source } from './lines.ts';
import { assertRecords } from './not-records.ts';
import { repeatedKey } from '../calibrator/repeated-key.ts';

/** One line of a file of records: what it holds, and what is wrong with it. */
export interface ReadRecord {
  readonly path: string;
  readonly line: number;
  /** As it was parsed, unknown fields included; undefined if the line is no JSON. */
  readonly value: unknown;
  readonly issues: readonly Issue[];
}

/** What a record has to hold: labels for a calibration set, or just what a gate looks at. */
export type RecordKind = 'labelled' | 'rated';

/**
 * Reads a file of records line by line, in constant memory. Bad lines come with their issues; nothing is thrown for them.
 *
 * @throws UnflatterError `unreadable-file`, or `invalid-records` for a file that plainly holds something else, as a table.
 */
export async function* streamRecords(
  path: string,
  target: Target,
  kind: RecordKind,
  stdin?: Source,
): AsyncGenerator<ReadRecord> {
  const issuesOf = kind === 'labelled' ? recordIssues : ratedIssues;
  let isFirst = true;
  for await (const line of readLines(path, stdin)) {
    if (isFirst) assertRecords(path, line);
    isFirst = false;
    const { value, issues } = parseLine(line);
    const found = issues ?? issuesOf(value, target);
    yield { path, line: line.line, value, issues: found.map((issue) => ({ path, line: line.line, ...issue })) };
  }
}

export interface ReadOptions {
  readonly target: Target;
  /** What the path `-` reads. */
  readonly stdin?: Source | undefined;
  /** Called as lines are read, with their number so far. */
  readonly onProgress?: ((lines: number) => void) | undefined;
}

/**
 * Reads calibration sets whole.
 *
 * @throws UnflatterError `unreadable-file`, `invalid-records` with every issue of every line of every file, or
 *   `invalid-option` without a list of files or a target.
 */
export async function readRecords(paths: readonly string[], options: ReadOptions): Promise<CalibrationRecord[]> {
  assertOption(Array.isArray(paths), 'paths', 'a list of files, as [path]', paths);
  assertOptions<ReadOptions>(options, { target: true, stdin: true, onProgress: true });
  const { target } = options;
  assertOption(typeof target === 'object' && target !== null, 'target', 'a target, as readTarget gives it', target);
  assertTarget(target);
  const { records, issues } = await checkRecords(paths, options);
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  return records;
}

/** Reads calibration sets whole and reports all that is wrong instead of throwing. */
export async function checkRecords(paths: readonly string[], { target, stdin, onProgress = () => {} }: ReadOptions) {
  const records: CalibrationRecord[] = [];
  const issues: Issue[] = [];
  const seen = new Map<string, string>();
  let lines = 0;
  for (const path of paths) {
    for await (const read of streamRecords(path, target, 'labelled', stdin)) {
      onProgress(++lines);
      const found = [...read.issues, ...repeatedId(read, seen)];
      for (const issue of found) issues.push(issue);
      if (found.length === 0) records.push(read.value as CalibrationRecord);
    }
  }
  return { records, issues };
}

/** An id is one record's, over all files. `seen` has where each came first. */
function repeatedId({ path, line, value }: ReadRecord, seen: Map<string, string>): Issue[] {
  const id = (value as Partial<CalibrationRecord> | null | undefined)?.id;
  if (typeof id !== 'string' || id === '') return [];
  const earlier = seen.get(id);
  if (earlier !== undefined)
    return [{ path, line, field: 'id', message: `must be unique, got ${shown(id)} as in ${earlier}` }];
  seen.set(id, `${path}:${line}`);
  return [];
}

function parseLine(line: Line): { readonly value?: unknown; readonly issues?: readonly FieldIssue[] } {
  if (line.text === undefined) return { issues: [{ field: 'record', message: line.problem }] };
  try {
    const value: unknown = JSON.parse(line.text);
    const key = repeatedKey(line.text, value);
    if (key === undefined) return { value };
    return { value, issues: [{ field: 'record', message: `must have each key once, got ${shown(key)} twice` }] };
  } catch (error) {
    return {
      issues: [{ field: 'record', message: `must be one JSON object a line, got ${(error as Error).message}` }],
    };
  }
}
