import type { Headline, Step } from './page.ts';
import { plainLine } from './markup.ts';
import { markdownText } from './table.ts';

/** The heading of a comment, with what it found in one word, and the sentence below it. */
export function markdownHeadline(what: string, { verdict, sentence }: Headline): string[] {
  return [`## ${what}: ${markdownText(verdict)}`, '', `**${markdownText(sentence)}**`];
}

export function markdownBullets(items: readonly string[]): string[] {
  return items.map((item) => `- ${markdownText(item)}`);
}

/** Each with its command in a block of its own below it, where it has one. */
export function markdownSteps(items: readonly Step[]): string[] {
  return items.flatMap(({ text, command }) => [
    `- ${markdownText(text)}`,
    ...(command === undefined ? [] : ['', ...commandBlock(command), '']),
  ]);
}

/** A command may hold the marks that end a block, so those around it are longer than any in it. */
function commandBlock(command: string): string[] {
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([marks]) => marks.length));
  const marks = '`'.repeat(longest + 1);
  return [`  ${marks}sh`, `  ${plainLine(command)}`, `  ${marks}`];
}
