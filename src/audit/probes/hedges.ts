import { lexicons } from '../../features/lexicon/lexicons.ts';
import type { Phrases } from './phrases/phrases.ts';

/** A hedge as the words it is made of, folded; one stretch where no blanks part words. */
export interface Hedge {
  readonly words: readonly string[];
  /** What comes in its place: nothing, itself where it is kept, or other words. */
  readonly by: string;
}

const cache = new Map<string, ReadonlyMap<string, readonly Hedge[]>>();

/** The hedges of a language by their first word, or by their first character where no blanks part words; longest first. */
export function hedgesOf(phrases: Phrases): ReadonlyMap<string, readonly Hedge[]> {
  const made = cache.get(phrases.language) ?? indexed(phrases);
  cache.set(phrases.language, made);
  return made;
}

function indexed({ language, gap, unhedged }: Phrases): ReadonlyMap<string, readonly Hedge[]> {
  const listed = lexicons.find((one) => one.language === language)!.tones.hedge.split(/[,\n]/);
  const names = new Set([...Object.keys(unhedged), ...listed.map((one) => one.trim()).filter((one) => one !== '')]);
  const hedges = [...names].map((name) => ({
    words: gap === '' ? [name] : name.split(/[ -]/).map(folded),
    by: unhedged[name] ?? '',
  }));
  const byFirst = Map.groupBy(hedges, ({ words }) => (gap === '' ? words[0]!.charAt(0) : words[0]!));
  for (const group of byFirst.values()) {
    group.sort((a, b) => b.words.length - a.words.length || b.words[0]!.length - a.words[0]!.length);
  }
  return byFirst;
}

/** In lower case and without accents, as the lexicons are read. */
export function folded(word: string): string {
  return word
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f\u093c]/g, '')
    .replaceAll('’', "'")
    .toLowerCase();
}
