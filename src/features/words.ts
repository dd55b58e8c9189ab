import { lexicon, type Tone } from './lexicons.ts';

/** The words of a text, counted in one pass. */
export interface WordCounts extends Readonly<Record<Tone, number>> {
  readonly words: number;
  readonly distinctWords: number;
  /** Characters of all words together. */
  readonly wordCharacters: number;
  /** Words that are in the prompt; undefined without one. */
  readonly promptShared: number | undefined;
  readonly promptWords: number | undefined;
}

/*
 * A word is a run of letters, marks and digits of any script, with apostrophes inside. The two classes of
 * the expression cannot match the same character, so matching is linear in the length of the text.
 */
const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;

export function countWords(text: string, prompt: string | undefined): WordCounts {
  const words = wordsOf(text);
  const promptWords = prompt === undefined ? undefined : wordsOf(prompt);
  const known = new Set(promptWords);
  const distinct = new Set<string>();
  const tones = { hedge: 0, booster: 0, 'first person': 0 };
  let wordCharacters = 0;
  let promptShared = 0;
  for (const word of words) {
    wordCharacters += word.length;
    distinct.add(word);
    const tone = lexicon.get(word);
    if (tone !== undefined) tones[tone]++;
    if (known.has(word)) promptShared++;
  }
  return {
    words: words.length,
    distinctWords: distinct.size,
    wordCharacters,
    ...tones,
    promptShared: promptWords === undefined ? undefined : promptShared,
    promptWords: promptWords?.length,
  };
}

/** Lower case, in order, with straight apostrophes. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll('’', "'").match(wordPattern) ?? [];
}
