import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { UnflatterError } from '../../errors.ts';
import { isTable } from '../import/csv.ts';
import { longestLine, unreadable } from '../lines.ts';
import type { ReadLabels } from './label.ts';
import { labelsInLines } from './read-lines.ts';
import { readTable } from './read-table.ts';

/**
 * The labels in a file: a table where it is named `.csv`, `.tsv` or `.txt`, else JSON Lines; gzipped or not.
 *
 * @throws UnflatterError `unreadable-file`. What is wrong inside comes back as issues.
 */
export async function readLabels(path: string): Promise<ReadLabels> {
  const text = await utf8In(path);
  return isTable(path) ? readTable(path, text) : labelsInLines(path, text);
}

/** Strictly: what a spreadsheet saves in an older encoding would match no id, or the wrong one. */
export async function utf8In(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return new TextDecoder('utf-8', { fatal: true }).decode(
      isZipped ? gunzipSync(bytes, { maxOutputLength: longestLine }) : bytes,
    );
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw unreadable(path, cause);
    const reason = 'it is not UTF-8: save it as "CSV UTF-8"';
    throw new UnflatterError('unreadable-file', `${path} cannot be read: ${reason}`, { path, reason }, { cause });
  }
}
