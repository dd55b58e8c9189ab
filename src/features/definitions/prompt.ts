import { question, wideQuestion } from '../characters.ts';
import { shareOf, type FeatureDefinition } from '../definition.ts';
import { outsideMainScript } from '../language.ts';

/** The prompt, and the text against it. All are undefined without a prompt. */
export const promptFeatures = [
  {
    name: 'promptWords',
    measures: 'words in the prompt',
    unit: 'words',
    transform: 'log',
    family: 'prompt',
    compute: (r) => r.prompt?.words,
  },
  {
    name: 'promptRatio',
    measures: 'words over words in the prompt, each plus one',
    unit: 'ratio',
    transform: 'log',
    family: 'prompt',
    compute: (r) => (r.prompt === undefined ? undefined : (r.words + 1) / (r.prompt.words + 1)),
  },
  {
    name: 'promptOverlap',
    measures: 'share of the words that are in the prompt',
    unit: '0..1',
    transform: 'none',
    family: 'prompt',
    compute: (r) => (r.prompt === undefined ? undefined : shareOf(r.promptShared, r.words)),
  },
  {
    name: 'promptCoverage',
    measures: 'share of the distinct words of the prompt that the response has',
    unit: '0..1',
    transform: 'none',
    family: 'prompt',
    compute: (r) => (r.prompt === undefined ? undefined : shareOf(r.promptCovered, r.prompt.distinctWords)),
  },
  {
    name: 'promptRestated',
    measures: 'share of the runs of three words that are in the prompt',
    unit: '0..1',
    transform: 'none',
    family: 'prompt',
    compute: (r) => (r.prompt === undefined ? undefined : shareOf(r.promptTriples, r.words - 2)),
  },
  {
    name: 'otherScript',
    measures: 'share of the words that are not in the main script of the prompt',
    unit: '0..1',
    transform: 'none',
    family: 'prompt',
    compute: (r) =>
      r.prompt === undefined ? undefined : shareOf(outsideMainScript(r.scripts, r.prompt.scripts), r.words),
  },
  {
    name: 'promptQuestions',
    measures: 'question marks in the prompt',
    unit: 'marks',
    transform: 'log',
    family: 'prompt',
    compute: (r) => (r.prompt === undefined ? undefined : r.prompt.marks[question]! + r.prompt.marks[wideQuestion]!),
  },
  {
    name: 'promptWordLength',
    measures: 'mean word length of the prompt',
    unit: 'characters',
    transform: 'none',
    family: 'prompt',
    compute: (r) => (r.prompt === undefined ? undefined : shareOf(r.prompt.wordCharacters, r.prompt.words)),
  },
  {
    name: 'promptCapitalised',
    measures: 'words of the prompt that start with a capital',
    unit: 'per 100 words',
    transform: 'none',
    family: 'prompt',
    compute: (r) => (r.prompt === undefined ? undefined : 100 * shareOf(r.prompt.capitalised, r.prompt.words)),
  },
] as const satisfies readonly FeatureDefinition[];
