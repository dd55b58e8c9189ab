import {
  colon,
  comma,
  dash,
  emoji,
  exclamation,
  opening,
  question,
  quote,
  wideExclamation,
  wideQuestion,
} from '../characters.ts';
import { per100Words, shareOf, type FeatureDefinition } from '../definition.ts';
import type { Reading } from '../reading.ts';

/** Padding, words and marks. */
export const wordingFeatures = [
  {
    name: 'repetition',
    measures: 'share of the runs of three words that came before in the text',
    unit: '0..1',
    transform: 'none',
    family: 'wording',
    compute: (r) => shareOf(r.repeatedTriples, r.words - 2),
  },
  {
    name: 'variety',
    measures: 'distinct words over the square root of all words',
    unit: 'ratio',
    transform: 'none',
    family: 'wording',
    compute: (r) => r.distinctWords / Math.sqrt(Math.max(1, r.words)),
  },
  {
    name: 'wordsPerSentence',
    measures: 'mean sentence length',
    unit: 'words',
    transform: 'log',
    family: 'wording',
    compute: (r) => shareOf(r.words, r.sentences),
  },
  {
    name: 'wordLength',
    measures: 'mean word length',
    unit: 'characters',
    transform: 'none',
    family: 'wording',
    compute: (r) => shareOf(r.wordCharacters, r.words),
  },
  rateOf('longWords', 'words of more than six characters', 'wording', (r) => r.longWords),
  rateOf('capitalised', 'words that start with a capital', 'wording', (r) => r.capitalised),
  rateOf('shouted', 'words in capitals throughout', 'wording', (r) => r.shouted),
  {
    name: 'digits',
    measures: 'digits',
    unit: 'per 100 words',
    transform: 'log',
    family: 'marks',
    compute: (r) => per100Words(r.digits, r),
  },
  {
    name: 'exclamationMarks',
    measures: 'exclamation marks',
    unit: 'marks',
    transform: 'log',
    family: 'marks',
    compute: (r) => r.marks[exclamation]! + r.marks[wideExclamation]!,
  },
  {
    name: 'questionMarks',
    measures: 'question marks',
    unit: 'marks',
    transform: 'log',
    family: 'marks',
    compute: (r) => r.marks[question]! + r.marks[wideQuestion]!,
  },
  rateOf('commas', 'commas and semicolons', 'marks', (r) => r.marks[comma]!),
  rateOf('colons', 'colons', 'marks', (r) => r.marks[colon]!),
  rateOf('dashes', 'long dashes', 'marks', (r) => r.marks[dash]!),
  rateOf('brackets', 'opening brackets', 'marks', (r) => r.marks[opening]!),
  rateOf('quotationMarks', 'quotation marks', 'marks', (r) => r.marks[quote]!),
  {
    name: 'emoji',
    measures: 'emoji',
    unit: 'emoji',
    transform: 'log',
    family: 'marks',
    compute: (r) => r.marks[emoji]!,
  },
  {
    name: 'invisibles',
    measures: 'characters that are made not to be seen; all other features pass over them',
    unit: 'characters',
    transform: 'log',
    family: 'marks',
    compute: (r) => r.invisibles,
  },
  {
    name: 'mixedScripts',
    measures: 'words with letters of two scripts, as look-alikes make them',
    unit: 'words',
    transform: 'log',
    family: 'marks',
    compute: (r) => r.mixedScripts,
  },
] as const satisfies readonly FeatureDefinition[];

/** How often something comes among the words. */
function rateOf<Name extends string>(
  name: Name,
  measures: string,
  family: 'wording' | 'marks',
  timesIn: (reading: Reading) => number,
) {
  return {
    name,
    measures,
    unit: 'per 100 words',
    transform: 'none',
    family,
    compute: (reading: Reading) => per100Words(timesIn(reading), reading),
  } as const;
}
