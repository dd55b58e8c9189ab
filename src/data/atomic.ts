import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UnflatterError } from '../errors.ts';

/** A file in the making. Until `commit`, whatever was at its path stays as it was; where a step fails, it stays. */
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
 * disk then fails loudly, where packages that ignore the count replace the good file with a stump. A process that exits
 * before it is done takes its unfinished file along.
 *
 * @throws UnflatterError `unwritable-file`, here and from each step.
 */
export function openPending(path: string): PendingFile {
  const temporary = `${path}.${process.pid}.${randomUUID()}.tmp`;
  const file = create(temporary, path);
  const clean = (): void => rmSync(temporary, { force: true });
  process.once('exit', clean);
  let isOpen = true;
  let waiting = '';
  const flush = (): void => {
    const bytes = Buffer.from(waiting);
    writeAll(file, path.endsWith('.gz') ? gzipSync(bytes) : bytes);
    waiting = '';
  };
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
      process.off('exit', clean);
    }
  };
  const orDiscard = (step: () => void): void => {
    try {
      step();
    } catch (cause) {
      discard();
      throw unwritable(path, cause);
    }
  };
  return {
    write: (text) => {
      waiting += text;
      if (waiting.length >= chunkSize) orDiscard(flush);
    },
    commit: () => {
      orDiscard(() => {
        flush();
        fsyncSync(file);
        close();
        renameSync(temporary, path);
        process.off('exit', clean);
      });
      flushFolder(dirname(path));
    },
    discard,
  };
}

/** Finds out that a file cannot be written before the work that makes it. @throws UnflatterError `unwritable-file`. */
export function assertWritable(path: string): void {
  openPending(path).discard();
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

function create(temporary: string, path: string): number {
  try {
    return openSync(temporary, 'wx', 0o644);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/** What the system says of a file that cannot be written, in plain words. */
function unwritable(path: string, cause: unknown): UnflatterError<'unwritable-file'> {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder is a file',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EFBIG: 'it would be larger than the system allows',
  };
  const reason = reasons[code] ?? message;
  return new UnflatterError('unwritable-file', `${path} cannot be written: ${reason}`, { path, reason }, { cause });
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
