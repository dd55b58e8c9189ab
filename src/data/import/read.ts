import { repeatedKey } from '../../calibrator/repeated-key.ts';
import { shown, type Issue } from '../../errors.ts';
import { refuse, type Entry } from './entry.ts';
import { isTable } from './csv.ts';
import { tableRows } from './table-rows.ts';
import { readText } from '../json.ts';
import { utf8In } from '../labels/read.ts';

/**
 * The values of an export: of a list its elements, of JSON Lines or a table one for each line, else the document.
 *
 * @throws UnflatterError `unreadable-file`; `invalid-records` for what is neither JSON, JSON Lines nor, in a file that is
 *   named so, CSV.
 */
export async function readExport(path: string): Promise<Entry[]> {
  const text = await (isTable(path) ? utf8In(path) : readText(path));
  if (isTable(path) && !/^\s*[[{]/.test(text)) return tableRows(path, text);
  const lines = text.split('\n').flatMap((one, i) => (one.trim() === '' ? [] : [{ line: i + 1, text: one }]));
  const areLines = /\.jsonl(?:\.gz)?$/.test(path) || (lines.length > 1 && parsed(lines[0]!.text) !== undefined);
  if (areLines) return linesIn(path, lines);
  const value = parsed(text);
  refuse(problemIn(text, value, { path }));
  if (!Array.isArray(value)) return [{ path, field: '', value }];
  return value.map((one: unknown, i) => ({ path, field: String(i), value: one }));
}

function linesIn(path: string, lines: readonly { readonly line: number; readonly text: string }[]): Entry[] {
  const read = lines.map(({ line, text }) => ({ path, line, field: '', value: parsed(text), text }));
  refuse(read.flatMap(({ line, value, text }) => problemIn(text, value, { path, line })));
  return read.map(({ line, value }) => ({ path, line, field: '', value }));
}

/** Text that is no JSON, or of which JSON would take one of two values in silence. */
function problemIn(text: string, value: unknown, place: Pick<Issue, 'path' | 'line'>): Issue[] {
  const issue = (message: string): Issue[] => [{ ...place, field: 'export', message }];
  if (value === undefined) return issue(`must be JSON, got ${reason(text)}`);
  const key = repeatedKey(text, value);
  return key === undefined ? [] : issue(`must have each key once, got ${shown(key)} twice`);
}

/** JSON as Python writes it: what is no number stands there as a word, and is read as null. Undefined if it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(withoutWords(text));
    } catch {
      return undefined;
    }
  }
}

/** Strings are walked by their ends alone: an expression for a whole one runs out of stack on some megabytes. */
function withoutWords(text: string): string {
  let isInString = false;
  return text.replace(/\\.|"|-?\bInfinity\b|\bNaN\b/g, (token) => {
    if (token === '"') isInString = !isInString;
    return isInString || token === '"' || token.startsWith('\\') ? token : 'null';
  });
}

function reason(text: string): string {
  if (text.startsWith('PK')) return 'a zip archive: `inspect log dump` makes JSON of a log of Inspect';
  try {
    JSON.parse(text);
    return 'null';
  } catch (error) {
    return (error as Error).message;
  }
}
