import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file in the making. Until `commit`, whatever was at its path stays as it was. */
export interface PendingFile {
  readonly write: (text: string) => void;
  /** Puts the file in place, on disk. */
  readonly commit: () => void;
  /** Forgets it. Does nothing after `commit`. */
  readonly discard: () => void;
}

const chunkSize = 2 ** 18;

/**
 * Starts a file that appears whole or not at all: written beside its place, flushed, then renamed. A path that ends
 * in `.gz` is compressed, chunk by chunk. A write that the system cuts short is taken up where it stopped: a full
 * disk then fails loudly, where packages that ignore the count replace the good file with a stump.
 */
export function openPending(path: string): PendingFile {
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  const file = openSync(temporary, 'wx', 0o644);
  let isOpen = true;
  let waiting = '';
  const flush = (): void => {
    const bytes = Buffer.from(waiting);
    writeAll(file, path.endsWith('.gz') ? gzipSync(bytes) : bytes);
    waiting = '';
  };
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const discard = (): void => {
    close();
    rmSync(temporary, { force: true });
  };
  return {
    write: (text) => {
      waiting += text;
      if (waiting.length >= chunkSize) flush();
    },
    commit: () => {
      try {
        flush();
        fsyncSync(file);
        close();
        renameSync(temporary, path);
      } catch (error) {
        discard();
        throw error;
      }
      flushFolder(dirname(path));
    },
    discard,
  };
}

/** Writes a whole file in place of another, or changes nothing. */
export function replaceFile(path: string, text: string): void {
  const file = openPending(path);
  try {
    file.write(text);
    file.commit();
  } finally {
    file.discard();
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) {
    const written = writeSync(file, bytes, done);
    if (written <= 0) throw new Error(`only ${done} of ${bytes.length} bytes could be written`);
    done += written;
  }
}

/** The rename itself reaches the disk with its folder. Not every system lets a folder be flushed; then it is late, not wrong. */
function flushFolder(folder: string): void {
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
