import type { ConfidenceInterval } from '../estimate/interval.ts';
import type { EstimateReport } from '../estimate/report.ts';
import { number } from './audit-words.ts';
import { named } from './named.ts';
import { bounds, count, interval as shownShare, percent } from './numbers.ts';
import type { Table } from './page/table.ts';

/** The estimates, with and without the ratings. */
export function ratesTable({ estimate, interval, labelsOnly, worth, method, meanHumanRating }: EstimateReport): Table {
  const rated = (value: number, within: ConfidenceInterval | null): string =>
    `${number(value, 2)}${bounds(within?.lower ?? null, within?.upper ?? null, (one) => number(one, 2))}`;
  return {
    title: 'Estimates',
    head: ['what', 'estimate', 'by the labels alone', 'made by', 'worth, in unrelated labels'],
    rows: [
      [
        'people would pass',
        share(estimate, interval),
        share(labelsOnly.estimate, labelsOnly.interval),
        methodWords[method],
        count(Math.round(worth)),
      ],
      [
        'mean human rating',
        rated(meanHumanRating.estimate, meanHumanRating.interval),
        rated(meanHumanRating.labelsOnly.estimate, meanHumanRating.labelsOnly.interval),
        methodWords[meanHumanRating.method],
        count(Math.round(meanHumanRating.worth)),
      ],
    ],
  };
}

const methodWords: Readonly<Record<EstimateReport['method'], string>> = {
  'prediction-powered': 'labels and ratings',
  'labels-only': 'labels alone',
};

/** What it was made from. */
export function countsTable({ records, labelled, groups, labelledGroups, folds, seed, power }: EstimateReport): Table {
  const rows: readonly (readonly [string, string])[] = [
    ['records', count(records)],
    ['labelled', count(labelled)],
    ['groups', count(groups)],
    ['groups with a label', count(labelledGroups)],
    ['folds of the fits behind the predictions', count(folds)],
    ['how much the predictions count, 0 to 1', power.toFixed(2)],
    ['seed', String(seed)],
  ];
  return { title: 'Made from', head: ['what', 'how much'], rows };
}

export function mixTable({ shares }: NonNullable<EstimateReport['mix']>): Table {
  return {
    title: 'The other mix',
    head: ['slice', 'share in the mix', 'share here'],
    rows: shares.map((one) => [named(one.slice), percent(one.share), percent(one.found)]),
  };
}

function share(value: number, interval: ConfidenceInterval | null): string {
  return shownShare({ value, lower: interval?.lower ?? null, upper: interval?.upper ?? null });
}
