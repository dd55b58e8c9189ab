import { plainName } from '../calibrator/field-names.ts';
import { recordFields } from '../calibrator/record.ts';
import { UnflatterError, listIssues } from '../errors.ts';
import { delimiters, isTable, parseCsv } from './import/csv.ts';
import type { Line } from './lines.ts';

/**
 * Refuses a file that by its first line plainly holds something else than records: once, where each of its lines would be a
 * problem of its own.
 *
 * @throws UnflatterError `invalid-records` that says what it is, and how records come of it.
 */
export function assertRecords(path: string, { line, text }: Line): void {
  const found = text === undefined ? undefined : insteadOfRecords(path, text);
  if (found === undefined) return;
  const message = `must be records, one JSON object a line, got ${found}`;
  const issues = [{ path, line, field: 'file', message }];
  throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}

function insteadOfRecords(path: string, text: string): string | undefined {
  const first = text.trim();
  const file = path === '-' ? 'FILE' : path;
  const makes = `\`unflatter import ${file} --out records.jsonl\` makes records of`;
  const value = parsed(first);
  if (Array.isArray(value) || beginsList(first)) return `a JSON list: ${makes} it`;
  if (first === '{') return `a JSON object over several lines: ${makes} the export of an eval tool`;
  if (value === undefined && isHead(path, first)) return `a table: ${makes} it`;
  if (isDecision(value))
    return 'decisions as decide prints them: give the records that were decided on, or a log as loggedGate writes it (docs/log.md)';
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A line of a log may begin with `[` too. */
function beginsList(first: string): boolean {
  return first === '[' || /^\[\s*\{/.test(first);
}

/** Whether a line is the first of a table: in a file that is named so, or with the name of a field among its cells. */
function isHead(path: string, first: string): boolean {
  if (first.startsWith('{')) return false;
  const fields = new Set(recordFields.map(plainName));
  const isNamed = (cells: readonly string[]): boolean =>
    cells.length > 1 && cells.some((cell) => fields.has(plainName(cell)));
  return isTable(path) || delimiters.some((delimiter) => isNamed(parseCsv(first, delimiter)[0]?.fields ?? []));
}

/**
 * A decision has no fields of a record but its id and self-rating, so that nothing can be decided anew; an entry of a log
 * names its calibrator.
 */
function isDecision(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const isRecord = recordFields.some((field) => field !== 'id' && field !== 'selfRating' && field in value);
  return 'verdict' in value && 'contributions' in value && !(isRecord || 'calibrator' in value);
}
