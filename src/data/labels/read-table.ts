import { yesNoHint } from '../../calibrator/yes-no.ts';
import { escaped, shown, type Issue } from '../../errors.ts';
import { delimiters, numberIn, parseCsv, type Delimiter } from '../import/csv.ts';
import { unguarded } from './formula.ts';
import { given } from './sheet.ts';
import { gathered, textFields, type FileLabel, type Read, type ReadLabels } from './label.ts';

/** The columns without which a table holds no labels. */
const needed = ['id', 'value'] as const;
const known: readonly string[] = [...needed, ...textFields, 'at'];

/**
 * The labels in a table with commas, semicolons or tabs. Columns go by their names in the first row, in any order; others
 * are passed over.
 */
export function readTable(path: string, text: string): ReadLabels {
  const wrong = (line: number, field: string, message: string): ReadLabels => ({
    labels: [],
    blank: 0,
    issues: [{ path, line, field, message }],
  });
  const table = tableIn(text);
  if (table === undefined) {
    const first = escaped(text.split(/\r|\n/, 1)[0]!);
    return wrong(1, 'columns', `must have the names id and value in the first row, got ${shown(first)}`);
  }
  const { delimiter, rows } = table;
  const [head, ...body] = rows as [(typeof rows)[number], ...typeof rows];
  const names = namesIn(head.fields);
  const repeated = known.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (repeated !== undefined) return wrong(head.line, 'columns', `must have each name once, got ${repeated} twice`);
  return gathered(
    body
      // A spreadsheet writes the rows below the last one as so many delimiters.
      .filter(({ fields }) => fields.length === 0 || fields.some((cell) => cell.trim() !== ''))
      .map(({ line, fields }): Read => {
        if (fields.length === 0)
          return { issues: [{ path, line, field: 'row', message: 'must be CSV, got a quote where none can be' }] };
        if (fields.length !== names.length) {
          const message = `must have ${names.length} cells as the first row, got ${fields.length}`;
          return { issues: [{ path, line, field: 'row', message }] };
        }
        const cells = new Map(names.map((name, i) => [name, unguarded(fields[i]!)]));
        return labelIn({ path, line, delimiter }, (name) => cells.get(name) ?? '');
      }),
  );
}

/** Whether nobody has written anything into a sheet. What is no sheet may hold anything. */
export function isBlankSheet(text: string): boolean {
  if (text.trim() === '') return true;
  const [head, ...body] = tableIn(text)?.rows ?? [];
  const names = namesIn(head?.fields);
  const filled = names.flatMap((name, i) => ((given as readonly string[]).includes(name) ? [] : i));
  return head !== undefined && body.every(({ fields }) => isRow(fields, names, filled));
}

/** A row as it was written: all its cells are there, and those for people, in whatever column, are empty. */
function isRow(fields: readonly string[], names: readonly string[], filled: readonly number[]): boolean {
  const isEmpty = fields.length > 0 && fields.every((cell) => cell.trim() === '');
  return isEmpty || (fields.length === names.length && filled.every((i) => fields[i]!.trim() === ''));
}

/** The table with the delimiter that gives the first row the names that are needed. */
function tableIn(
  text: string,
): { readonly delimiter: Delimiter; readonly rows: ReturnType<typeof parseCsv> } | undefined {
  const tables = delimiters.map((delimiter) => ({ delimiter, rows: parseCsv(text, delimiter) }));
  return tables.find(({ rows }) => needed.every((name) => namesIn(rows[0]?.fields).includes(name)));
}

function namesIn(fields: readonly string[] = []): string[] {
  return fields.map((name) => name.trim().toLowerCase());
}

interface Row {
  readonly path: string;
  readonly line: number;
  readonly delimiter: Delimiter;
}

function labelIn({ path, line, delimiter }: Row, cell: (name: string) => string): Read {
  const value = cell('value').trim();
  if (value === '') return {};
  const issues: Issue[] = [];
  const add = (field: string, expected: string, received: string, hint = ''): void => {
    issues.push({ path, line, field, message: `must be ${expected}, got ${shown(received)}${hint}` });
  };
  // Ids are kept to the letter: one with a blank at its end is another.
  const id = cell('id');
  if (id === '') add('id', 'the id of a record', id);
  const number = numberIn(value, delimiter);
  if (number === undefined) add('value', 'a number', value, yesNoHint(value));
  const at = timeIn(cell('at').trim());
  if (at === null) add('at', 'a time, as 2027-06-30T12:00:00Z or milliseconds since 1970', cell('at'));
  if (issues.length > 0) return { issues };
  const texts = Object.fromEntries(
    textFields.flatMap((name) => (cell(name).trim() === '' ? [] : [[name, textIn(name, cell(name))]])),
  );
  const label: FileLabel = { path, line, id, value: number!, ...texts, ...(at === undefined ? {} : { at: at! }) };
  return { label };
}

/** Names are typed by hand; texts are held against others. */
function textIn(name: (typeof textFields)[number], cell: string): string {
  return name === 'prompt' || name === 'response' || name === 'note' ? cell : cell.trim();
}

/** Undefined where there is none, null for what is no time. Without a time zone a day is not the same moment everywhere. */
function timeIn(text: string): number | undefined | null {
  if (text === '') return undefined;
  if (/^\d{11,14}$/.test(text)) return Number(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const time = isTime ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
