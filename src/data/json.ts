import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { longestLine, unreadable } from './lines.ts';

/**
 * The text of a small file, gzipped or not, without the byte order mark that some editors put first.
 *
 * @throws UnflatterError `unreadable-file`.
 */
export async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isZipped ? gunzipSync(bytes, { maxOutputLength: longestLine }) : bytes).toString();
    return text.replace(/^\uFEFF/, '');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
