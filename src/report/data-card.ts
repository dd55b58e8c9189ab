import { groupOf, isPass, meanHumanRating } from '../calibrator/record.ts';
import { weightedMean } from '../math/metrics.ts';
import { significant } from '../math/round.ts';
import type { CalibrationRecord, HumanRating, Scale, Target } from '../types.ts';
import { countNames, listNames, type NameCount } from './label-counts.ts';
import { count, percent } from './numbers.ts';
import type { Table } from './page/table.ts';
import { passWords } from './target-words.ts';

/** What labels are of, by whom and how many. */
export interface DataCard {
  readonly target: Target;
  readonly records: number;
  /** Records with a human rating. All that follows is of them. */
  readonly labelled: number;
  readonly groups: number;
  readonly humanRatings: number;
  /** The fewest and the most human ratings of one record. */
  readonly perRecord: { readonly fewest: number; readonly most: number };
  /** Of the records by their mean human rating, weighted by inclusion, 0..1; null without a labelled record. */
  readonly passRate: number | null;
  /** The smallest and the largest probability with which a record was chosen for labelling; null without a labelled record. */
  readonly inclusion: { readonly smallest: number; readonly largest: number } | null;
  /** People by name, as far as they have one: how many they are, not who. */
  readonly labellers: number;
  /** Names as the records say them, with how many records or human ratings have them. */
  readonly sources: readonly NameCount[];
  readonly policies: readonly NameCount[];
  readonly raters: readonly NameCount[];
  readonly generators: readonly NameCount[];
  readonly ratingPrompts: readonly NameCount[];
  readonly languages: readonly NameCount[];
  /** What `dataset.json` says of the set. */
  readonly about: DataAbout;
}

/** Where data are from, in the words of who published them. */
export interface DataAbout {
  readonly name?: string | undefined;
  readonly licence?: string | undefined;
  readonly source?: string | undefined;
  readonly note?: string | undefined;
}

/** Expects records that fitting accepts. */
export function dataCard(records: readonly CalibrationRecord[], target: Target, about: DataAbout = {}): DataCard {
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0);
  const ratings = labelled.flatMap(({ humanRatings }) => humanRatings);
  const perRecord = labelled.map(({ humanRatings }) => humanRatings.length);
  const inclusions = labelled.map(({ inclusion }) => inclusion ?? 1);
  const passes = labelled.map((record) => (isPass(meanHumanRating(record)!, target) ? 1 : 0));
  const weights = inclusions.map((inclusion) => 1 / inclusion);
  const isEmpty = labelled.length === 0;
  const said = (field: 'rater' | 'generator' | 'ratingPrompt' | 'language'): NameCount[] =>
    countNames(labelled.map((record) => record[field]));
  const saidOf = (field: 'labeller' | 'source' | 'policy'): NameCount[] =>
    countNames(ratings.map((rating) => fieldOf(rating, field)));
  return {
    target,
    records: records.length,
    labelled: labelled.length,
    groups: new Set(labelled.map(groupOf)).size,
    humanRatings: ratings.length,
    perRecord: { fewest: smallestOf(perRecord), most: largestOf(perRecord) },
    passRate: isEmpty ? null : significant(weightedMean(passes, weights), 6),
    inclusion: isEmpty ? null : { smallest: smallestOf(inclusions), largest: largestOf(inclusions) },
    labellers: saidOf('labeller').length,
    sources: saidOf('source'),
    policies: saidOf('policy'),
    raters: said('rater'),
    generators: said('generator'),
    ratingPrompts: said('ratingPrompt'),
    languages: said('language'),
    about,
  };
}

/** What nothing is known of says so. */
export function dataCardTable(card: DataCard): Table {
  const { target, records, labelled, humanRatings, perRecord, inclusion, about, labellers, raters, languages } = card;
  const { fewest, most } = perRecord;
  const rows: readonly (readonly [string, string])[] = [
    ...told('set', about.name),
    ...told('licence', about.licence),
    ...told('source of the set', about.source),
    ...told('note on the set', about.note),
    ...told('criterion', target.criterion),
    ['records', records === labelled ? count(records) : `${count(records)}, of which ${count(labelled)} are labelled`],
    ['groups, which are never split', count(card.groups)],
    ['human ratings', `${count(humanRatings)}, ${fewest === most ? most : `${fewest} to ${most}`} a record`],
    ['what passes', passWords(target)],
    ['records that pass', percent(card.passRate)],
    ['scale of the self-ratings', scaleWords(target.ratingScale)],
    ['scale of the human ratings', scaleWords(target.humanScale)],
    ...(inclusion === null || inclusion.smallest === 1
      ? []
      : [['chance to be chosen for labelling', `${inclusion.smallest} to ${inclusion.largest}`] as const]),
    ['people who labelled', labellers === 0 ? 'no names given' : `${count(labellers)} by name`],
    ...named('kinds of labels', card.sources),
    ...named('labelling instructions', card.policies),
    ['raters', raters.length === 0 ? 'not said' : listNames(raters)],
    ...named('models that wrote the responses', card.generators),
    ...named('rating prompts', card.ratingPrompts),
    ['languages', languages.length === 0 ? 'not said' : listNames(languages)],
  ];
  return { title: 'Data', head: ['what', 'how many or which'], rows };
}

function fieldOf(rating: HumanRating, field: 'labeller' | 'source' | 'policy'): string | undefined {
  return typeof rating === 'number' ? undefined : rating[field];
}

/** Of more values than a call takes arguments. 0 of none. */
function smallestOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((least, value) => Math.min(least, value));
}

function largestOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function named(what: string, names: readonly NameCount[]): (readonly [string, string])[] {
  return names.length === 0 ? [] : [[what, listNames(names)]];
}

function told(what: string, text: string | undefined): (readonly [string, string])[] {
  return text === undefined ? [] : [[what, text]];
}

function scaleWords({ min, max, step }: Scale): string {
  return `${min} to ${max}${step === undefined ? '' : `, in steps of ${step}`}`;
}
