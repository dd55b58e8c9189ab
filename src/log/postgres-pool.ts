import { UnflatterError } from '../errors.ts';
import { asStoreFailure, storeFailed } from './failed.ts';
import { inTime } from './in-time.ts';

/** What is needed of a pool of the package `pg`: an app's own will do. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  end(): Promise<void>;
}

export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[]; readonly rowCount?: number | null }>;
  release(destroy?: boolean): void;
}

/** A pool with the name that errors know it by, which has no password in it. */
export interface NamedPool {
  readonly place: string;
  readonly pool: PostgresPool;
}

/** What PostgreSQL and the system mean by their codes, in plain words. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there',
  ECONNRESET: 'the connection broke',
  ENOTFOUND: 'there is no such host',
  ENOENT: 'there is no such socket',
  ETIMEDOUT: 'nobody answers there',
  '28000': 'the user is refused',
  '28P01': 'the user or the password is refused',
  '3D000': 'there is no such database',
  '42501': 'permission denied',
  '42P01': 'its tables are gone',
  '53100': 'the disk is full',
  '53300': 'it has too many connections',
  '57P01': 'it was shut down',
  '57P03': 'it is starting up or shutting down',
};

/**
 * Milliseconds after which a connection that says nothing is given up, so that others can be made in its place. Less than
 * the patience of the queue, which would else take one more at each try.
 */
const patience = 20_000;

/** How long the end of a pool may take, in milliseconds. */
const ending = 3_000;

/** @throws UnflatterError `peer-missing` without the package `pg`, or `store-failed`. */
export async function poolOf(url: string): Promise<NamedPool> {
  const { default: pg } = await postgres();
  const place = withoutSecrets(url);
  try {
    const pool = new pg.Pool({
      connectionString: url,
      // A network that swallows everything must not hold up a flush for ever, nor a connection at rest the process.
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      allowExitOnIdle: true,
      max: 4,
    });
    // A connection that breaks while nobody uses it is made again; without this the process ends.
    pool.on('error', () => {});
    return { place, pool };
  } catch (error) {
    throw failure(place, error);
  }
}

/** Ends a pool. Connections that say nothing are not waited for: they are closed when they are given up. */
export async function ended({ place, pool }: NamedPool): Promise<void> {
  const late = (): UnflatterError => storeFailed(place, 'its connections do not end');
  await inTime(pool.end(), ending, late).catch(() => {});
}

/** Does something with a connection, however long it takes. @throws UnflatterError `store-failed`. */
export async function connected<Result>(
  { place, pool }: NamedPool,
  work: (client: PostgresClient) => Promise<Result>,
): Promise<Result> {
  try {
    const client = await pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      // It may be in the middle of a transaction, or broken: the pool makes another.
      client.release(true);
      throw error;
    }
  } catch (error) {
    throw failure(place, error);
  }
}

/** All or nothing of some steps. Where they take too long, it is not known which of the two. */
export function inTransaction<Result>(
  named: NamedPool,
  steps: (client: PostgresClient) => Promise<Result>,
): Promise<Result> {
  const late = (): UnflatterError => storeFailed(named.place, `it has not answered for ${patience / 1000} seconds`);
  return connected(named, (client) => inTime(transaction(client, steps), patience, late));
}

/** All or nothing of some steps, however long they take. */
export async function transaction<Result>(
  client: PostgresClient,
  steps: (client: PostgresClient) => Promise<Result>,
): Promise<Result> {
  await client.query('begin');
  const result = await steps(client);
  await client.query('commit');
  return result;
}

/** What is said of a place must not say its password. */
function withoutSecrets(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `postgres://${host}${pathname}`;
  } catch {
    return 'postgres://';
  }
}

async function postgres(): Promise<typeof import('pg')> {
  try {
    return await import('pg');
  } catch {
    const message = 'a log in PostgreSQL needs the package pg: npm install pg';
    throw new UnflatterError('peer-missing', message, { package: 'pg' });
  }
}

function failure(place: string, error: unknown): UnflatterError {
  return asStoreFailure(place, error, (cause) => {
    const { code } = Object(cause) as { readonly code?: unknown };
    if (typeof code !== 'string') return 'the connection failed or broke';
    return reasons[code] ?? `PostgreSQL answered with code ${code}`;
  });
}
