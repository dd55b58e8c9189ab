import { common, countsALanguage } from './lexicon/index-of-words.ts';
import { lexicons } from './lexicon/lexicons.ts';
import { scriptNames } from './scripts.ts';
import type { Tally } from './tally.ts';

/** Texts with fewer words of a script are too short to tell its languages apart. */
const fewestWords = 12;

/** Least share of function words, among the words of the script, in prose of a language. */
const leastCommon = 0.06;

/** Fewest words of another language than the first of a script in a text too short to tell. */
const fewestHits = 2;

/** With fewer words a sentence it is no prose: lists, tables and code have few function words in any language. */
const fewestInProse = 6;

/** Share of the words in kana from which Chinese characters are Japanese. */
const leastKana = 0.05;

const [latin, devanagari, han, kana] = ['Latin', 'Devanagari', 'Han', 'Kana'].map((name) => scriptNames.indexOf(name));

/** A language that is told by its words, and those that share its script. */
const languagesOf: ReadonlyMap<number | undefined, readonly string[]> = new Map([
  [latin, ['en', 'es', 'fr', 'de', 'pt']],
  [devanagari, ['hi']],
]);

/**
 * The language of a text: the code of one that has a lexicon, else the name of its script.
 *
 * The script with the most words decides first, then the function words. What is too short to tell, or no prose, goes by
 * its prompt, then by its words, and is English where they say nothing. What is in no script, as code and numbers, goes
 * by its prompt alone. Prose in none of the languages has no lexicon.
 */
export function languageOf(tally: Tally): string {
  const script = mainScript(tally.scripts);
  const words = tally.scripts[script]!;
  if (words === 0 && tally.prompt !== undefined) return languageOf(tally.prompt);
  if (script === kana) return 'ja';
  if (script === han) return 'zh';
  const candidates = languagesOf.get(script);
  if (candidates === undefined) return scriptNames[script]!;
  if (words >= fewestWords) {
    const speaking = most(candidates, (language) => commonOf(tally, language));
    if (commonOf(tally, speaking) >= leastCommon * words) return speaking;
    if (words >= fewestInProse * tally.sentences || isPunctuated(tally)) return scriptNames[script]!;
  }
  const likeliest = most(candidates, (language) => hitsOf(tally, language));
  // A few words of another language, as in a name, do not make it one.
  const isOther = hitsOf(tally, likeliest) >= fewestHits && hitsOf(tally, likeliest) >= words / 4;
  const ofPrompt = tally.prompt === undefined ? undefined : languageOf(tally.prompt);
  return ofPrompt !== undefined && candidates.includes(ofPrompt) ? ofPrompt : isOther ? likeliest : candidates[0]!;
}

/** Most of its sentences end with a mark, which those of lists and code do not. */
function isPunctuated({ closed, sentences }: Tally): boolean {
  return 2 * closed > sentences;
}

/** The place of a language among the lexicons; −1 if it has none. */
export function lexiconOf(language: string): number {
  return lexicons.findIndex((one) => one.language === language);
}

/** How many words, by script, are not in the main script of a prompt. Japanese is in two. */
export function outsideMainScript(scripts: readonly number[], ofPrompt: readonly number[]): number {
  const main = mainScript(ofPrompt);
  if (ofPrompt[main] === 0) return 0;
  const outside = (script: number) => script !== main && !(main === kana && script === han);
  return scripts.reduce((sum, words, script) => (outside(script) ? sum + words : sum), 0);
}

/** The script of most words. Japanese is written in two, of which kana is the one that tells. */
function mainScript(scripts: readonly number[]): number {
  const script = scripts.indexOf(Math.max(...scripts));
  const japanese = scripts[han!]! + scripts[kana!]!;
  return script === han && scripts[kana!]! > leastKana * japanese ? kana! : script;
}

/** The first of those with the most. */
function most(candidates: readonly string[], count: (language: string) => number): string {
  return candidates.reduce((a, b) => (count(b) > count(a) ? b : a));
}

function commonOf({ hits }: Tally, language: string): number {
  return hits[lexiconOf(language) * countsALanguage + common]!;
}

function hitsOf({ hits }: Tally, language: string): number {
  const first = lexiconOf(language) * countsALanguage;
  let sum = 0;
  for (let at = first; at < first + countsALanguage; at++) sum += hits[at]!;
  return sum;
}
