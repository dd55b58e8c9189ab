import { describeScale } from '../calibrator/scale.ts';
import type { FeatureFamily } from '../features/definition.ts';
import { features } from '../features/definitions.ts';
import { lexiconOf } from '../features/language.ts';
import type { Example } from '../fit/examples.ts';
import { countNames, listNames } from '../report/label-counts.ts';
import { labelWords } from '../report/target-words.ts';
import type { CalibrationRecord, Scale, Target } from '../types.ts';

/** What is good to know of labelled records, and no problem. */
export function notesOn(examples: readonly Example[], records: readonly CalibrationRecord[], target: Target): string[] {
  if (examples.length === 0) return [];
  const all = labelWords(examples.length, target);
  return [
    ...ratingNotes(examples, records, target),
    ...groupNotes(records),
    ...promptNotes(examples, all),
    ...toneNotes(examples, all),
  ];
}

/** A scale that only happens to contain the ratings, and self-ratings that tell nothing apart. */
function ratingNotes(
  examples: readonly Example[],
  records: readonly CalibrationRecord[],
  { ratingScale, humanScale }: Target,
): string[] {
  const own = examples.map(({ inputs }) => inputs.selfRating);
  const people = records.flatMap(({ humanRatings }) =>
    humanRatings.map((one) => (typeof one === 'number' ? one : one.value)),
  );
  const { min, max } = rangeOf(own);
  return [
    ...(min === max
      ? [`every self-rating is ${min}: one that is always the same tells nothing apart, so only the surface can`]
      : endNote('self-ratings', own, ratingScale)),
    ...endNote('human ratings', people, humanScale),
  ];
}

/** Of the scale, the least share that ratings of all kinds are expected to take up. */
const leastOfScale = 1 / 50;

function endNote(what: string, values: readonly number[], scale: Scale): string[] {
  const { min, max } = rangeOf(values);
  const room = leastOfScale * (scale.max - scale.min);
  // That people always say the same is a problem by itself.
  if (min === max || (max - scale.min > room && scale.max - min > room)) return [];
  return [
    `all ${what} are from ${min} to ${max}, at one end of their scale ${describeScale(scale)}: is it the right one?`,
  ];
}

function rangeOf(values: readonly number[]): { readonly min: number; readonly max: number } {
  const { min, max } = values.reduce(
    (range, one) => ({ min: Math.min(range.min, one), max: Math.max(range.max, one) }),
    {
      min: Infinity,
      max: -Infinity,
    },
  );
  // A mean of samples has many digits, of which the last tell nothing.
  return { min: Number(min.toPrecision(6)), max: Number(max.toPrecision(6)) };
}

/** What belongs together is then split, and counted as if it did not. */
function groupNotes(records: readonly CalibrationRecord[]): string[] {
  const alone = records.filter(({ prompt, group }) => prompt === undefined && group === undefined).length;
  if (alone === 0) return [];
  const which = `${alone} of ${records.length} records have neither prompt nor group, so each counts as a group of its own`;
  return [`${which}: where several answer one prompt, say so in group, or certificates promise too much`];
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
