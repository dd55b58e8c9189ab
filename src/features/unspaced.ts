import { kindOf, unspaced } from './characters.ts';
import { addToHash, hashSeed } from './hashes.ts';
import type { WordIndex } from './lexicon/index-of-words.ts';
import { addHit, addWord, type Tally } from './tally.ts';

/** Longest stretch that is looked at at once. */
const longestStretch = 500;

/**
 * So many letters of a text are cut into words by `Intl.Segmenter`, which takes longer for each than all else together.
 * The others are cut into words of the mean length of these.
 */
const segmentedLetters = 300;

/** Marks that make another letter of a kana; a text may have them apart. */
const voicing = /[\u3099\u309a]/;

let segmenter: Intl.Segmenter | undefined;

/** Reads a run of letters that no spaces part, as of Chinese, Japanese or Thai: its words, and the entries in it. */
export function readUnspaced(run: string, tally: Tally): void {
  for (let from = 0; from < run.length; from += longestStretch) {
    const cut = run.slice(from, from + longestStretch);
    // Short stretches only: composing can take the square of the length.
    const stretch = voicing.test(cut) ? cut.normalize('NFC') : cut;
    const before = tally.words;
    const segmented = Math.min(stretch.length, Math.max(0, segmentedLetters - tally.segmentedLetters));
    if (segmented > 0) addSegments(stretch.slice(0, segmented), tally);
    addPieces(stretch.slice(segmented), tally);
    if (tally.isCode) continue;
    for (const stretches of tally.index.stretches) countStretches(stretch, before, stretches, tally);
  }
}

function addSegments(text: string, tally: Tally): void {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike === true || kindOf(segment.charCodeAt(0)) === unspaced) {
      addUnspaced(segment, tally);
      tally.segments++;
    }
  }
  tally.segmentedLetters += text.length;
}

function addPieces(text: string, tally: Tally): void {
  const length = Math.max(1, Math.round(tally.segmentedLetters / Math.max(1, tally.segments)));
  for (let at = 0; at < text.length; at += length) addUnspaced(text.slice(at, at + length), tally);
}

function addUnspaced(word: string, tally: Tally): void {
  let hash = hashSeed;
  for (let i = 0; i < word.length; i++) hash = addToHash(hash, word.charCodeAt(i));
  addWord(tally, hash, word.length, word.charCodeAt(0));
}

/**
 * Entries from left to right, the longest first; what one has taken is not looked at again. Two characters count as a
 * word where only the first words matter.
 */
function countStretches(text: string, before: number, stretches: WordIndex['stretches'][number], tally: Tally): void {
  if (stretches.size === 0) return;
  for (let at = 0; at < text.length;) {
    const candidates = stretches.get(text[at]!);
    const found = candidates?.filter((one) => text.startsWith(one.text, at)) ?? [];
    for (const one of found) {
      if (one.text === found[0]!.text) addHit(tally, one.count, before + Math.ceil((at + one.text.length) / 2));
    }
    at += found[0]?.text.length ?? 1;
  }
}
