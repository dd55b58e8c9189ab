import { builtIn } from '../../src/calibrator/custom.ts';
import { toUnit } from '../../src/calibrator/scale.ts';
import { passes } from '../accuracy/tasks.ts';
import type { Sample } from './draw.ts';

/** A sample as plain numbers, which is all that most methods take: an entry a record, the labelled ones first. */
export interface Columns {
  /** 1 where people pass it; of the labelled ones alone. */
  readonly outcomes: readonly number[];
  /** On 0..1. */
  readonly ratings: readonly number[];
  /** 1 where the rating reaches the pass mark of people, moved to its own scale. */
  readonly verdicts: readonly number[];
  readonly groups: readonly string[];
  /** Logarithm of the number of words. */
  readonly lengths: readonly number[];
  /** Those that all records have, in the shape in which ours reads them: a list a feature. */
  readonly features: readonly (readonly number[])[];
  /** With which each record was chosen for labelling; null where all have the same. */
  readonly inclusions: readonly number[] | null;
}

export function columnsOf({ records, labelled, target }: Sample): Columns {
  const mark = toUnit(target.passAt, target.humanScale) - 1e-9;
  const ratings = records.map(({ selfRating }) => toUnit(selfRating, target.ratingScale));
  return {
    outcomes: records.slice(0, labelled).map((record) => passes(record, target)),
    ratings,
    verdicts: ratings.map((rating) => (rating >= mark ? 1 : 0)),
    groups: records.map(({ group }) => group!),
    lengths: records.map(({ features }) => Math.log1p(features!.words!)),
    features: featuresOf(records),
    inclusions: records[0]!.inclusion === undefined ? null : records.map(({ inclusion }) => inclusion!),
  };
}

const logged = new Set(builtIn.flatMap(({ name, transform }) => (transform === 'log' ? [name] : [])));

function featuresOf(records: Sample['records']): number[][] {
  const names = Object.keys(records[0]!.features!).filter((name) =>
    records.every(({ features }) => typeof features![name] === 'number'),
  );
  return names.map((name) =>
    records.map(({ features }) => (logged.has(name) ? Math.log1p(features![name]!) : features![name]!)),
  );
}
