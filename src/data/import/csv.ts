interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The rows of a table with commas (RFC 4180), each with the line on which it begins. Quoted fields may hold lines. What
 * cannot be read ends it, as a row without fields.
 */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let [at, line, started] = [0, 1, 1];
  let fields: string[] = [];
  while (at < text.length) {
    const cell = cellAt(text, at);
    const end = cell === undefined ? undefined : endAt(text, cell.to);
    if (cell === undefined || end === undefined) return [...rows, { line: started, fields: [] }];
    fields.push(cell.value);
    const next = cell.to + end.length;
    line += text.slice(at, next).split(/\r\n|\n|\r/).length - 1;
    at = next;
    if (end === ',' && at < text.length) continue;
    if (end === ',') fields.push('');
    if (fields.length > 1 || fields[0] !== '') rows.push({ line: started, fields });
    fields = [];
    started = line;
  }
  return rows;
}

/** The cell that begins at a place, and where it ends; undefined for a quote that does not. */
function cellAt(text: string, from: number): { readonly value: string; readonly to: number } | undefined {
  if (text[from] !== '"') {
    const to = firstAt(/[",\r\n]/g, text, from)?.index ?? text.length;
    return { value: text.slice(from, to), to };
  }
  // Not by an expression for the whole cell, which runs out of stack on some megabytes.
  let quote = text.indexOf('"', from + 1);
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote === -1 ? undefined : { value: text.slice(from + 1, quote).replaceAll('""', '"'), to: quote + 1 };
}

/** The comma or end of line at a place; empty at the end of the text, undefined where there is something else. */
function endAt(text: string, from: number): string | undefined {
  return firstAt(/,|\r\n|\n|\r|$/y, text, from)?.[0];
}

function firstAt(expression: RegExp, text: string, from: number): RegExpExecArray | null {
  expression.lastIndex = from;
  return expression.exec(text);
}
