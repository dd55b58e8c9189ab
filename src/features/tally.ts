import { numberOfKinds } from './characters.ts';
import { addHash, hashSet, hasHash, joinHashes, slotOf, type HashSet } from './hashes.ts';
import {
  countsALanguage,
  filterSize,
  opener,
  wordIndex,
  type Entry,
  type WordIndex,
} from './lexicon/index-of-words.ts';
import { lexicons } from './lexicon/lexicons.ts';
import { scriptNames, scriptOf } from './scripts.ts';
import type { Cut } from './segments.ts';

/** What is counted while a text is read, word by word and mark by mark. */
export interface Tally {
  readonly index: WordIndex;
  /** Code units by kind, of what is outside of words. */
  readonly marks: number[];
  /** Hits by language and tone. */
  readonly hits: number[];
  /** Words by script. */
  readonly scripts: number[];
  /** Hashes of words and of runs of three words. */
  readonly seen: HashSet;
  /** The same of the prompt. */
  readonly prompt: Tally | undefined;
  /** Whether what is read is code, whose words tell nothing of language and tone. */
  isCode: boolean;
  words: number;
  distinctWords: number;
  /** Characters of all words together, without accents. */
  wordCharacters: number;
  longWords: number;
  capitalised: number;
  shouted: number;
  mixedScripts: number;
  openers: number;
  promptShared: number;
  /** Distinct words of the prompt that came. */
  promptCovered: number;
  promptTriples: number;
  repeatedTriples: number;
  sentences: number;
  /** Those of them that a mark ends. */
  closed: number;
  digits: number;
  boldSpans: number;
  inlineCode: number;
  links: number;
  citations: number;
  /** Of scripts without spaces: the letters that were cut into words, those words, and what was cut ahead, by where it starts. */
  segmentedLetters: number;
  segments: number;
  ahead: ReadonlyMap<number, Cut> | undefined;
  /** The last three words, the latest first. */
  last: number;
  second: number;
  third: number;
}

/** For a text of so many code units, read after its prompt if there is one. */
export function emptyTally(length: number, prompt: Tally | undefined): Tally {
  return {
    index: wordIndex(),
    marks: zeros(numberOfKinds),
    hits: zeros(lexicons.length * countsALanguage),
    scripts: zeros(scriptNames.length),
    seen: hashSet(length / 3),
    prompt,
    isCode: false,
    words: 0,
    distinctWords: 0,
    wordCharacters: 0,
    longWords: 0,
    capitalised: 0,
    shouted: 0,
    mixedScripts: 0,
    openers: 0,
    promptShared: 0,
    promptCovered: 0,
    promptTriples: 0,
    repeatedTriples: 0,
    sentences: 0,
    closed: 0,
    digits: 0,
    boldSpans: 0,
    inlineCode: 0,
    links: 0,
    citations: 0,
    segmentedLetters: 0,
    segments: 0,
    ahead: undefined,
    last: 0,
    second: 0,
    third: 0,
  };
}

/** `Array.from` takes longer than a short text. */
function zeros(count: number): number[] {
  return Array<number>(count).fill(0);
}

/** What starts with a digit is in no script. */
const lastDigit = 57;

/** Words with more letters than this are long. */
const longest = 6;

/** Only in the first words of a text is an opener one. */
const openingWords = 8;

/** Counts one word: its hash, its length in characters, and its first code unit, folded. */
export function addWord(tally: Tally, hash: number, length: number, first: number): void {
  const { prompt, seen, index } = tally;
  tally.words++;
  tally.wordCharacters += length;
  if (length > longest) tally.longWords++;
  const isNew = addHash(seen, hash);
  if (isNew) tally.distinctWords++;
  if (prompt !== undefined && hasHash(prompt.seen, hash)) {
    tally.promptShared++;
    if (isNew) tally.promptCovered++;
  }
  if (!tally.isCode) {
    if (first > lastDigit) tally.scripts[scriptOf(first)]!++;
    if (index.filter[hash & (filterSize - 1)] !== 0) countHits(tally, index, hash);
  }
  const triple = joinHashes(tally.second, tally.last, hash);
  tally.third = tally.second;
  tally.second = tally.last;
  tally.last = hash;
  if (tally.words < 3) return;
  if (!addHash(seen, triple)) tally.repeatedTriples++;
  if (prompt !== undefined && hasHash(prompt.seen, triple)) tally.promptTriples++;
}

function countHits(tally: Tally, { slots, alone, entries }: WordIndex, hash: number): void {
  const at = slotOf(slots, hash);
  if (slots[at] === 0) return;
  if (alone[at]! >= 0) tally.hits[alone[at]!]!++;
  else for (const entry of entries[at]!) countEntry(tally, entry);
}

function countEntry(tally: Tally, { before, counts }: Entry): void {
  if (before.length > 0 && before[0] !== tally.last) return;
  if (before.length > 1 && before[1] !== tally.second) return;
  if (before.length > 2 && before[2] !== tally.third) return;
  if (before.length >= tally.words) return;
  for (const count of counts) addHit(tally, count, tally.words);
}

/** One more hit, by the word of this number. Openers count only at the opening. */
export function addHit(tally: Tally, count: number, word: number): void {
  if (count % countsALanguage !== opener || word <= openingWords) tally.hits[count]!++;
}
