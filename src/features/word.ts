import {
  accent,
  apostrophe,
  capital,
  digit,
  fold,
  foldAstral,
  infoOf,
  kindOf,
  letter,
  mark,
  surrogate,
} from './characters.ts';
import { addToHash, hashSeed } from './hashes.ts';
import { lastLatin, scriptOf } from './scripts.ts';
import { addWord, type Tally } from './tally.ts';

/**
 * Reads the word at a place and gives back where it ends; the place itself where there is none. A word is a run of
 * letters, marks and digits of any script, with apostrophes inside.
 */
export function readWord(text: string, start: number, to: number, tally: Tally): number {
  let hash = hashSeed;
  let at = start;
  let unit = text.charCodeAt(at);
  // Most words of most texts are small Latin letters, and for those the tables need not be asked.
  while (unit >= 97 && unit <= 122) {
    hash = addToHash(hash, unit);
    unit = ++at < to ? text.charCodeAt(at) : 32;
  }
  if (at > start && unit <= 63 && unit !== 39 && (unit < 48 || unit > 57)) {
    addWord(tally, hash, at - start, 97);
    return at;
  }
  let length = at - start;
  let capitals = 0;
  let digits = 0;
  let highest = 0;
  let first = length > 0 ? 97 : 0;
  for (; at < to; at++) {
    unit = text.charCodeAt(at);
    const info = infoOf(unit);
    const kind = info >>> 16;
    let plain = info & 0xffff;
    if (kind > letter) {
      if (kind === capital) capitals++;
      else if (kind === digit) digits++;
      else if (kind === accent) continue;
      else if (kind === surrogate) {
        plain = foldAstral(text.codePointAt(at)!);
        if (plain === 0) break;
        at++;
      } else if (kind === apostrophe) {
        if (length === 0 || at + 1 >= to || kindOf(text.charCodeAt(at + 1)) > digit) break;
        plain = 39;
      } else if (kind > mark || length === 0) break;
    }
    if (length === 0) first = plain;
    if (unit > highest) highest = unit;
    length++;
    hash = addToHash(hash, plain);
  }
  if (length === 0) return at;
  tally.digits += digits;
  if (capitals > 0) {
    if (kindOf(text.charCodeAt(start)) === capital) tally.capitalised++;
    if (capitals === length && length > 1) tally.shouted++;
  }
  if (highest > lastLatin && isMixed(text.slice(start, at))) tally.mixedScripts++;
  addWord(tally, hash, length, first);
  return at;
}

/** Whether a word has letters of two scripts. Small raised letters and the like are taken as plain ones. */
function isMixed(word: string): boolean {
  let script: number | undefined;
  for (let at = 0; at < word.length; at++) {
    const unit = word.charCodeAt(at);
    if (kindOf(unit) > capital || goesWithAny(unit)) continue;
    const own = scriptOf(fold(unit));
    script ??= own;
    if (own !== script) return true;
  }
  return false;
}

/** Letters that modify others, and the Korean endings that Latin words take: neither look like anything else. */
function goesWithAny(unit: number): boolean {
  return (unit >= 0x2b0 && unit <= 0x2ff) || (unit >= 0xac00 && unit <= 0xd7af);
}
