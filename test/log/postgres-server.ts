import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface PostgresServer {
  readonly url: string;
  /** Of a database of its own, empty. */
  readonly newDatabase: () => Promise<string>;
  readonly query: (text: string) => Promise<unknown[]>;
  /** Whether a text is in the files of any table or index. */
  readonly holds: (text: string) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/local/pgsql/bin'];
const program = (name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find((path) => existsSync(path));

const isRoot = process.getuid?.() === 0;

/** PostgreSQL does not run as root. */
const other = isRoot ? userOf(['postgres', 'nobody']) : undefined;

/** Why there is no PostgreSQL to test with; undefined where there is. */
export const noPostgres =
  program('initdb') === undefined || program('postgres') === undefined
    ? 'PostgreSQL is not installed: initdb and postgres are not on the path'
    : isRoot && other === undefined
      ? 'there is no user postgres or nobody to run PostgreSQL as'
      : undefined;

/** A real server on 127.0.0.1, with nothing in it. It ends with `stop`. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'unflatter-postgres-'));
  // Another user has to come by.
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const as = { ...other, cwd: folder };
  const initialise = ['-D', data, '-U', 'unflatter', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  execFileSync(program('initdb')!, initialise, { ...as, timeout: 40_000, stdio: 'pipe' });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off'];
  const argv = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(program('postgres')!, argv, { ...as, stdio: 'ignore' });
  const base = `postgres://unflatter@127.0.0.1:${port}`;
  const query = async (text: string): Promise<unknown[]> => {
    const client = new pg.Client(`${base}/postgres`);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const stop = async (): Promise<void> => {
    if (server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGQUIT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', () => server.kill('SIGQUIT'));
  try {
    await untilReady(server, () => query('select 1'));
  } catch (error) {
    await stop();
    throw error;
  }
  let databases = 0;
  return {
    url: `${base}/postgres`,
    query,
    holds: async (text) => {
      await query('checkpoint');
      const files = readdirSync(join(data, 'base'), { recursive: true, withFileTypes: true });
      return files
        .filter((file) => file.isFile())
        .some((file) => readFileSync(join(file.parentPath, file.name)).includes(text));
    },
    newDatabase: async () => {
      const name = `log_${++databases}`;
      await query(`create database ${name}`);
      return `${base}/${name}`;
    },
    stop,
  };
}

async function untilReady(server: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (let left = 200; ; left--) {
    try {
      await ask();
      return;
    } catch (error) {
      if (left === 0 || server.exitCode !== null) throw error;
      await sleep(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function userOf(names: readonly string[]): { readonly uid: number; readonly gid: number } | undefined {
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [line] = names.flatMap((name) => lines.filter(([user]) => user === name));
  return line && { uid: Number(line[2]), gid: Number(line[3]) };
}
