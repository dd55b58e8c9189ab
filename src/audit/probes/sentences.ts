import {
  capital,
  kindOf,
  letter,
  mark,
  stop,
  surrogate,
  unspaced,
  wideQuestion,
  wideStop,
} from '../../features/characters.ts';
import type { Span } from './code-spans.ts';

/** Marks that end a sentence before a blank, and those that may stand between: quotes, brackets, emphasis. */
const afterEnd = /["'”’»」』)\]）】*_]/;
const opens = /[([{（【「『]/;
const closes = /[)\]}）】」』]/;
/** The word of an abbreviation or an initial, or the number of an item, before a full stop. */
const shortWord = /(?:^|[\s("'])(?:\p{Lu}\p{L}?|Mrs|Sra|\d{1,4})$/u;

export interface Sentence extends Span {
  /** Whether a mark closes it, so that another sentence may follow. */
  readonly isClosed: boolean;
}

/**
 * Cuts a block into sentences, without the blanks between them. None ends in code, in brackets or in bold, and each line
 * is one at least, unless one of those goes over its end.
 */
export function sentencesOf(text: string, { from, to }: Span, code: readonly Span[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let start = from;
  let depth = 0;
  let isStarred = false;
  let nextCode = 0;
  for (let at = from; at < to;) {
    if (nextCode < code.length && at >= code[nextCode]!.from) {
      at = Math.max(at, code[nextCode++]!.to);
      continue;
    }
    const unit = text.charCodeAt(at++);
    const kind = kindOf(unit);
    if (kind <= unspaced || unit === 32) continue;
    const character = text[at - 1]!;
    if (opens.test(character)) depth++;
    else if (closes.test(character)) depth = Math.max(0, depth - 1);
    else if (character === '*' && text[at] !== '*') isStarred = !isStarred;
    const isLine = character === '\n';
    if (!isLine && !isEnd(text, at, start)) continue;
    let end = isLine ? at - 1 : at;
    let isOpen: boolean = isStarred;
    if (!isLine) {
      for (; end < to && end < at + 8 && afterEnd.test(text[end]!); end++) {
        if (text[end] === '*' && text[end + 1] !== '*') isOpen = !isOpen;
        if (closes.test(text[end]!)) depth = Math.max(0, depth - 1);
      }
      isStarred = isOpen;
      at = end;
    }
    const next = skipBlanks(text, end, to);
    if (depth > 0 || isOpen || next >= to || !mayStart(text, next)) continue;
    if (!isLine && next === end && !isWide(text, end)) continue;
    sentences.push(sentenceOf(text, start, end));
    start = next;
    at = next;
  }
  const last = sentenceOf(text, start, to);
  if (last.from < last.to) sentences.push(code.at(-1)?.to === to ? { ...last, isClosed: false } : last);
  return sentences;
}

function sentenceOf(text: string, from: number, end: number): Sentence {
  let to = end;
  while (to > from && isBlank(text[to - 1]!)) to--;
  const ending = kindOf(text.charCodeAt(to - 1));
  if (ending <= unspaced) return { from, to, isClosed: false };
  let last = to;
  while (last > from && last > to - 8 && afterEnd.test(text[last - 1]!)) last--;
  const kind = kindOf(text.charCodeAt(last - 1));
  return { from, to, isClosed: kind >= stop && kind <= wideQuestion };
}

/** Whether the mark before a place ends a sentence that started at another. */
function isEnd(text: string, at: number, start: number): boolean {
  const kind = kindOf(text.charCodeAt(at - 1));
  if (kind < stop || kind > wideQuestion) return false;
  return text[at - 1] !== '.' || !shortWord.test(text.slice(Math.max(start, at - 8), at - 1));
}

/** Full-width marks need no blank after them. */
function isWide(text: string, end: number): boolean {
  const kind = kindOf(text.charCodeAt(end - 1));
  return (kind >= wideStop && kind <= wideQuestion) || afterWide.test(text.slice(Math.max(0, end - 2), end));
}

const afterWide = /[。！？][」』”）]/;

/** What a sentence starts with: a letter, not in lower case. A number or a mark could become one of Markdown. */
function mayStart(text: string, at: number): boolean {
  const kind = kindOf(text.charCodeAt(at));
  if (kind === surrogate) return false;
  if (kind === capital || kind === unspaced) return true;
  if (kind === letter || kind === mark) return !/\p{Ll}/u.test(text[at]!);
  return /^(?:["“„«¿¡「『]|\*\*\p{L})/u.test(text.slice(at, at + 3));
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text[at]!)) at++;
  return at;
}

function isBlank(character: string): boolean {
  return /\s/.test(character);
}
