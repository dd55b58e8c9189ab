import { accessSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { unreadable } from '../data/lines.ts';
import { UnflatterError } from '../errors.ts';
import { connected, ended, poolOf } from '../log/postgres-pool.ts';

export function isLog(path: string): boolean {
  return isServer(path) || /\.(?:sqlite|db)$/.test(path);
}

export function isServer(path: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(path);
}

/**
 * Refuses a place where there is no decision log yet: to open one would make it, and to watch an empty one finds nothing wrong.
 *
 * @throws UnflatterError `unreadable-file`, `store-failed`, or `too-few-records`.
 */
export async function assertLogThere(place: string): Promise<void> {
  if (!(isServer(place) ? await isOnServer(place) : await isInFile(place))) throw noLog(nameOf(place));
}

/** A URL may have a password in it. */
export function nameOf(place: string): string {
  return isServer(place) ? 'PostgreSQL' : place;
}

function noLog(name: string): UnflatterError {
  const message = `${name}: must be a decision log, as loggedGate writes it, got what has none in it`;
  return new UnflatterError('too-few-records', message, { received: 0, required: 1 });
}

async function isOnServer(url: string): Promise<boolean> {
  const named = await poolOf(url);
  try {
    const { rows } = await connected(named, (client) =>
      client.query("select to_regclass('unflatter_log') is not null as found"),
    );
    return (rows[0] as { readonly found: unknown }).found === true;
  } finally {
    await ended(named);
  }
}

/** Whatever else is wrong with a file is said by who opens it as a log. */
async function isInFile(path: string): Promise<boolean> {
  try {
    accessSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (statSync(path).size === 0) return false;
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(resolve(path), { readOnly: true });
    try {
      return database.prepare('select 1 from sqlite_master').get() !== undefined;
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}
