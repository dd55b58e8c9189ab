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

/** The rating and all surface features, as the baselines that see everything have them. */
export function ratingAndFeatures(records: readonly CalibrationRecord[], target: Target): Columns {
  const read = featureColumns(records);
  return (record) => [unit(record, target), ...read(record)];
}

/** The tone alone: neither the rating nor the length. */
export function toneColumns(records: readonly CalibrationRecord[]): Columns {
  return featureColumns(records, ({ name }) => toneNames.has(name));
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
): Columns {
  const used = features
    .filter(isWanted)
    .filter(
      ({ name }) => 2 * records.filter((record) => Number.isFinite(record.features?.[name])).length >= records.length,
    );
  return ({ features: measured }) =>
    used.map(({ name, transform }) => {
      const value = measured?.[name] ?? NaN;
      return transform === 'log' ? Math.log1p(Math.max(0, value)) : value;
    });
}
