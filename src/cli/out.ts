import { fstatSync, statSync } from 'node:fs';
import { datasetBeside } from '../data/dataset.ts';
import { UnflatterError, shown } from '../errors.ts';
import type { Terminal } from './terminal.ts';

/** The files that a command reads, and whether it writes to standard output where it gets no `--out`. */
export interface Reading {
  readonly records: readonly string[];
  readonly calibrator?: string;
  readonly mayPrint: boolean;
}

/**
 * Refuses a place for the result that has no name, or that is a file which the command reads: it would be gone.
 *
 * @throws UnflatterError `invalid-option`
 */
export function assertOut(out: string, { records, calibrator, mayPrint }: Reading, { stdin }: Terminal): void {
  const instead = mayPrint ? ': leave it away to write to standard output' : '';
  if (out === '' || out === '-') throw wrongOut(out, 'the name of a file', `${shown(out)}${instead}`);
  const place = identityOf(out);
  const beside = records.filter((path) => path !== '-').map(datasetBeside);
  const read = [...records, ...beside, ...(calibrator === undefined ? [] : [calibrator])].find(
    (path) => place !== undefined && place === identityOf(path === '-' ? (stdin.fd ?? path) : path),
  );
  if (read !== undefined) throw wrongOut(out, 'a file of its own', `${out}, which is read as ${read}`);
}

function wrongOut(received: string, expected: string, got: string): UnflatterError {
  const message = `--out must be ${expected}, got ${got}`;
  return new UnflatterError('invalid-option', message, { option: 'out', expected, received });
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
