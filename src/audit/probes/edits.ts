import type { Random } from '../../math/random.ts';
import type { Layout } from './layout.ts';

type Closing = Pick<Layout, 'text' | 'end'>;

/** What comes in the place of a stretch of a text, in UTF-16 code units; at one place where `to` is `from`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Makes edits that do not overlap, from left to right. */
export function edited(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, text: by } of edits) {
    parts.push(text.slice(at, from), by);
    at = to;
  }
  return parts.join('') + text.slice(at);
}

/** A text after edits and its end, for {@link closed}: all edits are before the end. */
export function moved({ text, end }: Closing, edits: readonly Edit[]): Closing {
  const changed = edited(text, edits);
  return { text: changed, end: changed.length - (text.length - end) };
}

/** In the order of the text, and without those that overlap; of two, the one that comes first in the list stays. */
export function merged(edits: readonly Edit[]): readonly Edit[] {
  const kept: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.from - b.from))
    if (edit.from >= (kept.at(-1)?.to ?? 0)) kept.push(edit);
  return kept;
}

/** As a paragraph of its own in front of everything. */
export function opened(text: string, paragraph: string): string {
  return `${paragraph}\n\n${text}`;
}

/** As a paragraph of its own after everything, but before a code block that never closes. */
export function closed({ text, end }: Closing, paragraph: string): string {
  const before = text.slice(0, end);
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  return `${before}${gap}${paragraph}${end < text.length ? '\n\n' : ''}${text.slice(end)}`;
}

/** One of a list, by a draw. */
export function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** Some of a list in their order, about the given share of them, and one at least where there is any. */
export function some<Item>(items: readonly Item[], share: number, random: Random): readonly Item[] {
  const drawn = items.filter(() => random() < share);
  return drawn.length > 0 || items.length === 0 ? drawn : [pick(items, random)];
}
