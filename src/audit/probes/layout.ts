import { codeSpansIn, type Span } from './code-spans.ts';
import { linesOf, type Line } from './lines.ts';
import { sentencesOf, type Sentence } from './sentences.ts';

/** A stretch of prose that may be changed: a paragraph at the margin, or the content of a list item. */
export interface Block extends Span {
  readonly kind: 'paragraph' | 'item';
  readonly code: readonly Span[];
  readonly sentences: readonly Sentence[];
}

/** A text as far as the probes know it. All that is in no block is left as it is, and no block goes beyond the end. */
export interface Layout {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Where more can be said after everything: the end, or before a fence that never closes. */
  readonly end: number;
}

/** Reads a Markdown text, in linear time. */
export function layoutOf(text: string): Layout {
  const { lines, isOpen } = linesOf(text);
  const blocks: Block[] = [];
  let first: Line | undefined;
  for (const [i, line] of lines.entries()) {
    if (line.kind === 'item') blocks.push(blockOf(text, 'item', line));
    if (line.kind !== 'plain') continue;
    if (lines[i - 1]?.kind !== 'plain') first = line;
    const next = lines[i + 1]?.kind ?? 'blank';
    // Before anything else than these it may be the title of an underline, the head of a table, or go on.
    if (next === 'blank' || next === 'code' || next === 'heading' || next === 'item')
      blocks.push(blockOf(text, 'paragraph', { from: first!.from, to: line.to }));
  }
  const end = isOpen ? startOfOpenCode(text, lines) : text.length;
  return { text, blocks: blocks.filter(({ to }) => to <= end), end };
}

function blockOf(text: string, kind: Block['kind'], { from, to }: Span): Block {
  const code = codeSpansIn(text.slice(from, to), from);
  return { kind, from, to, code, sentences: sentencesOf(text, { from, to }, code) };
}

/**
 * Where the last lines of code start. If they are indented they may be in a list item, so it is in front of that then:
 * where a line at the margin follows a blank one.
 */
function startOfOpenCode(text: string, lines: readonly Line[]): number {
  let at = lines.length - 1;
  while (at > 0 && lines[at]!.kind === 'code' && lines[at - 1]!.kind === 'code') at--;
  const isApart = (i: number) =>
    lines[i]!.kind !== 'code' && lines[i - 1]!.kind === 'blank' && !isIndented(text, lines[i]!);
  if (isIndented(text, lines[at]!)) while (at > 0 && !isApart(at)) at--;
  return lines[at]!.start;
}

function isIndented(text: string, { start }: Line): boolean {
  return /\s/.test(text.charAt(start));
}
