import { longestText } from '../../features/extract.ts';
import type { Random } from '../../math/random.ts';
import type { Original, TwinProbe } from '../probe.ts';
import { layoutOf, type Layout } from './layout.ts';
import { phrasesByLanguage } from './phrases/all.ts';
import type { Phrases } from './phrases/phrases.ts';

/** A change of a response that is not blank. Undefined where there is nothing to change. */
export type Change = (original: Original, random: Random) => string | undefined;

/** A change that says something, in the language of the response, where its layout allows. */
export type WordedChange = (layout: Layout, phrases: Phrases, random: Random, original: Original) => string | undefined;

/** A probe that keeps the rules of all: no twin of what is blank or longer than what is measured, and none without a change. */
export function probe(name: string, kind: TwinProbe['kind'], describe: string, change: Change): TwinProbe {
  return {
    name,
    kind,
    describe,
    twin: (original, random) => {
      const { response } = original;
      if (response.length > longestText || response.trim() === '') return undefined;
      const changed = change(original, random);
      const isTwin = changed !== undefined && changed !== response && changed.trim() !== '';
      return isTwin && changed.length <= longestText ? changed : undefined;
    },
  };
}

/** A surface probe that writes words, so it has no twin in a language without phrases. */
export function worded(name: string, describe: string, change: WordedChange): TwinProbe {
  return probe(name, 'surface', describe, (original, random) => {
    const phrases = phrasesByLanguage.get(original.language);
    return phrases && change(layoutOf(original.response), phrases, random, original);
  });
}
