import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/**
 * Holds what a host made of the cases against `golden.json` of its folder, and fails where they differ; with `--update`,
 * writes it. Numbers are held to four decimals.
 */
export function compare(folder: string, output: unknown): void {
  const path = join(folder, 'golden.json');
  const found = JSON.parse(JSON.stringify(output, rounded)) as unknown;
  if (process.argv.includes('--update')) return writeFileSync(path, `${JSON.stringify(found, null, 2)}\n`);
  if (isDeepStrictEqual(found, JSON.parse(readFileSync(path, 'utf8')))) return;
  throw new Error(`the host's output is not that of ${path}:\n${JSON.stringify(found, null, 2)}`);
}

function rounded(_key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  // JSON has no NaN: it would be written as null, which is what a review is.
  return Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : String(value);
}
