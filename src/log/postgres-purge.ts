import { setTimeout as sleep } from 'node:timers/promises';
import { storeFailed } from './failed.ts';
import { connected, transaction, type NamedPool, type PostgresClient } from './postgres-pool.ts';

/** How long others may take to end what would still see what was removed, in milliseconds. */
const patience = 5_000;

/**
 * Removes what was decided before a time, and its bytes. Bytes of a purge before that failed go as well. How many decisions.
 *
 * @throws UnflatterError `store-failed`, also where the rows are gone and the bytes are not yet.
 */
export function purged(named: NamedPool, before: number): Promise<number> {
  return connected(named, async (client) => {
    const { removed, xid } = await transaction(client, async () => {
      const { rowCount } = await client.query('delete from unflatter_decisions where at < $1', [before]);
      const [row] = (await client.query('select pg_current_xact_id()::text as xid')).rows;
      return { removed: rowCount ?? 0, xid: (row as { readonly xid: string }).xid };
    });
    const isClear = await unseen(client, xid);
    // A plain vacuum leaves the bytes where they are until something else needs the place.
    await client.query('vacuum full unflatter_decisions, unflatter_labels, unflatter_choices');
    if (isClear) return removed;
    const reason =
      'the rows are gone, but their bytes may not be yet, since others have transactions open that began before: purge again when those have ended';
    throw storeFailed(named.place, reason);
  });
}

/** What others may still see is kept by `vacuum full`: whether there is nobody left who may, in the end. */
async function unseen(client: PostgresClient, xid: string): Promise<boolean> {
  for (const until = Date.now() + patience; ; await sleep(50)) {
    const [row] = (await client.query(older, [xid])).rows;
    if (!(row as { readonly found: boolean }).found) return true;
    if (Date.now() > until) return false;
  }
}

/**
 * Whether any transaction began before another, or may yet look at what that removed: one that runs, in this database or
 * (as snapshots know them) any other, a snapshot in this one, or what is kept for a replica.
 */
const older = `
  select pg_snapshot_xmin(pg_current_snapshot()) <= $1::xid8 or exists (
    select from (
      select backend_xmin as xmin from pg_stat_activity
        where pid <> pg_backend_pid() and (datname = current_database() or datname is null)
      union all select xmin from pg_replication_slots
    ) as held where age(xmin) >= age($1::xid8::xid)
  ) as found`;
