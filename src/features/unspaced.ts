import { addToHash, hashSeed } from './hashes.ts';
import { filterSize, type Stretch, type WordIndex } from './lexicon/index-of-words.ts';
import { cutAhead, endOfRun, longestStretch, stretchOf } from './segments.ts';
import { addHit, addWord, type Tally } from './tally.ts';

/**
 * So many letters of a text are cut into words by `Intl.Segmenter`, which takes longer for each than all else together.
 * The others are cut into words of the mean length of these.
 */
const segmentedLetters = 300;

/**
 * Reads a run of letters that no spaces part, as of Chinese, Japanese or Thai: its words, and the entries in it. Gives
 * back where it ends.
 */
export function readUnspaced(text: string, start: number, to: number, tally: Tally): number {
  const end = endOfRun(text, start, to);
  for (let from = start; from < end; from += longestStretch) {
    const stretch = stretchOf(text, from, Math.min(end, from + longestStretch));
    const before = tally.words;
    const allowed = Math.max(0, segmentedLetters - tally.segmentedLetters);
    const segmented = Math.min(stretch.length, allowed);
    if (segmented > 0) addSegments(text, from, stretch, segmented, allowed, tally);
    if (segmented < stretch.length) addPieces(stretch, segmented, tally);
    if (!tally.isCode) countStretches(stretch, before, tally.index, tally);
  }
  return end;
}

function addSegments(
  text: string,
  from: number,
  stretch: string,
  letters: number,
  allowed: number,
  tally: Tally,
): void {
  let cut = tally.ahead?.get(from);
  // A line that is not read, as the fence of a code block, may have been cut as well, which left fewer letters for the last.
  if (cut?.letters.length !== letters) {
    tally.ahead = cutAhead(text, from, stretch, letters, allowed);
    cut = tally.ahead.get(from)!;
  }
  for (const word of cut.words) addUnspaced(word, 0, word.length, tally);
  tally.segments += cut.words.length;
  tally.segmentedLetters += letters;
}

function addPieces(text: string, from: number, tally: Tally): void {
  const length = Math.max(1, Math.round(tally.segmentedLetters / Math.max(1, tally.segments)));
  for (let at = from; at < text.length; at += length) {
    addUnspaced(text, at, Math.min(text.length, at + length), tally);
  }
}

function addUnspaced(text: string, from: number, to: number, tally: Tally): void {
  let hash = hashSeed;
  for (let i = from; i < to; i++) hash = addToHash(hash, text.charCodeAt(i));
  addWord(tally, hash, to - from, text.charCodeAt(from));
}

/**
 * Entries of every language from left to right, the longest first; what one has taken is not looked at again. Two
 * characters count as a word where only the first words matter.
 */
function countStretches(text: string, before: number, { stretches, filter }: WordIndex, tally: Tally): void {
  for (const byFirst of stretches)
    for (let at = 0; at < text.length;) {
      const unit = text.charCodeAt(at);
      const candidates = filter[unit & (filterSize - 1)] === 0 ? undefined : byFirst.get(unit);
      at += candidates === undefined ? 1 : countStretch(text, at, before, candidates, tally);
    }
}

/** How many characters the longest of these that stands at a place takes, as a hit; one where none does. */
function countStretch(text: string, at: number, before: number, candidates: readonly Stretch[], tally: Tally): number {
  let taken = 0;
  for (const { text: entry, count } of candidates) {
    if (taken > 0 && entry.length < taken) break;
    if (!text.startsWith(entry, at)) continue;
    taken = entry.length;
    addHit(tally, count, before + Math.ceil((at + taken) / 2));
  }
  return Math.max(1, taken);
}
