import { fstatSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Where and how a file is really written. */
export interface Place {
  /** Behind all links. */
  readonly path: string;
  /** The permissions of the file that is there; undefined where there is none. */
  readonly mode?: number;
  /** A device or a pipe, as /dev/null, or where the process already writes: it is written to and never replaced. */
  readonly isDirect: boolean;
  /** What to write to where that is open already, and is not ours to close. */
  readonly descriptor?: number;
}

/** Follows links, so that a link stays one and the file behind it is replaced. Throws what the system says, or why not. */
export function placeOf(path: string): Place {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return { path: behindLinks(path), isDirect: false };
  const descriptor = there.isFile() ? outputTo(path) : undefined;
  if (descriptor !== undefined) return { path, isDirect: true, descriptor };
  if (there.isFile()) return { path: realpathSync(path), mode: there.mode & 0o777, isDirect: false };
  if (there.isCharacterDevice() || there.isFIFO()) return { path, isDirect: true };
  throw Object.assign(new Error('it is neither a file, nor a pipe, nor a device that takes text'), {
    code: there.isDirectory() ? 'EISDIR' : undefined,
  });
}

/**
 * Which of standard output and standard error goes to this file, by whatever name it is called: with `>> file`,
 * /dev/stdout is that file. To replace it would lose what it held; the descriptor knows where to go on.
 */
function outputTo(path: string): number | undefined {
  const { dev, ino } = statSync(path, { bigint: true });
  return [1, 2].find((descriptor) => {
    try {
      const open = fstatSync(descriptor, { bigint: true });
      return open.dev === dev && open.ino === ino;
    } catch {
      return false;
    }
  });
}

/** A link to a file that is not there yet is where that file will be. */
function behindLinks(path: string): string {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? behindLinks(resolve(realpathSync(dirname(path)), readlinkSync(path))) : path;
}
