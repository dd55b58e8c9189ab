import { features, type CalibrationRecord, type Target } from '../../src/index.ts';
import { passes } from './tasks.ts';

/** Reads the numbers of a record that a method may look at. NaN where the record lacks one. */
export type Columns = (record: CalibrationRecord) => number[];

/** Features that tell of the tone of a text and of nothing else. */
const toneNames = new Set([
  'hedges',
  'boosters',
  'absolutes',
  'completionClaims',
  'authorityClaims',
  'selfPraise',
  'flattery',
  'offers',
  'refusals',
  'firstPerson',
  'secondPerson',
]);

/** What a column tells of. */
export type Kind = 'rating' | 'length' | 'feature' | 'category';

/** What the baselines that see everything look at. */
export interface AllInputs {
  readonly read: Columns;
  /** Of each column. */
  readonly kinds: readonly Kind[];
}

/** Fewer records of a language or a rater tell too little of it. */
const fewestOfCategory = 5;

/** The rating, all surface features, and a one for the language and the rater where there are several. */
export function allInputs(records: readonly CalibrationRecord[], target: Target): AllInputs {
  const surface = featureColumns(records);
  const categories = (['language', 'rater'] as const).flatMap((of) => {
    const counts = Map.groupBy(records, (record) => record[of]);
    const frequent = [...counts].flatMap(([name, own]) =>
      name !== undefined && own.length >= fewestOfCategory ? [name] : [],
    );
    return frequent.length > 1 ? frequent.sort().map((name) => ({ of, name })) : [];
  });
  return {
    kinds: [
      'rating',
      ...surface.names.map((name): Kind => (name === 'characters' ? 'length' : 'feature')),
      ...categories.map((): Kind => 'category'),
    ],
    read: (record) => [
      unit(record, target),
      ...surface.read(record),
      ...categories.map(({ of, name }) => (record[of] === name ? 1 : 0)),
    ],
  };
}

/** The tone alone: neither the rating nor the length. */
export function toneColumns(records: readonly CalibrationRecord[]): Columns {
  return featureColumns(records, ({ name }) => toneNames.has(name)).read;
}

/** The self-rating on 0..1. */
export function unit({ selfRating }: CalibrationRecord, { ratingScale: { min, max } }: Target): number {
  return (selfRating - min) / (max - min);
}

export function unitsOf(records: readonly CalibrationRecord[], target: Target): number[] {
  return records.map((record) => unit(record, target));
}

export function outcomesOf(records: readonly CalibrationRecord[], target: Target): number[] {
  return records.map((record) => passes(record, target));
}

/**
 * The surface features that at least half of the records have: of one that fewer have, the imputed centre would say
 * more than the values.
 */
function featureColumns(
  records: readonly CalibrationRecord[],
  isWanted: (feature: (typeof features)[number]) => boolean = () => true,
): { readonly names: readonly string[]; readonly read: Columns } {
  const used = features
    .filter(isWanted)
    .filter(
      ({ name }) => 2 * records.filter((record) => Number.isFinite(record.features?.[name])).length >= records.length,
    );
  return {
    names: used.map(({ name }) => name),
    read: ({ features: measured }) =>
      used.map(({ name, transform }) => {
        const value = measured?.[name] ?? NaN;
        return transform === 'log' ? Math.log1p(Math.max(0, value)) : value;
      }),
  };
}
