import { basename, resolve } from 'node:path';
import { shown, type Issue } from '../../errors.ts';
import { filesWithCommas, readCells, type Cells } from './cells.ts';
import { listHeaders, placeColumns, type Column } from './columns.ts';
import { isTable } from './csv.ts';
import { isFields, problem, refuse, type Entry } from './entry.ts';
import type { Format, Given, Row } from './row.ts';

/*
 * A table of the user's own (CSV with commas, semicolons or tabs), or the flat objects of a JSON list, whose columns are named
 * like the fields of a record or told with `--column`. An empty cell is no value.
 */

export const table: Format = {
  expected:
    'a table or a JSON list with columns named like the fields of a record, as response and selfRating (--column field=Header tells of others)',
  isLike: (value, path) => isTable(path) || (isFields(value) && hasRating(value, path)),
  rowsOf: (entries, told = {}) => {
    refuse(entries.filter(({ value }) => !isFields(value)).map((entry) => problem(entry, table.expected)));
    if (entries.length === 0) return [];
    const { columns, others } = placeColumns(entries, told);
    assertWhole(entries[0]!, columns, others);
    const withCommas = filesWithCommas(entries, columns);
    const read = entries.map((entry) => ({ entry, ...readCells(entry, columns, withCommas.has(entry.path)) }));
    refuse([...read.flatMap(({ issues }) => issues), ...idIssues(read, columns)]);
    const names = namesOf(entries);
    return read.map(({ entry, cells }) => rowOf(entry, cells, names.get(entry.path)!));
  },
};

function hasRating(value: object, path: string): boolean {
  return placeColumns([{ path, field: '', value }], {}).columns.some(({ field }) => field === 'selfRating');
}

/** A record needs a rating, and a response or features. */
function assertWhole({ path, delimiter }: Entry, columns: readonly Column[], others: readonly string[]): void {
  const has = (name: RegExp): boolean => columns.some(({ field }) => name.test(field));
  const lacks = [
    ...(has(/^selfRating$/) ? [] : ['selfRating']),
    ...(has(/^(?:response|features(?:\..+)?)$/s) ? [] : ['response']),
  ];
  const got = others.length === 0 ? 'none' : listHeaders(others);
  refuse(
    lacks.map((field): Issue => {
      const message = `must have one for ${field}, named so or told as --column ${field}=Header; left are ${got}`;
      return { path, line: delimiter === undefined ? undefined : 1, field: 'columns', message };
    }),
  );
}

/** Where ids are given, each row has its own: a second one of the same response would be left out with its label. */
function idIssues(
  rows: readonly { readonly entry: Entry; readonly cells: Cells }[],
  columns: readonly Column[],
): Issue[] {
  const column = columns.find(({ field }) => field === 'id');
  if (column === undefined) return [];
  const seen = new Map<string, Entry>();
  return rows.flatMap(({ entry, cells: { record } }): Issue[] => {
    const issue = (message: string): Issue[] => [{ ...placeOf(entry, column.header), message }];
    const { id } = record;
    if (id === undefined) return issue('must be the id of a record, got nothing');
    const earlier = seen.get(id);
    if (earlier === undefined) seen.set(id, entry);
    const hint = 'what several people said of a response stands in one row';
    return earlier === undefined ? [] : issue(`must be unique, got ${shown(id)} as in ${nameOf(earlier)}: ${hint}`);
  });
}

function placeOf({ path, line, field }: Entry, header: string): Pick<Issue, 'path' | 'line' | 'field'> {
  return { path, line, field: field === '' ? header : `${field}.${header}` };
}

function nameOf({ path, line, field }: Entry): string {
  return line === undefined ? `${path} ${field}` : `${path}:${line}`;
}

/** What to call a file in the ids of its rows: its name, and its path where another file has that name too. */
function namesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const paths = new Set(entries.map(({ path }) => path));
  const named = [...Map.groupBy(paths, (path) => basename(path))].flatMap(([name, same]) => {
    const isOne = new Set(same.map((path) => resolve(path))).size === 1;
    return same.map((path) => [path, isOne ? name : path] as const);
  });
  return new Map(named);
}

function rowOf(entry: Entry, { record, people }: Cells, file: string): Row {
  const { id, group, prompt, response, selfRating, generator, rater, ...more } = record;
  const { line, field } = entry;
  return {
    entry,
    id: id ?? `${file}:${line ?? field}`,
    group,
    prompt,
    response,
    generator,
    given: [
      ...(selfRating === undefined
        ? []
        : [{ name: 'selfRating', value: selfRating, by: 'model', rater } satisfies Given]),
      ...people.map((value): Given => ({ name: 'humanRating', value, by: 'person' })),
    ],
    more,
  };
}
