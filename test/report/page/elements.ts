import { expect } from 'vitest';

/** An element of a page and all text in it, with entities as the characters they stand for. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

const alone = new Set(['meta', 'link', 'rect', 'circle', 'line', 'path']);

/** Elements in the order they open; fails where one is not closed as it was opened, or text could be taken for markup. */
export function elementsOf(markup: string): Element[] {
  const found: Element[] = [];
  const open: Element[] = [];
  const tags = /<!doctype html>|<(\/?)([a-z][a-zA-Z0-9]*)((?: [\w:-]+="[^"<>]*")*)(\/?)>|([^<]+)|(<)/g;
  for (const [, closing, name, attributes, slash, text, stray] of markup.matchAll(tags)) {
    expect(stray, 'a < that opens nothing').toBeUndefined();
    if (text !== undefined) {
      const isStyle = open.at(-1)?.name === 'style';
      if (!isStyle) expect(text).not.toMatch(/>|&(?!(?:amp|lt|gt|quot|#39);)/);
      for (const one of open) one.text += isStyle ? text : unescaped(text);
    } else if (closing === '/') expect(open.pop()?.name).toBe(name);
    else if (name !== undefined) {
      const element = { name, attributes: attributesOf(attributes!), text: '' };
      found.push(element);
      if (slash !== '/' && !alone.has(name)) open.push(element);
    }
  }
  expect(open.map(({ name }) => name)).toEqual([]);
  return found;
}

/** The cells of every table, by its caption, headings first. */
export function tablesOf(markup: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  const tables = new Map<string, string[][]>();
  let rows: string[][] = [];
  for (const { name, text } of elementsOf(markup)) {
    if (name === 'caption') tables.set(text, (rows = []));
    if (name === 'tr') rows.push([]);
    if (name === 'th' || name === 'td') rows.at(-1)!.push(text);
  }
  return tables;
}

function attributesOf(written: string): Record<string, string> {
  return Object.fromEntries(
    [...written.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescaped(value!)]),
  );
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function unescaped(text: string): string {
  return text.replace(/&[^;]+;/g, (entity) => characters[entity]!);
}
