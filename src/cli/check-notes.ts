import type { FeatureFamily } from '../features/definition.ts';
import { features } from '../features/definitions.ts';
import { lexiconOf } from '../features/language.ts';
import type { Example } from '../fit/examples.ts';
import { countNames, listNames } from '../report/label-counts.ts';
import { labelWords } from '../report/target-words.ts';
import type { Target } from '../types.ts';

/** What is good to know of labelled records, and no problem. */
export function notesOn(examples: readonly Example[], target: Target): string[] {
  const all = labelWords(examples.length, target);
  return [...promptNotes(examples, all), ...toneNotes(examples, all)];
}

function promptNotes(examples: readonly Example[], all: string): string[] {
  const without = examples.filter((example) => lacks(example, 'prompt')).length;
  if (without === 0 || without === examples.length) return [];
  return [`${without} of ${all} have no prompt: prompt features count only where there is one`];
}

/** Most of the tone is measured by word lists, which some languages lack. */
function toneNotes(examples: readonly Example[], all: string): string[] {
  const languages = countNames(
    examples.map((example) => {
      const { language } = example.inputs;
      return language !== undefined && lexiconOf(language) === -1 && lacks(example, 'tone') ? language : undefined;
    }),
  );
  if (languages.length === 0) return [];
  const without = languages.reduce((sum, { labels }) => sum + labels, 0);
  return [`${without} of ${all} lack tone features: no word list for their language (${listNames(languages)})`];
}

function lacks({ inputs }: Example, wanted: FeatureFamily): boolean {
  return features.some(({ name, family }) => family === wanted && inputs.features[name] === undefined);
}
