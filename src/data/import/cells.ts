import { isInclusion } from '../../calibrator/record.ts';
import { yesNoHint } from '../../calibrator/yes-no.ts';
import { shown, type Issue } from '../../errors.ts';
import type { CalibrationRecord } from '../../types.ts';
import type { Column } from './columns.ts';
import { numberIn } from './csv.ts';
import { fieldsOf, isFields, type Entry } from './entry.ts';

/** What the cells of one row hold of a record. */
export interface Cells {
  /** Human ratings are among it only where they say more than a number. */
  readonly record: Partial<CalibrationRecord>;
  /** The human ratings, in the order of the columns. */
  readonly people: readonly number[];
}

/** Reads the cells of a row, and says what is wrong with any. An empty one is no value. */
export function readCells(
  entry: Entry,
  columns: readonly Column[],
  hasCommas: boolean,
): { readonly cells: Cells; readonly issues: readonly Issue[] } {
  const record: Record<string, unknown> = {};
  const features: [string, unknown][] = [];
  const people: number[] = [];
  const issues: Issue[] = [];
  for (const column of columns) {
    const { field, header } = column;
    for (const cell of cellsOf(entry, column)) {
      const read = valueIn(cell, column, entry, hasCommas);
      if ('problem' in read) {
        const place = entry.field === '' ? header : `${entry.field}.${header}`;
        issues.push({ path: entry.path, line: entry.line, field: place, message: read.problem });
      } else if (field.startsWith('features.')) features.push([field.slice('features.'.length), read.value]);
      else if (isHuman(field) && isNumbers(read.value)) people.push(...read.value);
      else record[field] = read.value;
    }
  }
  if (features.length > 0) record['features'] = { ...fieldsOf(record['features']), ...Object.fromEntries(features) };
  return { cells: { record, people }, issues };
}

/** The files in whose cells a comma is a decimal one: there, a point may part thousands. */
export function filesWithCommas(entries: readonly Entry[], columns: readonly Column[]): ReadonlySet<string> {
  const numbers = columns.filter(({ kind }) => kind === 'number');
  const isDecimal = (cell: unknown): boolean => typeof cell === 'string' && /^\s*[+-]?\d+,\d+\s*$/.test(cell);
  return new Set(
    entries.filter((entry) => numbers.some((column) => cellsOf(entry, column).some(isDecimal))).map(({ path }) => path),
  );
}

function cellsOf({ value }: Entry, { header, field }: Column): unknown[] {
  const fields = fieldsOf(value);
  const cell = Object.hasOwn(fields, header) ? fields[header] : undefined;
  const cells: unknown[] = field === 'humanRating' && Array.isArray(cell) ? cell : [cell];
  return cells.filter((one) => one !== undefined && one !== null && !(typeof one === 'string' && one.trim() === ''));
}

type Read = { readonly value: unknown } | { readonly problem: string };

function valueIn(cell: unknown, { kind, field }: Column, entry: Entry, hasCommas: boolean): Read {
  if (kind === 'given')
    return typeof cell === 'object' ? { value: cell } : { problem: `must be a list or an object, got ${shown(cell)}` };
  if (kind === 'text' || kind === 'name') {
    // Of other numbers, JSON does not keep the digits: two names could come to one.
    const isText = typeof cell === 'string' || Number.isSafeInteger(cell);
    if (!isText) return { problem: `must be a text or a whole number below 2^53, got ${shown(cell)}` };
    return { value: kind === 'text' ? String(cell) : String(cell).trim() };
  }
  if (kind === 'numbers') return numbersIn(cell, hasCommas);
  const number = typeof cell === 'string' ? numberIn(cell.trim(), entry.delimiter ?? ',') : cell;
  const hint = field === 'humanRating' ? yesNoHint(cell) : '';
  if (typeof number !== 'number' || !Number.isFinite(number))
    return { problem: `must be a number, got ${shown(cell)}${hint}` };
  if (field === 'inclusion' && !isInclusion(number))
    return { problem: `must be a probability from 0.000001 to 1, got ${shown(cell)}` };
  if (hasCommas && hasPoint(cell))
    return { problem: `must be a number with a decimal comma, as others in the table are, got ${shown(cell)}` };
  return { value: isHuman(field) ? [number] : number };
}

/**
 * Several human ratings in one cell. A comma between them could be a decimal one, and the other way round; `000` is the end
 * of a number of thousands.
 */
function numbersIn(cell: unknown, hasCommas: boolean): Read {
  if (Array.isArray(cell) && cell.some(isFields)) return { value: cell };
  const parts: unknown[] = typeof cell === 'string' ? cell.split(/[\s|]+/).filter((one) => one !== '') : [cell].flat();
  if (hasCommas && parts.some(hasPoint))
    return {
      problem: `must be numbers without a point, as others in the table have decimal commas (humanRating takes a column for each person), got ${shown(cell)}`,
    };
  const numbers = parts.map((one) => (typeof one === 'string' && !/^[+-]?0\d/.test(one) ? numberIn(one, ',') : one));
  if (isNumbers(numbers)) return { value: numbers };
  const wrong = parts.find((_, i) => !isNumbers([numbers[i]]));
  return {
    problem: `must be numbers with a blank or | between them, and no 0 in front, got ${shown(cell)}${yesNoHint(wrong)}`,
  };
}

/** Where others have decimal commas, a point may part thousands. */
function hasPoint(cell: unknown): boolean {
  return String(cell).includes('.');
}

function isHuman(field: string): boolean {
  return field === 'humanRating' || field === 'humanRatings';
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isFinite(one));
}
