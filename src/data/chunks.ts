import { writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Text on its way to a file. */
export interface Chunks {
  readonly add: (text: string) => void;
  /** Hands on what is still waiting. */
  readonly flush: () => void;
}

const chunkSize = 2 ** 18;

/** Hands text on in large chunks, compressed one by one for a path that ends in `.gz`. */
export function chunksFor(path: string, handOn: (bytes: Buffer) => void): Chunks {
  let waiting = '';
  const flush = (): void => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    handOn(path.endsWith('.gz') ? gzipSync(bytes) : bytes);
  };
  return {
    add: (text) => {
      waiting += text;
      if (waiting.length >= chunkSize) flush();
    },
    flush,
  };
}

/**
 * A write that the system cuts short is taken up where it stopped: a full disk then fails loudly, where packages that
 * ignore the count replace the good file with a stump.
 */
export function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) {
    const written = writeSync(file, bytes, done);
    if (written <= 0) throw new Error(`only ${done} of ${bytes.length} bytes could be written`);
    done += written;
  }
}
