import { readFileSync } from 'node:fs';

export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(({ 1: language, 2: code, index }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    language: language!,
    code: code!,
  }));
}

/** Lines with a trailing `// => value` become assertions, which a block need not import what for. */
export function asTest(code: string): string {
  const body = code.replace(/^(.+?);\s*\/\/ => (.+)$/gm, 'expect($1).toEqual($2);');
  return body.includes("from 'vitest';") ? body : `import { expect } from 'vitest';\n${body}`;
}
