import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

export interface TemporaryFolder {
  /** Where a file of this name would be. */
  readonly path: (name: string) => string;
  /** Writes a file, and the folders above it, and gives back its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  /** Everything in the folder, or in one below it. */
  readonly names: (below?: string) => string[];
}

/** A folder of the system's for the tests of one file; gone when they are over. */
export function temporaryFolder(): TemporaryFolder {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unflatter-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    write: (name, content) => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      return path(name);
    },
    names: (below = '.') => readdirSync(path(below)).sort(),
  };
}
