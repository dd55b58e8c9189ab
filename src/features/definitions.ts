import { repeatedShare } from './repetition.ts';
import { readStructure, type Structure } from './structure.ts';
import { countWords, type WordCounts } from './words.ts';

/** Changes whenever any feature would measure anything differently. Calibrators of another version are refused. */
export const featureSet = 'unflatter-1';

/** A text, read once. Feature definitions compute from this. */
export interface Reading extends Structure, WordCounts {
  readonly text: string;
}

export interface FeatureDefinition {
  readonly name: string;
  /** What it measures, in words a reader of a report understands. */
  readonly measures: string;
  readonly unit: string;
  /** How the correction sees it: counts and lengths matter by ratio, so by their logarithm. */
  readonly transform: 'log' | 'none';
  /** Natural units, finite; undefined where the feature does not exist, as without a prompt. */
  readonly compute: (reading: Reading) => number | undefined;
}

/** The surface features: the one source of names, order, documentation and meaning. */
export const features = [
  {
    name: 'characters',
    measures: 'length of the response',
    unit: 'characters',
    transform: 'log',
    compute: (r) => r.text.length,
  },
  { name: 'words', measures: 'words in the response', unit: 'words', transform: 'log', compute: (r) => r.words },
  {
    name: 'sentences',
    measures: 'sentences outside code; a line without a closing mark is one',
    unit: 'sentences',
    transform: 'log',
    compute: (r) => r.sentences,
  },
  {
    name: 'wordsPerSentence',
    measures: 'mean sentence length',
    unit: 'words',
    transform: 'none',
    compute: (r) => r.words / Math.max(1, r.sentences),
  },
  {
    name: 'wordLength',
    measures: 'mean word length',
    unit: 'characters',
    transform: 'none',
    compute: (r) => r.wordCharacters / Math.max(1, r.words),
  },
  {
    name: 'paragraphs',
    measures: 'runs of lines outside code that are not blank',
    unit: 'paragraphs',
    transform: 'log',
    compute: (r) => r.paragraphs,
  },
  { name: 'headings', measures: 'Markdown headings', unit: 'headings', transform: 'log', compute: (r) => r.headings },
  {
    name: 'listItems',
    measures: 'bulleted and numbered list items',
    unit: 'items',
    transform: 'log',
    compute: (r) => r.listItems,
  },
  { name: 'boldSpans', measures: 'spans in bold', unit: 'spans', transform: 'log', compute: (r) => r.boldSpans },
  {
    name: 'codeBlocks',
    measures: 'fenced code blocks',
    unit: 'blocks',
    transform: 'log',
    compute: (r) => r.codeBlocks,
  },
  {
    name: 'hedges',
    measures: 'words that weaken a claim ("perhaps", "might")',
    unit: 'per 100 words',
    transform: 'none',
    compute: (r) => per100Words(r.hedge, r),
  },
  {
    name: 'boosters',
    measures: 'words that strengthen a claim ("clearly", "guaranteed")',
    unit: 'per 100 words',
    transform: 'none',
    compute: (r) => per100Words(r.booster, r),
  },
  {
    name: 'firstPerson',
    measures: 'words by which the text speaks of its author',
    unit: 'per 100 words',
    transform: 'none',
    compute: (r) => per100Words(r['first person'], r),
  },
  {
    name: 'digits',
    measures: 'digits',
    unit: 'per 100 words',
    transform: 'none',
    compute: (r) => per100Words(count(r.text, /\p{N}/gu), r),
  },
  {
    name: 'exclamationMarks',
    measures: 'exclamation marks',
    unit: 'marks',
    transform: 'log',
    compute: (r) => count(r.text, /[!！]/g),
  },
  {
    name: 'questionMarks',
    measures: 'question marks',
    unit: 'marks',
    transform: 'log',
    compute: (r) => count(r.text, /[?？؟]/g),
  },
  {
    name: 'variety',
    measures: 'distinct words over the square root of all words',
    unit: 'ratio',
    transform: 'none',
    compute: (r) => r.distinctWords / Math.sqrt(Math.max(1, r.words)),
  },
  {
    name: 'repetition',
    measures: 'share of the text that repeats something said earlier in it',
    unit: '0..1',
    transform: 'none',
    compute: (r) => repeatedShare(r.text),
  },
  {
    name: 'promptOverlap',
    measures: 'share of the words that are in the prompt',
    unit: '0..1',
    transform: 'none',
    compute: (r) => (r.promptShared === undefined ? undefined : r.promptShared / Math.max(1, r.words)),
  },
  {
    name: 'promptRatio',
    measures: 'words over words in the prompt, each plus one',
    unit: 'ratio',
    transform: 'log',
    compute: (r) => (r.promptWords === undefined ? undefined : (r.words + 1) / (r.promptWords + 1)),
  },
] as const satisfies readonly FeatureDefinition[];

export type FeatureName = (typeof features)[number]['name'];

/** Reads a text and its prompt once for all features. */
export function read(text: string, prompt: string | undefined): Reading {
  return { text, ...readStructure(text), ...countWords(text, prompt) };
}

function per100Words(times: number, { words }: Reading): number {
  return (100 * times) / Math.max(1, words);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
