import { estimatePassRate, isUnflatterError } from '../../../src/index.ts';
import type { Columns } from '../columns.ts';
import type { Sample } from '../draw.ts';
import type { Interval } from './interval.ts';
import { byGroups, byStudent, byWilson } from './labels-only.ts';
import { byRating } from './prediction-powered.ts';
import { adjustedRoganGladen, resampledRoganGladen, roganGladen } from './rogan-gladen.ts';

/** Undefined where it says nothing of a sample. */
export type Method = (sample: Sample, columns: Columns) => Interval | undefined;

export const ours = 'unflatter';
/** All widths are told by that of the labels alone: by their groups where there are some, by Wilson's interval elsewhere. */
export const reference = 'labels only';

const ownMethods: Readonly<Record<string, Method>> = {
  [reference]: ({ isClustered }, { outcomes, groups }) =>
    isClustered ? byGroups(outcomes, groups.slice(0, outcomes.length)) : byWilson(outcomes),
  'labels only, t': (_, { outcomes }) => byStudent(outcomes),
  'labels only, Wilson': (_, { outcomes }) => byWilson(outcomes),
  'prediction-powered, rating': (_, columns) => byRating(columns),
  'Rogan–Gladen': (_, columns) => roganGladen(columns),
  'Rogan–Gladen, adjusted': (_, columns) => adjustedRoganGladen(columns),
  [ours]: (sample) => byUnflatter(sample),
};

/** Those that take weights: where labels were chosen unevenly, no others have anything to say. */
const weightedMethods: Readonly<Record<string, Method>> = {
  [reference]: (_, { outcomes, groups, inclusions }) =>
    byGroups(
      outcomes,
      groups.slice(0, outcomes.length),
      outcomes.map((_one, i) => 1 / inclusions![i]!),
    ),
  [ours]: ownMethods[ours]!,
};

export function methodsFor({ inclusions }: Columns, isSlow: boolean): Readonly<Record<string, Method>> {
  if (inclusions !== null) return weightedMethods;
  return isSlow ? { ...ownMethods, ...slowMethods } : ownMethods;
}

/** Those that take long. */
const slowMethods: Readonly<Record<string, Method>> = {
  'Rogan–Gladen, labels resampled': ({ seed }, columns) => resampledRoganGladen(columns, seed),
};

const refusals: ReadonlySet<string> = new Set([
  'one-class-only',
  'too-few-groups',
  'too-few-records',
  'rater-mismatch',
]);

export function byUnflatter({ records, target, seed }: Sample): Interval | undefined {
  try {
    const { estimate, interval } = estimatePassRate(records, { ...target, seed });
    return interval === null ? undefined : { estimate, lower: interval.lower, upper: interval.upper };
  } catch (error) {
    // A sample of too little is refused, which is an answer. Anything else is a mistake here.
    if (isUnflatterError(error) && refusals.has(error.code)) return undefined;
    throw error;
  }
}
