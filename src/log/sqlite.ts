import type { DatabaseSync } from 'node:sqlite';
import type { LogEntry } from './decision.ts';
import { storeFailed, unknownDecision } from './failed.ts';
import { entryOf, labelRowOf, rowOf, type LabelRow, type Row } from './rows.ts';
import { checked, choiceSchema, decisionSchema, labelSchema } from './schema.ts';
import { inTransaction, openFile, patiently } from './sqlite-file.ts';
import { rangeOf, type DecisionStore, type LogFilter } from './store.ts';

/** How many decisions are read at a time. */
const page = 200;

/**
 * A log in one file. Several processes of one machine may write it.
 *
 * Decisions that were taken stay through a crash of the process; the last ones may be lost where the power fails, since
 * to wait for the disk each time would hold up the process. Labels and choices stay through both.
 *
 * @throws UnflatterError `store-failed`, also for a file that is damaged or of another version, or `peer-missing` where Node
 *   has no `node:sqlite`.
 */
export async function openSqlite(place: string): Promise<DecisionStore> {
  const database = await openFile(place);
  let isClosed = false;
  const assertOpen = (): void => {
    if (isClosed) throw storeFailed(place, 'it is closed');
  };
  const writing = <Result>(synchronous: 'normal' | 'full', steps: () => Result): Promise<Result> =>
    patiently(place, () => {
      assertOpen();
      database.exec(`pragma synchronous = ${synchronous}`);
      return inTransaction(database, steps);
    });
  async function* read(filter?: LogFilter): AsyncGenerator<LogEntry> {
    const { from, until } = rangeOf(filter);
    let last: Pick<Row, 'at' | 'id'> = { at: from, id: '' };
    for (;;) {
      const entries = await patiently(place, () => {
        assertOpen();
        return pageOf(place, database, last, until);
      });
      yield* entries;
      if (entries.length < page) return;
      last = entries.at(-1)!;
    }
  }

  return {
    append: async (decisions) => {
      const rows = checked('decisions', decisionSchema, decisions).map(rowOf);
      return writing('normal', () => {
        const insert = database.prepare(
          'insert or ignore into unflatter_decisions (id, at, body, sum) values (?, ?, ?, ?)',
        );
        return rows.filter(({ id, at, body, sum }) => insert.run(id, at, body, sum).changes > 0).length;
      });
    },
    label: async (labels) => {
      const rows = checked('labels', labelSchema, labels).map(labelRowOf);
      return writing('full', () => {
        assertKnown(database, rows);
        const insert = database.prepare(
          'insert or ignore into unflatter_labels (id, key, at, body, sum) values (?, ?, ?, ?, ?)',
        );
        return rows.filter(({ id, key, at, body, sum }) => insert.run(id, key, at, body, sum).changes > 0).length;
      });
    },
    unlabel: (key) =>
      writing('full', () => database.prepare('delete from unflatter_labels where key = ?').run(key).changes > 0),
    choose: async (choices, chosenBefore) => {
      const rows = checked('choices', choiceSchema, choices).map(rowOf);
      return writing('full', () => {
        assertKnown(database, rows);
        if (chosenBefore !== undefined && choicesIn(database) !== chosenBefore) return false;
        const insert = database.prepare(
          'insert or ignore into unflatter_choices (id, at, body, sum) values (?, ?, ?, ?)',
        );
        for (const { id, at, body, sum } of rows) insert.run(id, at, body, sum);
        return true;
      });
    },
    read,
    purge: async (before) => {
      const { until } = rangeOf({ until: before });
      const removed = await writing(
        'full',
        () => database.prepare('delete from unflatter_decisions where at < ?').run(until).changes,
      );
      // What pages that were divided still hold of the rows they had goes with the old file, and the rest with the log beside it.
      await patiently(place, () => database.exec('vacuum'));
      await patiently(place, () => emptyLog(database));
      return Number(removed);
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      database.close();
    },
  };
}

/** Others that are reading keep it for a while. */
function emptyLog(database: DatabaseSync): void {
  const done = database.prepare('pragma wal_checkpoint(truncate)').get();
  if (done?.['busy'] !== 0) throw Object.assign(new Error('busy'), { errcode: 5 });
}

function choicesIn(database: DatabaseSync): unknown {
  return database.prepare('select count(*) as found from unflatter_choices').get()?.['found'];
}

function assertKnown(database: DatabaseSync, rows: readonly Row[]): void {
  const find = database.prepare('select 1 from unflatter_decisions where id = ?');
  const unknown = rows.filter(({ id }) => find.get(id) === undefined).map(({ id }) => id);
  if (unknown.length > 0) throw unknownDecision([...new Set(unknown)]);
}

/** In one snapshot: a decision with the labels that it has at that moment. */
function pageOf(place: string, database: DatabaseSync, last: Pick<Row, 'at' | 'id'>, until: number): LogEntry[] {
  database.exec('begin');
  try {
    const decisions = database
      .prepare(
        'select at, id, body, sum from unflatter_decisions where (at, id) > (?, ?) and at < ? order by at, id limit ?',
      )
      .all(last.at, last.id, until, page);
    const labels = database.prepare('select id, key, at, body, sum from unflatter_labels where id = ?');
    const choice = database.prepare('select id, at, body, sum from unflatter_choices where id = ?');
    return (decisions as unknown as Row[]).map((row) =>
      entryOf(
        place,
        row,
        labels.all(row.id) as unknown as LabelRow[],
        choice.get(row.id) as unknown as Row | undefined,
      ),
    );
  } finally {
    database.exec('commit');
  }
}
