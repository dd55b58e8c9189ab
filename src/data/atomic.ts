import { randomUUID } from 'node:crypto';
import { closeSync, constants, fchmodSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { chunksFor, writeAll } from './chunks.ts';
import { onLeaving } from './leaving.ts';
import { placeOf, type Place } from './place.ts';
import { writing } from './unwritable.ts';

/** A file in the making. Until `commit`, whatever was at its path stays as it was; where a step fails, it stays. */
export interface PendingFile {
  /** A device, a pipe or the file behind standard output has no such guarantee: it takes what is written as it comes. */
  readonly isDirect: boolean;
  readonly write: (text: string) => void;
  /** Puts the file in place, on disk. */
  readonly commit: () => void;
  /** Forgets it. Does nothing after `commit`. */
  readonly discard: () => void;
}

/**
 * Starts a file that appears whole or not at all: written beside its place, flushed, then renamed. Links are followed,
 * and a file that is replaced hands on its permissions. A path that ends in `.gz` is compressed. A process that exits or
 * is interrupted before it is done takes its unfinished file along.
 *
 * @throws UnflatterError `unwritable-file`, here and from each step.
 */
export function openPending(path: string): PendingFile {
  const place = writing(path, () => placeOf(path));
  return place.isDirect ? openDirect(path, place) : openBeside(path, place);
}

/**
 * Finds out that a file cannot be written before the work that makes it, and tells how it will be.
 *
 * @throws UnflatterError `unwritable-file`
 */
export function assertWritable(path: string): Pick<PendingFile, 'isDirect'> {
  const file = openPending(path);
  file.discard();
  return file;
}

/** Writes a whole file in place of another, or changes nothing. @throws UnflatterError `unwritable-file`. */
export function replaceFile(path: string, text: string): void {
  const file = openPending(path);
  try {
    file.write(text);
    file.commit();
  } finally {
    file.discard();
  }
}

function openBeside(path: string, place: Place): PendingFile {
  const temporary = `${place.path}.${process.pid}.${randomUUID()}.tmp`;
  const file = writing(path, () => openSync(temporary, 'wx', place.mode ?? 0o644));
  const clean = (): void => rmSync(temporary, { force: true });
  const forget = onLeaving(clean);
  const chunks = chunksFor(path, (bytes) => writeAll(file, bytes));
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(file);
  };
  const discard = (): void => {
    try {
      close();
    } finally {
      clean();
      forget();
    }
  };
  const orDiscard = (step: () => void): void =>
    writing(path, () => {
      try {
        step();
      } catch (cause) {
        discard();
        throw cause;
      }
    });
  return {
    isDirect: false,
    write: (text) => orDiscard(() => chunks.add(text)),
    commit: () => {
      orDiscard(() => {
        chunks.flush();
        // The mode that a file is opened with is cut by the umask.
        if (place.mode !== undefined) fchmodSync(file, place.mode);
        fsyncSync(file);
        close();
        renameSync(temporary, place.path);
        forget();
      });
      flushFolder(dirname(place.path));
    },
    discard,
  };
}

/** Opened by the first write only: a pipe waits for its reader, and one that was opened and closed has ended. */
function openDirect(path: string, { descriptor }: Place): PendingFile {
  let file = descriptor;
  const chunks = chunksFor(path, (bytes) => writeAll((file ??= openSync(path, constants.O_WRONLY)), bytes));
  const close = (): void => {
    if (file === undefined || file === descriptor) return;
    closeSync(file);
    file = undefined;
  };
  return {
    isDirect: true,
    write: (text) => writing(path, () => chunks.add(text)),
    commit: () =>
      writing(path, () => {
        chunks.flush();
        close();
      }),
    discard: close,
  };
}

/** The rename itself reaches the disk with its folder. Not every system lets a folder be flushed; then it is late, not wrong. */
export function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    return;
  }
}
