import { fstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { datasetBeside } from '../data/dataset.ts';
import { placeOf } from '../data/place.ts';
import { UnflatterError, shown } from '../errors.ts';
import { isLog } from './log-there.ts';
import type { Terminal } from './terminal.ts';

/** The files that a command reads, and whether it writes to standard output where it gets no `--out`. */
export interface Reading {
  readonly records: readonly string[];
  readonly calibrator?: string;
  /** Other files that it reads, undefined where there is none. */
  readonly alsoRead?: readonly (string | undefined)[];
  readonly mayPrint: boolean;
  /** Other files that it writes. They need not be there yet. */
  readonly others?: readonly (string | undefined)[];
}

/**
 * Refuses a place for the result that has no name, or that is a file which the command reads: it would be gone.
 *
 * @throws UnflatterError `invalid-option`
 */
export function assertOut(
  out: string,
  { records, calibrator, alsoRead = [], mayPrint, others = [] }: Reading,
  { stdin }: Terminal,
  option: 'out' | 'plot' | 'markdown' | 'html' | 'twins' | 'rated' | 'sheet' | 'memory' = 'out',
): void {
  const wrongOut = (expected: string, got: string): UnflatterError => wrongPlace(option, out, { expected, got });
  const instead = mayPrint ? ': leave it away to write to standard output' : '';
  if (out === '' || out === '-') throw wrongOut('the name of a file', `${shown(out)}${instead}`);
  const place = identityOf(out);
  const beside = records.filter((path) => path !== '-').map(datasetBeside);
  const read = [...records, ...beside, calibrator, ...alsoRead].find(
    (path) =>
      path !== undefined && place !== undefined && place === identityOf(path === '-' ? (stdin.fd ?? path) : path),
  );
  if (read !== undefined) throw wrongOut('a file of its own', `${out}, which is read as ${read}`);
  // One that is not there yet would be read by the next command, and by this one when it goes on.
  const described = beside.find((path) => isSameFile(path, out));
  if (described !== undefined)
    throw wrongOut('a file of its own', `${out}, which is where the data set of the records is described`);
  // What stands in a log may be in the file beside it until the log is closed.
  const ofLog = records.filter(isLog).flatMap((path) => ['-wal', '-shm', '-journal'].map((end) => path + end));
  if (ofLog.some((path) => isSameFile(path, out)))
    throw wrongOut('a file of its own', `${out}, which is part of a log`);
  if (others.some((other) => other !== undefined && isSameFile(other, out)))
    throw wrongOut('a file of its own', `${out}, which is written as well`);
}

function wrongPlace(
  option: string,
  received: string,
  { expected, got }: { readonly expected: string; readonly got: string },
): UnflatterError {
  const message = `--${option} must be ${expected}, got ${got}`;
  return new UnflatterError('invalid-option', message, { option, expected, received });
}

/** By whatever name or link either is called, and also where it is not there yet. */
function isSameFile(one: string, other: string): boolean {
  const identity = identityOf(one);
  return pathOf(one) === pathOf(other) || (identity !== undefined && identity === identityOf(other));
}

/** Behind all links, as far as there is anything. */
function pathOf(file: string): string {
  try {
    const { path } = placeOf(file);
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return resolve(file);
  }
}

/** What tells a regular file from all others, by whatever name or link it is called. */
function identityOf(file: string | number): string | undefined {
  try {
    const found = typeof file === 'number' ? fstatSync(file, { bigint: true }) : statSync(file, { bigint: true });
    return found.isFile() ? `${found.dev}:${found.ino}` : undefined;
  } catch {
    return undefined;
  }
}
