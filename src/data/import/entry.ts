import type { Delimiter } from './csv.ts';
import { UnflatterError, listIssues, type Issue } from '../../errors.ts';

/** One value of an export, and where it stands: a line of a file, or a place inside of a JSON document. */
export interface Entry {
  readonly path: string;
  readonly line?: number | undefined;
  /** As `results.3`; empty for the whole of a document or a line. */
  readonly field: string;
  readonly value: unknown;
  /** What parts the cells of the table that it is a row of; undefined outside of tables. */
  readonly delimiter?: Delimiter | undefined;
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a value is, or one without fields. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A name, if the value is one: a text or a number. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The first of several values that is a name. */
export function firstName(...values: readonly unknown[]): string | undefined {
  return values.map(nameOf).find((name) => name !== undefined);
}

/** What stands inside of an entry. */
export function inside({ path, line, field }: Entry, key: string | number, value: unknown): Entry {
  return { path, line, field: field === '' ? String(key) : `${field}.${key}`, value };
}

/** The entries of a list in an entry. */
export function listedIn(entry: Entry, key: string): Entry[] {
  return listOf(fieldsOf(entry.value)[key]).map((value, i) => inside(entry, `${key}.${i}`, value));
}

/** Those without an id, and of those with the same one the first: what stands in two files was given once. */
export function onceEach(all: readonly Entry[]): Entry[] {
  const ids = new Set<string>();
  return all.filter(({ value }) => {
    const id = nameOf(fieldsOf(value)['id']);
    const isNew = id === undefined || !ids.has(id);
    if (id !== undefined) ids.add(id);
    return isNew;
  });
}

/** What is wrong with an entry: what was expected, and what was seen. */
export function problem({ path, line, field, value }: Entry, expected: string): Issue {
  return { path, line, field: field || 'export', message: `must be ${expected}, got ${seen(value)}` };
}

/** @throws UnflatterError `invalid-records` if there is any issue. */
export function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}

/** A value by its kind; an object, or the first of a list, by its keys. */
export function seen(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list that begins with ${seen(value[0])}`;
  if (!isFields(value)) return value === null ? 'null' : `a ${typeof value}`;
  const keys = Object.keys(value);
  const some = keys
    .slice(0, 12)
    .map((key) => key.slice(0, 40))
    .join(', ');
  return keys.length === 0 ? 'an empty object' : `an object with the keys ${some}${keys.length > 12 ? ', …' : ''}`;
}
