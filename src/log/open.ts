import { assertOption } from '../calibrator/target.ts';
import { openPostgres } from './postgres.ts';
import { poolOf, type PostgresPool } from './postgres-pool.ts';
import { openSqlite } from './sqlite.ts';
import type { DecisionStore } from './store.ts';

/**
 * Opens a decision log, and makes it where there is none: a path that ends in `.sqlite` or `.db`, for one machine;
 * `postgres://…`, or a pool of the package `pg`, for several. A pool of the app's own is not ended by `close`.
 *
 * @throws UnflatterError `store-failed` where it cannot be opened, is damaged or of another version; `peer-missing` where
 *   Node has no `node:sqlite` or the package `pg` is not installed; `invalid-option` for another place.
 */
export async function openLog(place: string | PostgresPool): Promise<DecisionStore> {
  if (typeof place === 'object' && place !== null && typeof place.connect === 'function')
    return openPostgres({ place: 'in PostgreSQL', pool: place }, false);
  const isUrl = typeof place === 'string' && /^postgres(?:ql)?:\/\//.test(place);
  if (isUrl) return openPostgres(await poolOf(place), true);
  const isFile = typeof place === 'string' && /\.(?:sqlite|db)$/.test(place) && !place.includes('\0');
  // A URL that was mistyped may have a password in it.
  const expected = 'a path that ends in .sqlite or .db, a URL that starts with postgres://, or a pool of pg';
  assertOption(isFile, 'place', expected, typeof place === 'string' ? withoutPassword(place) : place);
  return openSqlite(place as string);
}

/** What stands before the last @ of an address may be a password. */
function withoutPassword(place: string): string {
  const [at, start] = [place.lastIndexOf('@'), place.indexOf('//')];
  return start === -1 || at < start ? place : `${place.slice(0, start)}//…${place.slice(at)}`;
}
