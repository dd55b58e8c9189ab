import { crc32 } from 'node:zlib';
import type { z } from 'zod';
import type { Choice, LogEntry, LoggedDecision, LoggedLabel } from './decision.ts';
import { storeFailed } from './failed.ts';
import { choiceSchema, decisionSchema, labelSchema } from './schema.ts';

/** One row of a table, the same in every database. */
export interface Row {
  readonly id: string;
  readonly at: number;
  /** All of it, as JSON. */
  readonly body: string;
  /** CRC-32 of the rest: neither SQLite nor, by default, PostgreSQL notices when bytes on a disk have changed. */
  readonly sum: number;
}

export interface LabelRow extends Row {
  readonly key: string;
}

export function rowOf(value: LoggedDecision | Choice): Row {
  const { id, at } = value;
  const body = JSON.stringify(value);
  return { id, at, body, sum: sumOf([id, at, body]) };
}

export function labelRowOf(label: LoggedLabel): LabelRow {
  const { id, at, key } = label;
  const body = JSON.stringify(label);
  return { id, at, key, body, sum: sumOf([id, at, key, body]) };
}

/** @throws UnflatterError `store-failed` for a row that is not as it was written. */
export function entryOf(place: string, decision: Row, labels: readonly LabelRow[], choice: Row | undefined): LogEntry {
  const { id, at, body, sum } = decision;
  const chosen = choice && read(place, choiceSchema, choice.body, choice.sum, [choice.id, choice.at, choice.body]);
  return {
    ...read(place, decisionSchema, body, sum, [id, at, body]),
    labels: labels
      .map((row) => read(place, labelSchema, row.body, row.sum, [row.id, row.at, row.key, row.body]))
      .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)),
    ...(chosen === undefined ? {} : { inclusion: chosen.inclusion, chosenAt: chosen.at }),
  };
}

function read<Value>(
  place: string,
  schema: z.ZodType<Value>,
  body: string,
  sum: number,
  parts: readonly (string | number)[],
): Value {
  if (sumOf(parts) !== sum) throw storeFailed(place, 'it is damaged: a row is not as it was written');
  const parsed = schema.safeParse(JSON.parse(body));
  if (parsed.success) return parsed.data;
  throw storeFailed(place, 'a row of it was not written by this version of unflatter');
}

function sumOf(parts: readonly (string | number)[]): number {
  return crc32(JSON.stringify(parts));
}
