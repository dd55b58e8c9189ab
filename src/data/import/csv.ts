interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** What may stand between two cells. */
export const delimiters = [',', ';', '\t'] as const;

export type Delimiter = (typeof delimiters)[number];

/** Whether a file is named as a table. */
export function isTable(path: string): boolean {
  return /\.(?:csv|tsv|txt)(?:\.gz)?$/i.test(path);
}

/** Where a cell without quotes ends, and what may follow a cell: the end of the text is the last that may. */
const ends = {
  ',': { cell: /[",\r\n]/g, row: /,|\r\n|\n|\r|$/y },
  ';': { cell: /[";\r\n]/g, row: /;|\r\n|\n|\r|$/y },
  '\t': { cell: /["\t\r\n]/g, row: /\t|\r\n|\n|\r|$/y },
} as const;

/**
 * The rows of a table (RFC 4180, with commas or what else is told), each with the line on which it begins. Quoted fields may
 * hold lines. What cannot be read ends it, as a row without fields.
 */
export function parseCsv(text: string, delimiter: Delimiter = ','): CsvRow[] {
  const { cell: cellEnd, row: rowEnd } = ends[delimiter];
  const rows: CsvRow[] = [];
  let [at, line, started] = [0, 1, 1];
  let fields: string[] = [];
  while (at < text.length) {
    const cell = cellAt(text, at, cellEnd);
    const end = cell === undefined ? undefined : firstAt(rowEnd, text, cell.to)?.[0];
    if (cell === undefined || end === undefined) return [...rows, { line: started, fields: [] }];
    fields.push(cell.value);
    const next = cell.to + end.length;
    line += text.slice(at, next).split(/\r\n|\n|\r/).length - 1;
    at = next;
    if (end === delimiter && at < text.length) continue;
    if (end === delimiter) fields.push('');
    if (fields.length > 1 || fields[0] !== '') rows.push({ line: started, fields });
    fields = [];
    started = line;
  }
  return rows;
}

/**
 * The number that a cell holds. Where cells are not parted by commas, a comma is the decimal one; three digits behind it may be
 * thousands, unless a zero stands before.
 */
export function numberIn(text: string, delimiter: Delimiter): number | undefined {
  const isDecimal = delimiter !== ',' && /^[+-]?(?:\d+,\d{1,2}|0,\d+|\d+,\d{4,})$/.test(text);
  const plain = isDecimal ? text.replace(',', '.') : text;
  // `Number` also reads what nobody writes in a table for a number, as 0x1f and Infinity.
  return /^[\d.+-]+$/.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

/** The cell that begins at a place, and where it ends; undefined for a quote that does not. */
function cellAt(text: string, from: number, end: RegExp): { readonly value: string; readonly to: number } | undefined {
  if (text[from] !== '"') {
    const to = firstAt(end, text, from)?.index ?? text.length;
    return { value: text.slice(from, to), to };
  }
  // Not by an expression for the whole cell, which runs out of stack on some megabytes.
  let quote = text.indexOf('"', from + 1);
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote === -1 ? undefined : { value: text.slice(from + 1, quote).replaceAll('""', '"'), to: quote + 1 };
}

function firstAt(expression: RegExp, text: string, from: number): RegExpExecArray | null {
  expression.lastIndex = from;
  return expression.exec(text);
}
