import { groupOf, isPass, meanHumanRating } from '../calibrator/record.ts';
import { escaped } from '../errors.ts';
import type { Example } from '../fit/examples.ts';
import { countNames, listNames, type NameCount } from '../report/label-counts.ts';
import type { CalibrationRecord, HumanRating, Target } from '../types.ts';

/** What there is in a calibration set. */
export interface Counts {
  readonly records: number;
  readonly labelled: number;
  /** Human ratings, of all labelled records. */
  readonly ratings: number;
  /** Labelled records that pass; where the target is a person drawn at random, human ratings that do. */
  readonly passing: number;
  readonly groups: number;
  readonly raters: readonly string[];
  /** Of the labels, as far as it is known; the most frequent first. */
  readonly languages: readonly NameCount[];
}

export function countsOf(records: readonly CalibrationRecord[], examples: readonly Example[], target: Target): Counts {
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0);
  const ratings = labelled.flatMap(({ humanRatings }) => humanRatings);
  const judged: readonly (readonly HumanRating[])[] =
    target.passBy === 'person' ? ratings.map((rating) => [rating]) : labelled.map(({ humanRatings }) => humanRatings);
  return {
    records: records.length,
    labelled: labelled.length,
    ratings: ratings.length,
    passing: judged.filter((humanRatings) => isPass(meanHumanRating({ humanRatings })!, target)).length,
    groups: new Set(records.map(groupOf)).size,
    raters: [...new Set(records.flatMap(({ rater }) => rater ?? []))].sort(),
    languages: countNames(examples.map(({ inputs }) => inputs.language)),
  };
}

export function describeCounts(
  { records, labelled, ratings, passing, groups, raters, languages }: Counts,
  { passBy }: Target,
): string {
  const isByPerson = passBy === 'person';
  const share = Math.round((100 * passing) / (isByPerson ? ratings : labelled));
  const passes = isByPerson ? `, a person drawn at random passes ${share} %` : `, ${share} % pass`;
  const parts = [
    `no problems: ${records} records in ${groups} groups, ${labelled} labelled`,
    labelled === 0 ? '' : passes,
    raters.length === 0 ? '' : `, rated by ${raters.join(', ')}`,
    languages.length === 0 ? '' : `, in ${languages.length === 1 ? languages[0]!.name : listNames(languages)}`,
  ];
  return `${escaped(parts.join(''))}\n`;
}
