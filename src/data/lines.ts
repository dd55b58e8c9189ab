import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UnflatterError } from '../errors.ts';

/** A line of a text file, from 1: its text, or why it has none. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly text: undefined; readonly problem: string };

/** Where bytes or texts come from: a stream, or anything else that gives one after the other. */
export type Source = AsyncIterable<Uint8Array | string>;

/** Longest line that is read, in bytes. */
export const longestLine = 64 * 2 ** 20;

const newline = 0x0a;

/**
 * The lines of a file, or of `stdin` for the path `-`, gzipped or not; blank lines are passed over. Holds one line
 * at a time. Only a line feed ends a line: JSON strings may hold every other separator there is.
 *
 * @throws UnflatterError `unreadable-file`.
 */
export async function* readLines(path: string, stdin?: Source): AsyncGenerator<Line> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  try {
    for await (const bytes of splitLines(
      await unzipped(path === '-' && stdin !== undefined ? stdin : createReadStream(path)),
    )) {
      line++;
      if (bytes === undefined) {
        yield { line, text: undefined, problem: `must be at most ${longestLine / 2 ** 20} MB long, got more` };
        continue;
      }
      const text = decode(utf8, bytes);
      if (text === undefined) yield { line, text, problem: 'must be UTF-8, got bytes that are not' };
      else if (text.trim() !== '') yield { line, text };
    }
  } catch (cause) {
    throw cause instanceof UnflatterError ? cause : unreadable(path, cause);
  }
}

/** What the system says of a file that cannot be read, in plain words. */
export function unreadable(path: string, cause: unknown): UnflatterError<'unreadable-file'> {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const message = cause instanceof Error ? cause.message : String(cause);
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    Z_BUF_ERROR: 'its gzip data is cut off',
    // What does not begin like gzip data is not taken for any, so this header is one that follows such data.
    Z_DATA_ERROR:
      message === 'incorrect header check' ? 'its gzip data has extra bytes after its end' : 'its gzip data is damaged',
  };
  const reason = reasons[code] ?? message;
  return new UnflatterError('unreadable-file', `${path} cannot be read: ${reason}`, { path, reason }, { cause });
}

/** The stream, through gunzip if its first two bytes say so, in however many chunks they come. */
async function unzipped(source: Source): Promise<AsyncIterable<Buffer>> {
  const chunks = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, Buffer.from(next.value)]);
  }
  const whole = (async function* () {
    try {
      yield head;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
        yield Buffer.from(next.value);
    } finally {
      await chunks.return?.();
    }
  })();
  if (!(head[0] === 0x1f && head[1] === 0x8b)) return whole;
  return pipeline(whole, createGunzip(), () => {}) as AsyncIterable<Buffer>;
}

/** The lines of these bytes, without their ends; undefined for one that is too long. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (): Buffer | undefined => {
    const line = size > longestLine ? undefined : Buffer.concat(parts);
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      size += end - start;
      if (size <= longestLine) parts.push(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    size += chunk.length - start;
    if (size <= longestLine) parts.push(chunk.subarray(start));
  }
  if (size > 0) yield take();
}

function decode(utf8: TextDecoder, bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
