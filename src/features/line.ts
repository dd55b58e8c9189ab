import {
  apostrophe,
  backtick,
  closing,
  colon,
  emoji,
  emphasis,
  isAstralEmoji,
  kindOf,
  quote,
  space,
  stop,
  surrogate,
  unspaced,
  wideQuestion,
  wideStop,
} from './characters.ts';
import type { Tally } from './tally.ts';
import { readUnspaced } from './unspaced.ts';
import { readWord } from './word.ts';

/**
 * Reads the characters of one line, from one place up to another, into a tally. In code only words count.
 *
 * A sentence ends with a closing mark that a space or the end follows, or with the line where the last clause has none
 * (list items and headings seldom do).
 */
export function readLine(text: string, from: number, to: number, isCode: boolean, tally: Tally): void {
  const { marks } = tally;
  tally.isCode = isCode;
  /** Whether a word came since the last sentence ended, and whether a closing mark came after it. */
  let hasWord = false;
  let isClosed = false;
  let ticks = 0;
  /** Doubled asterisks and underscores. */
  let asterisks = 0;
  let underscores = 0;
  for (let at = from; at < to;) {
    const unit = text.charCodeAt(at);
    // Every other look-up would be for a blank.
    if (unit === 32) {
      at++;
      if (isClosed) {
        if (hasWord && !isCode) endSentence(tally);
        hasWord = false;
        isClosed = false;
      }
      continue;
    }
    const kind = kindOf(unit);
    if (kind <= unspaced || kind === surrogate) {
      const before = tally.words;
      const end = kind === unspaced ? readUnspaced(text, at, to, tally) : readWord(text, at, to, tally);
      if (tally.words > before) {
        hasWord = true;
        isClosed = false;
      }
      if (end > at) {
        at = end;
        continue;
      }
      // A pair that is no letter is an emoji, a tone of skin or a symbol.
      if (kind === surrogate) {
        if (!isCode && isAstralEmoji(text.codePointAt(at)!)) marks[emoji]!++;
        at += 2;
        continue;
      }
    }
    at++;
    if (isCode) continue;
    marks[kind]!++;
    if (kind === space) {
      if (isClosed && hasWord) {
        endSentence(tally);
        hasWord = false;
      }
      isClosed = false;
    } else if (kind >= stop && kind < wideStop) {
      isClosed = true;
    } else if (kind >= wideStop && kind <= wideQuestion) {
      if (hasWord) endSentence(tally);
      hasWord = false;
    } else if (kind === emphasis) {
      if (ticks % 2 === 0 && at < to && text.charCodeAt(at) === text.charCodeAt(at - 1)) {
        if (unit === 42) asterisks++;
        else underscores++;
        at++;
      }
    } else if (kind === backtick) {
      while (at < to && text.charCodeAt(at) === unit) at++;
      if (ticks++ % 2 === 1) tally.inlineCode++;
    } else if (kind === closing) {
      readBracket(text, from, at, tally);
    } else if (kind === colon) {
      if (text.startsWith('//', at)) tally.links++;
      isClosed = false;
    } else if (kind !== quote && kind !== apostrophe && kind !== emoji) {
      isClosed = false;
    }
  }
  if (isCode) return;
  if (hasWord && isClosed) endSentence(tally);
  else if (hasWord) tally.sentences++;
  tally.boldSpans += (asterisks >> 1) + (underscores >> 1);
}

/** A sentence that a mark has closed. */
function endSentence(tally: Tally): void {
  tally.sentences++;
  tally.closed++;
}

/** A web address as the target of a link is counted where its colon is. */
const address = /^\(https?:\/\//i;

/** Links in Markdown, and citations: numbers in square brackets, years in round ones. `after` follows the bracket. */
function readBracket(text: string, from: number, after: number, tally: Tally): void {
  const bracket = text[after - 1];
  if (bracket === ']' && text[after] === '(' && !address.test(text.slice(after, after + 9))) tally.links++;
  let at = after - 2;
  while (at >= from && at > after - 7 && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at--;
  const digits = after - 2 - at;
  const isYear = bracket === ')' && digits === 4 && (text[at + 1] === '1' || text[at + 1] === '2');
  if (isYear || (bracket === ']' && digits > 0 && digits < 4 && text[at] === '[')) tally.citations++;
}
