import { accent, fold, kindOf, unspaced } from '../characters.ts';
import { addToHash, hashSeed, slotOf } from '../hashes.ts';
import { tones, type Lexicon } from './lexicon.ts';
import { lexicons } from './lexicons.ts';

/** Function words are counted as one more tone, the last. */
export const common = tones.length;

/** Counts only at the opening of a text. */
export const opener = tones.indexOf('opener');

/** Counts are kept by language and tone: `language * countsALanguage + tone`. */
export const countsALanguage = tones.length + 1;

/** A word or phrase, by its last word. */
export interface Entry {
  /** Hashes of the words before the last, the nearest first. */
  readonly before: readonly number[];
  /** Which counts a hit adds to. */
  readonly counts: readonly number[];
}

/** An entry of a script without spaces. */
export interface Stretch {
  readonly text: string;
  readonly count: number;
}

export interface WordIndex {
  /** Open-addressed hashes of last words; `entries` has what ends with each, at the same place. */
  readonly slots: Int32Array;
  /**
   * A one for the low bits of each hash that is in `slots`, and of each first code unit of a stretch: most words and letters
   * of a text are none of them.
   */
  readonly filter: Uint8Array;
  /** What a hit adds to where a word has one entry and one count, as most have; else −1. Openers are never here. */
  readonly alone: Int16Array;
  readonly entries: readonly (readonly Entry[])[];
  /** A map a language that has any, by first code unit, the longest first. */
  readonly stretches: readonly ReadonlyMap<number, readonly Stretch[]>[];
}

export const filterSize = 1 << 13;

let made: WordIndex | undefined;

/** All lexicons as one index, so that a text is read once for all languages. Made when first needed. */
export function wordIndex(): WordIndex {
  return (made ??= indexOf(lexicons));
}

function indexOf(all: readonly Lexicon[]): WordIndex {
  const slots = new Int32Array(1 << 13);
  const filter = new Uint8Array(filterSize);
  const entries: Entry[][] = [];
  const stretches = all.map(() => new Map<number, Stretch[]>());
  for (const { phrase, count } of all.flatMap(phrasesOf)) {
    if (kindOf(phrase.charCodeAt(0)) === unspaced) {
      addStretch(stretches[Math.floor(count / countsALanguage)]!, { text: phrase, count });
      filter[phrase.charCodeAt(0) & (filterSize - 1)] = 1;
      continue;
    }
    const [last, ...before] = phrase.split(/\s+/).map(hashOf).toReversed();
    const at = slotOf(slots, last!);
    slots[at] = last! || 1;
    filter[last! & (filterSize - 1)] = 1;
    addEntry((entries[at] ??= []), before, count);
  }
  return {
    slots,
    filter,
    alone: Int16Array.from(slots, (_, at) => countAlone(entries[at])),
    entries,
    stretches: stretches.filter(({ size }) => size > 0),
  };
}

function countAlone(list: readonly Entry[] | undefined): number {
  const count = list?.length === 1 && list[0]!.before.length === 0 ? list[0]!.counts : [];
  return count.length === 1 && count[0]! % countsALanguage !== opener ? count[0]! : -1;
}

function phrasesOf({ common: functionWords, tones: lists }: Lexicon, language: number) {
  return [...tones.map((tone) => lists[tone]), functionWords].flatMap((list, tone) =>
    list
      .split(/[,\n]/)
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== '')
      .map((phrase) => ({ phrase, count: language * countsALanguage + tone })),
  );
}

/** Equal phrases of several lists share an entry. */
function addEntry(list: Entry[], before: readonly number[], count: number): void {
  const same = list.findIndex((entry) => entry.before.join() === before.join());
  if (same === -1) list.push({ before, counts: [count] });
  else list[same] = { before, counts: [...list[same]!.counts, count] };
}

function addStretch(byFirst: Map<number, Stretch[]>, stretch: Stretch): void {
  const first = stretch.text.charCodeAt(0);
  byFirst.set(
    first,
    [...(byFirst.get(first) ?? []), stretch].sort((a, b) => b.text.length - a.text.length),
  );
}

/** As the scanner hashes a word. */
function hashOf(word: string): number {
  let hash = hashSeed;
  for (const character of word.normalize('NFC').replaceAll('’', "'")) {
    const unit = character.charCodeAt(0);
    if (kindOf(unit) !== accent) hash = addToHash(hash, fold(unit));
  }
  return hash;
}
