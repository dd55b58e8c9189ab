import type { LogEntry } from './decision.ts';
import { storeFailed, unknownDecision } from './failed.ts';
import { ended, inTransaction, type NamedPool, type PostgresClient } from './postgres-pool.ts';
import { purged } from './postgres-purge.ts';
import { entryOf, labelRowOf, rowOf, type LabelRow, type Row } from './rows.ts';
import { checked, choiceSchema, decisionSchema, labelSchema } from './schema.ts';
import { rangeOf, type DecisionStore, type LogFilter } from './store.ts';
import { otherVersion, tables, version } from './tables.ts';

/** How many decisions are read at a time. */
const page = 200;

/** Any number that others are unlikely to lock: who makes the tables holds it. */
const lock = 7_305_481;

/**
 * A log in PostgreSQL, for several machines. What was taken stays as the server promises it: by default through a crash
 * and where the power fails.
 *
 * @throws UnflatterError `store-failed`.
 */
export async function openPostgres(named: NamedPool, isOurs: boolean): Promise<DecisionStore> {
  try {
    await prepare(named);
  } catch (error) {
    if (isOurs) await ended(named);
    throw error;
  }
  let isClosed = false;
  return {
    append: async (decisions) => {
      const rows = checked('decisions', decisionSchema, decisions).map(rowOf);
      return inTransaction(named, (client) => insert(client, 'unflatter_decisions', rows));
    },
    label: async (labels) => {
      const rows = checked('labels', labelSchema, labels).map(labelRowOf);
      return inTransaction(named, async (client) => {
        await assertKnown(client, rows);
        return insert(client, 'unflatter_labels', rows);
      });
    },
    unlabel: (key) =>
      inTransaction(named, async (client) => {
        const { rowCount } = await client.query('delete from unflatter_labels where key = $1', [key]);
        return rowCount === 1;
      }),
    choose: async (choices, chosenBefore) => {
      const rows = checked('choices', choiceSchema, choices).map(rowOf);
      return inTransaction(named, async (client) => {
        await assertKnown(client, rows);
        if (chosenBefore !== undefined && (await lockedChoices(client)) !== chosenBefore) return false;
        await insert(client, 'unflatter_choices', rows);
        return true;
      });
    },
    read: (filter) => entriesOf(named, filter),
    purge: async (before) => purged(named, rangeOf({ until: before }).until),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if (isOurs) await ended(named);
    },
  };
}

/** Of several that start at once one makes the tables; the others wait for it. */
function prepare(named: NamedPool): Promise<void> {
  return inTransaction(named, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [lock]);
    const { rows } = await client.query("select to_regclass('unflatter_log') as found");
    if ((rows[0] as { readonly found: unknown }).found === null) {
      await client.query(tables('postgres'));
      return;
    }
    const [row] = (await client.query('select version from unflatter_log')).rows;
    const found = (row as { readonly version: unknown } | undefined)?.version;
    if (found !== version) throw storeFailed(named.place, otherVersion(found));
  });
}

/** In the order of the ids: two that insert the same ones in different orders would wait for each other. How many were new. */
async function insert(client: PostgresClient, table: string, rows: readonly (Row | LabelRow)[]): Promise<number> {
  const sorted = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const columns = { id: 'text', at: 'bigint', body: 'text', sum: 'bigint', ...(isLabels(sorted) && { key: 'text' }) };
  const names = Object.keys(columns);
  const lists = Object.values(columns).map((type, i) => `$${i + 1}::${type}[]`);
  const { rowCount } = await client.query(
    `insert into ${table} (${names.join(', ')}) select * from unnest(${lists.join(', ')}) on conflict do nothing`,
    names.map((name) => sorted.map((row) => row[name as keyof Row])),
  );
  return rowCount ?? 0;
}

function isLabels(rows: readonly (Row | LabelRow)[]): boolean {
  return rows.some((row) => 'key' in row);
}

function keyOf(row: Row | LabelRow): string {
  return 'key' in row ? row.key : row.id;
}

/** How many there are, and until the end of the transaction nobody else adds one. */
async function lockedChoices(client: PostgresClient): Promise<number> {
  await client.query('lock table unflatter_choices in share row exclusive mode');
  const { rows } = await client.query('select count(*) as found from unflatter_choices');
  return Number((rows[0] as { readonly found: unknown }).found);
}

/** Until the end of the transaction nobody purges them. */
async function assertKnown(client: PostgresClient, rows: readonly Row[]): Promise<void> {
  const ids = [...new Set(rows.map(({ id }) => id))].sort();
  const found = await client.query('select id from unflatter_decisions where id = any($1) order by id for key share', [
    ids,
  ]);
  const known = new Set((found.rows as Pick<Row, 'id'>[]).map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw unknownDecision(unknown);
}

async function* entriesOf(named: NamedPool, filter?: LogFilter): AsyncGenerator<LogEntry> {
  const { from, until } = rangeOf(filter);
  let last = { at: from, id: '' };
  for (;;) {
    const entries = await inTransaction(named, (client) => pageOf(named.place, client, last, until));
    yield* entries;
    if (entries.length < page) return;
    last = entries.at(-1)!;
  }
}

/** In one snapshot: a decision with the labels that it has at that moment. */
async function pageOf(
  place: string,
  client: PostgresClient,
  last: Pick<Row, 'at' | 'id'>,
  until: number,
): Promise<LogEntry[]> {
  await client.query('set transaction isolation level repeatable read');
  const decisions = rowsOf<Row>(
    await client.query(
      'select at, id, body, sum from unflatter_decisions where (at, id) > ($1, $2) and at < $3 order by at, id limit $4',
      [last.at, last.id, until, page],
    ),
  );
  const ids = decisions.map(({ id }) => id);
  const select = (columns: string, table: string): Promise<{ readonly rows: unknown[] }> =>
    client.query(`select ${columns} from ${table} where id = any($1)`, [ids]);
  const labels = Map.groupBy(
    rowsOf<LabelRow>(await select('id, key, at, body, sum', 'unflatter_labels')),
    ({ id }) => id,
  );
  const choices = new Map(
    rowsOf<Row>(await select('id, at, body, sum', 'unflatter_choices')).map((row) => [row.id, row]),
  );
  return decisions.map((row) => entryOf(place, row, labels.get(row.id) ?? [], choices.get(row.id)));
}

/** Its large numbers come as text. */
function rowsOf<Kind extends Row>({ rows }: { readonly rows: unknown[] }): Kind[] {
  const all = rows as (Omit<Kind, 'at' | 'sum'> & Record<'at' | 'sum', string>)[];
  return all.map((row) => ({ ...row, at: Number(row.at), sum: Number(row.sum) })) as unknown as Kind[];
}
