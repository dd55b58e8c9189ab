import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { UnflatterError } from '../errors.ts';
import { asStoreFailure, storeFailed } from './failed.ts';
import { otherVersion, tables, version } from './tables.ts';

/** How long other processes may keep a file to themselves, in milliseconds. */
const patience = 15_000;

/** SQLite itself waits at most so long, in milliseconds: while it waits, so does all else in the process. */
const blocking = 1;

const busy = 5;

/** What SQLite means by its codes, in plain words. */
const reasons: Readonly<Record<number, string>> = {
  3: 'permission denied',
  [busy]: 'another process keeps it to itself',
  6: 'another process keeps it to itself',
  8: 'it is read-only',
  10: 'the disk cannot be read or written, or the file would be larger than the system allows',
  11: 'the file is damaged',
  13: 'the disk is full',
  14: 'it cannot be opened: its folder does not exist, or permission is denied',
  26: 'the file is damaged, or no SQLite database',
};

/** @throws UnflatterError `peer-missing` or `store-failed`. */
export async function openFile(place: string): Promise<DatabaseSync> {
  const { DatabaseSync: Database } = await sqlite();
  createPrivate(place);
  const database = attempt(place, () => new Database(resolve(place)));
  try {
    await patiently(place, () => set(place, database));
    await patiently(place, () => check(place, database));
    await patiently(place, () => makeTables(place, database));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Does a step; tries again, without holding up the process, while others keep the file. @throws UnflatterError `store-failed`. */
export async function patiently<Result>(place: string, step: () => Result): Promise<Result> {
  const until = Date.now() + patience;
  for (let pause = 1; ; pause = Math.min(50, pause * 2)) {
    try {
      return step();
    } catch (error) {
      if (codeOf(error) !== busy || Date.now() > until) throw failure(place, error);
    }
    await sleep(pause * (0.5 + Math.random()));
  }
}

/** All or nothing of some steps that write. */
export function inTransaction<Result>(database: DatabaseSync, steps: () => Result): Result {
  database.exec('begin immediate');
  try {
    const result = steps();
    database.exec('commit');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** Where the disk is full, SQLite has done it by itself, and says that there is nothing to roll back. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('rollback');
  } catch {
    return;
  }
}

/** @throws UnflatterError `store-failed`. */
function attempt<Result>(place: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    throw failure(place, error);
  }
}

async function sqlite(): Promise<typeof import('node:sqlite')> {
  try {
    return await import('node:sqlite');
  } catch {
    const message = `a log in an SQLite file needs node:sqlite, which Node has from 22.13 on, and this is ${process.version}`;
    throw new UnflatterError('peer-missing', message, { package: 'node:sqlite' });
  }
}

/** What people asked a model is nobody else's to read. The files that SQLite puts beside it are made like it. */
function createPrivate(place: string): void {
  try {
    closeSync(openSync(place, 'a', 0o600));
  } catch {
    // SQLite finds out why, and says it by its own code.
    return;
  }
}

function set(place: string, database: DatabaseSync): void {
  // The first statement: without it the next fails where another process starts at the same time.
  database.exec(`pragma busy_timeout = ${blocking}`);
  // Where the file is new. A decision with its features takes some 1,500 bytes, which pages of the default size keep apart.
  database.exec('pragma page_size = 8192');
  database.exec('pragma cell_size_check = on; pragma trusted_schema = off; pragma secure_delete = on');
  const mode = database.prepare('pragma journal_mode = wal').get();
  if (mode?.['journal_mode'] !== 'wal') throw storeFailed(place, 'its disk has no shared memory, as SQLite needs it');
}

/** The quick check does not see rows in the wrong place: there they are not found, and a label would be missing. */
function check(place: string, database: DatabaseSync): void {
  const found = database.prepare('pragma integrity_check(1)').get();
  if (found?.['integrity_check'] !== 'ok') throw storeFailed(place, reasons[11]!);
}

function makeTables(place: string, database: DatabaseSync): void {
  inTransaction(database, () => {
    if (database.prepare('select 1 from sqlite_master').get() === undefined) {
      database.exec(tables('sqlite'));
      return;
    }
    const isLog = database.prepare("select 1 from sqlite_master where name = 'unflatter_log'").get() !== undefined;
    if (!isLog) throw storeFailed(place, 'it is a database of something else');
    const found = database.prepare('select version from unflatter_log').get()?.['version'];
    if (found !== version) throw storeFailed(place, otherVersion(found));
  });
}

function failure(place: string, error: unknown): UnflatterError {
  return asStoreFailure(place, error, (cause) => {
    const code = codeOf(cause);
    return reasons[code ?? 0] ?? `SQLite answered with code ${code ?? 'none'}`;
  });
}

/** The lowest byte is the code; the rest says more of it. */
function codeOf(error: unknown): number | undefined {
  const code = (error as { readonly errcode?: unknown } | undefined)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}
