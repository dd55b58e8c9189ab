import { UnflatterError, listIssues, shown, type Issue } from '../../errors.ts';

/** A row and where it stands: the line of a file from 1, or the place in a list from 0. */
export interface PlacedRow {
  readonly path: string;
  readonly line: number;
  readonly value: unknown;
  /** In a table every cell is a text, which is read as a number, or as true or false, only where one is asked for. */
  readonly isOfTable?: boolean;
}

/** What a cell has to hold, in words, and how it is read; undefined for what is no such thing. */
interface Kind<Value> {
  readonly expected: string;
  readonly read: (cell: unknown) => Value | undefined;
  /** What a cell of a table stands for; itself where this is not there. */
  readonly inTable?: (cell: string) => unknown;
}

/** A number; true and false as 1 and 0; of a list of numbers or of ratings with a `value` the mean. */
export const numbers: Kind<number> = {
  expected: 'a number, true or false',
  read: (cell) => numberIn(cell) ?? meanIn(cell),
  inTable: valueOf,
};

export const decisions: Kind<number> = {
  expected: 'true or false, or 1 or 0',
  read: (cell) => {
    const value = numberIn(cell);
    return value === 0 || value === 1 ? value : undefined;
  },
  inTable: valueOf,
};

export const names: Kind<string> = {
  expected: 'a text, a number, true or false',
  read: (cell) =>
    (typeof cell === 'string' && cell !== '') || numberIn(cell) !== undefined ? String(cell) : undefined,
};

export const texts: Kind<string> = {
  expected: 'a text',
  read: (cell) => (typeof cell === 'string' ? cell : undefined),
};

/**
 * The cell of a row under a name; undefined where there is none, or nothing in it. A name with dots is looked up as it is
 * first, and then inside of what its parts name.
 */
export function cellOf(row: unknown, name: string): unknown {
  const whole = own(row, name);
  if (whole !== undefined) return whole;
  const parts = name.split('.');
  return parts.length === 1 ? undefined : parts.reduce(own, row);
}

/**
 * One column of all rows that an option names.
 *
 * @throws UnflatterError `invalid-option` where no row has it, with the columns that there are; `invalid-records` as
 *   {@link everyCell} does
 */
export function column<Value>(
  rows: readonly PlacedRow[],
  { option, name }: { readonly option: string; readonly name: string },
  kind: Kind<Value>,
): Value[] {
  assertColumn(rows, option, name);
  return everyCell(rows, name, kind);
}

/** @throws UnflatterError `invalid-records` with every cell that holds something else, or with the first where all do */
export function everyCell<Value>(
  rows: readonly PlacedRow[],
  name: string,
  { expected, read, inTable }: Kind<Value>,
): Value[] {
  const cells = rows.map(({ value, isOfTable = false }) => {
    const cell = cellOf(value, name);
    return isOfTable && inTable !== undefined && typeof cell === 'string' ? inTable(cell) : cell;
  });
  const values = cells.map(read);
  const issues = rows.flatMap(({ path, line }, i): Issue[] =>
    values[i] === undefined
      ? [{ path, line, field: name, message: `must be ${expected}, got ${shown(cells[i])}` }]
      : [],
  );
  // What holds for every row is said once.
  if (issues.length === rows.length) issues.splice(1);
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  return values as Value[];
}

/** @throws UnflatterError `invalid-option` */
export function assertColumn(rows: readonly PlacedRow[], option: string, name: string): void {
  if (rows.every(({ value }) => cellOf(value, name) === undefined)) throw missing(rows, option, name);
}

function missing(rows: readonly PlacedRow[], option: string, name: string): UnflatterError<'invalid-option'> {
  const expected = `one of the columns ${listed(columnsOf(rows))}`;
  return new UnflatterError('invalid-option', `${option} must be ${expected}, got ${shown(name)}`, {
    option,
    expected,
    received: name,
  });
}

const mostListed = 30;

function listed(found: readonly string[]): string {
  const rest = found.length - mostListed;
  return `${found.slice(0, mostListed).map(shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Those with something in them, with dots for what stands inside of others, in order of first appearance. */
function columnsOf(rows: readonly PlacedRow[]): string[] {
  const found = new Set<string>();
  const walk = (value: object, before: string): void => {
    for (const [key, inside] of Object.entries(value)) {
      if (isFields(inside)) walk(inside, `${before}${key}.`);
      else if (inside !== null && inside !== undefined) found.add(`${before}${key}`);
    }
  };
  for (const { value } of rows) if (isFields(value)) walk(value, '');
  return [...found];
}

function own(value: unknown, key: string): unknown {
  const cell = isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return cell === null || (Array.isArray(cell) && cell.length === 0) ? undefined : cell;
}

export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberIn(cell: unknown): number | undefined {
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : undefined;
}

function meanIn(cell: unknown): number | undefined {
  if (!Array.isArray(cell) || cell.length === 0) return undefined;
  const values = cell.map((one: unknown) => numberIn(one) ?? numberIn(own(one, 'value')));
  if (values.some((value) => value === undefined)) return undefined;
  return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length;
}

function valueOf(cell: string): unknown {
  const trimmed = cell.trim();
  if (/^(?:true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true';
  // `Number` also reads what nobody writes in a table for a number, as 0x1f and Infinity.
  return /^[\d.+\-eE]+$/.test(trimmed) && Number.isFinite(Number(trimmed)) ? Number(trimmed) : cell;
}
