import { readFile } from 'node:fs/promises';
import { unreadable } from './lines.ts';

/** The text of a small file. @throws UnflatterError `unreadable-file`. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
