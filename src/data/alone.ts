import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UnflatterError } from '../errors.ts';
import { onLeaving } from './leaving.ts';
import { writing } from './unwritable.ts';

export interface AloneOptions {
  /** How long others are waited for, in milliseconds. Most of what is done alone takes some ten. @default 10000 */
  readonly patience?: number;
  /**
   * Keeps the ticket when a signal comes, for work that then ends by itself. Where it does not, the process has died, and
   * so has its ticket.
   */
  readonly throughSignals?: boolean;
}

/**
 * Does something with a file that one process at a time may do.
 *
 * Each puts a ticket beside the file, an empty file under a name of its own, and only then looks who else has one. Of two
 * that do so, the later to look sees the other's ticket, so they never both go on; who sees another waits, and of those
 * who wait, all but the first by name take their ticket back. A ticket whose process has died is removed, which can hit no
 * other since no name comes twice: that is why there is no single lock file, of which two could find the same one
 * abandoned, and the slower remove what the faster has just put there. Tickets of other machines are never taken for
 * abandoned.
 *
 * @param path the file itself, behind all links
 * @throws UnflatterError `unwritable-file` where a ticket cannot be made, or another one stays for as long as there is patience.
 */
export async function alone<Result>(
  path: string,
  work: () => Promise<Result>,
  { patience = 10_000, throughSignals = false }: AloneOptions = {},
): Promise<Result> {
  const waitUntil = Date.now() + patience;
  for (;;) {
    const own = ticket(path, throughSignals);
    try {
      let rivals = rivalsOf(path, own.name);
      while (rivals.length > 0 && rivals.every((name) => own.name < name) && Date.now() < waitUntil) {
        await sleep(1 + 4 * Math.random());
        rivals = rivalsOf(path, own.name);
      }
      if (rivals.length === 0) return await work();
      if (Date.now() >= waitUntil) throw occupied(path, rivals[0]!);
    } finally {
      own.withdraw();
    }
    await sleep(1 + 9 * Math.random());
  }
}

function ticket(path: string, throughSignals: boolean): { readonly name: string; readonly withdraw: () => void } {
  const name = `${basename(path)}.${process.pid}.${randomUUID()}.${hostname()}.ticket`;
  const place = join(dirname(path), name);
  writing(path, () => closeSync(openSync(place, 'wx')));
  const clean = (): void => rmSync(place, { force: true });
  const forget = throughSignals ? () => {} : onLeaving(clean);
  return {
    name,
    withdraw: () => {
      clean();
      forget();
    },
  };
}

/** The tickets of others that are alive. Those of the dead are removed. */
function rivalsOf(path: string, own: string): string[] {
  const start = `${basename(path)}.`;
  const names = writing(path, () => readdirSync(dirname(path)));
  return names.filter((name) => {
    const [, pid, host] = (name.startsWith(start) && pattern.exec(name.slice(start.length))) || [];
    if (name === own || pid === undefined) return false;
    const place = join(dirname(path), name);
    if (host !== hostname() || (isAlive(Number(pid)) && !isEarlier(Number(pid), place))) return true;
    writing(path, () => rmSync(place, { force: true }));
    return false;
  });
}

const pattern = /^(\d+)\.[0-9a-f-]{36}\.(.*)\.ticket$/;

/** In a container that starts again, a process gets the number of the one that died. */
const start = Date.now() - 1000 * process.uptime();

function isEarlier(pid: number, place: string): boolean {
  const made = pid === process.pid ? statSync(place, { throwIfNoEntry: false })?.mtimeMs : undefined;
  return made !== undefined && made < start;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Anything but "no such process" leaves it possible that there is one.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function occupied(path: string, name: string): UnflatterError<'unwritable-file'> {
  const reason = `another process is at it; if there is none, remove ${join(dirname(path), name)}`;
  return new UnflatterError('unwritable-file', `${path} cannot be written: ${reason}`, { path, reason });
}
