import { groupOf, meanHumanRating } from '../../calibrator/record.ts';
import type { RatedUnit } from '../../math/reliability.ts';
import type { CalibrationRecord, HumanRating } from '../../types.ts';

/** What people said of a record, one rating a person. */
export interface RatedRecord extends RatedUnit {
  /** One over the probability of having been chosen for labelling. */
  readonly weight: number;
  /** The name of each person who rated; undefined for one who has none. */
  readonly labellers: readonly (string | undefined)[];
}

/** The labelled records in canonical order, by id, as people rated them. */
export function ratedRecords(records: readonly CalibrationRecord[]): RatedRecord[] {
  return records
    .filter(({ humanRatings }) => humanRatings.length > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((record) => ({
      group: groupOf(record),
      weight: 1 / (record.inclusion ?? 1),
      ...byPerson(record.humanRatings),
    }));
}

/**
 * A person who rated one record more than once has said one thing, the mean. Someone without a name goes by the place
 * in the list: where places are people, in every record the same, that tells them apart; where they mean nothing, it does
 * no harm.
 */
function byPerson(humanRatings: readonly HumanRating[]): Pick<RatedRecord, 'ratings' | 'raters' | 'labellers'> {
  const people = Map.groupBy(
    humanRatings.map((rating, place) => ({ rating, rater: raterOf(rating, place) })),
    ({ rater }) => rater,
  );
  return {
    raters: [...people.keys()],
    labellers: [...people.values()].map(([first]) => labellerOf(first!.rating)),
    ratings: [...people.values()].map((own) => meanHumanRating({ humanRatings: own.map(({ rating }) => rating) })!),
  };
}

/** Names and places cannot be mistaken for each other. */
function raterOf(rating: HumanRating, place: number): string {
  return JSON.stringify(labellerOf(rating) ?? place);
}

function labellerOf(rating: HumanRating): string | undefined {
  return typeof rating === 'number' ? undefined : rating.labeller;
}
