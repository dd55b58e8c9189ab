import {
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { flushFolder, openPending } from './atomic.ts';
import { writeAll } from './chunks.ts';
import { splitLines, unreadable } from './lines.ts';
import { writing } from './unwritable.ts';

/** Where a line stands in its file, in bytes, with the line feed that ends it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface FoundLine extends Span {
  /** From 1. */
  readonly line: number;
  /** Without its line feed; undefined where there are too many. */
  readonly bytes: Buffer | undefined;
  /** False for what stands after the last line feed: a line whose writer was stopped. */
  readonly isWhole: boolean;
}

/** A file that grows line by line, and is a good file after each. */
export interface GrowingFile {
  /** Adds a line, which ends in a line feed. A file that has been closed takes none. */
  readonly append: (line: string) => Span;
  /** Puts what has been added on disk now. */
  readonly flush: () => void;
  /** Puts it on disk. */
  readonly close: () => void;
}

/** The longest time that a line waits to be put on disk, in milliseconds: what a power cut may cost. */
const longestUnsaved = 1000;

/** The lines that a file has so far; none where there is no file. @throws UnflatterError `unreadable-file`. */
export async function* readGrown(path: string): AsyncGenerator<FoundLine> {
  if (!existsSync(path)) return;
  let [line, start] = [0, 0];
  try {
    const { size } = statSync(path);
    for await (const bytes of splitLines(createReadStream(path))) {
      const end = start + (bytes?.length ?? 0) + 1;
      yield { line: ++line, bytes, start, end: Math.min(end, size), isWhole: bytes === undefined || end <= size };
      start = end;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/**
 * Goes on with a file that has so many good bytes; what stands behind them is cut off. Each line is handed to the system
 * in one piece before `append` returns, so a process that is killed loses none, and at most the last one is torn. The
 * disk has it within a second. A line that does not fit is taken back whole. Nothing is touched before the first line.
 *
 * @param read how many bytes it had when it was read: a file that others have changed since is refused
 * @throws UnflatterError `unwritable-file`, from each step.
 */
export function growFile(path: string, length: number, read?: number): GrowingFile {
  let size = length;
  let file: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failure: unknown;
  let isClosed = false;
  const open = (): number => {
    const isNew = !existsSync(path);
    const opened = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o644);
    const found = fstatSync(opened).size;
    if (read !== undefined && found !== read) {
      closeSync(opened);
      throw new Error(`it had ${read} bytes when it was read and has ${found} now: start again`);
    }
    if (found > length) ftruncateSync(opened, length);
    if (isNew) flushFolder(dirname(path));
    return opened;
  };
  const save = (): void => {
    timer = undefined;
    try {
      fdatasyncSync(file!);
    } catch (error) {
      failure = error;
    }
  };
  return {
    append: (line) =>
      writing(path, () => {
        // Opened once more, it would lose what has been added.
        if (isClosed) throw new Error('it has been closed');
        if (failure !== undefined) throw failure;
        const opened = (file ??= open());
        const bytes = Buffer.from(line);
        try {
          writeAll(opened, bytes);
        } catch (error) {
          // It stands where it cannot be taken back.
          failure = error;
          ftruncateSync(opened, size);
          failure = undefined;
          throw error;
        }
        timer ??= setTimeout(save, longestUnsaved).unref();
        const start = size;
        size += bytes.length;
        return { start, end: size };
      }),
    flush: () => {
      if (file === undefined || isClosed) return;
      clearTimeout(timer);
      save();
      writing(path, () => {
        if (failure !== undefined) throw failure;
      });
    },
    close: () => {
      isClosed = true;
      if (file === undefined) return;
      clearTimeout(timer);
      save();
      closeSync(file);
      file = undefined;
      writing(path, () => {
        if (failure !== undefined) throw failure;
      });
    },
  };
}

/** Cuts off what stands behind so many good bytes. @throws UnflatterError `unwritable-file`. */
export function cutTorn(path: string, length: number): void {
  writing(path, () => {
    if (statSync(path).size > length) truncateSync(path, length);
  });
}

/** Replaces a file by some of its lines, in this order, or changes nothing. @throws UnflatterError `unwritable-file`. */
export function keepLines(path: string, spans: readonly Span[]): void {
  const source = openSync(path, 'r');
  const pending = openPending(path);
  try {
    for (const { start, end } of spans) {
      const bytes = Buffer.alloc(end - start);
      if (readSync(source, bytes, 0, bytes.length, start) < bytes.length) throw new Error(`${path} has been cut`);
      pending.write(bytes.toString());
    }
    pending.commit();
  } finally {
    pending.discard();
    closeSync(source);
  }
}
