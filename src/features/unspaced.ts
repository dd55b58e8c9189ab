import { kindOf, unspaced } from './characters.ts';
import { addToHash, hashSeed } from './hashes.ts';
import type { WordIndex } from './lexicon/index-of-words.ts';
import { addHit, addWord, type Tally } from './tally.ts';

/** Longest stretch that is cut into words at once: the cost of looking words up is bounded by it. */
const longestStretch = 500;

let segmenter: Intl.Segmenter | undefined;

/** Reads a run of letters that no spaces part, as of Chinese, Japanese or Thai: its words, and the entries in it. */
export function readUnspaced(run: string, tally: Tally): void {
  const before = tally.words;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  for (let from = 0; from < run.length; from += longestStretch) {
    const stretch = run.slice(from, from + longestStretch);
    for (const { segment, isWordLike } of segmenter.segment(stretch)) {
      if (isWordLike !== true && kindOf(segment.charCodeAt(0)) !== unspaced) continue;
      let hash = hashSeed;
      for (let i = 0; i < segment.length; i++) hash = addToHash(hash, segment.charCodeAt(i));
      addWord(tally, hash, segment.length, segment.charCodeAt(0));
    }
  }
  for (const stretches of tally.index.stretches) countStretches(run, before, stretches, tally);
}

/**
 * Entries from left to right, the longest first; what one has taken is not looked at again. Two characters count as a
 * word where only the first words matter.
 */
function countStretches(run: string, before: number, stretches: WordIndex['stretches'][number], tally: Tally): void {
  for (let at = 0; at < run.length;) {
    const found = stretches.get(run[at]!)?.filter(({ text }) => run.startsWith(text, at)) ?? [];
    for (const { text, count } of found) {
      if (text === found[0]!.text) addHit(tally, count, before + Math.ceil((at + text.length) / 2));
    }
    at += found[0]?.text.length ?? 1;
  }
}
