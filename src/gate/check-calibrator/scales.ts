import type { CalibrationRecord, RatedResponse, Scale } from '../../types.ts';
import { chances, difference, meanOf, type Check } from './bench.ts';

/** Ratings in other units say the same. */
export const scaleChecks: readonly Check[] = [
  {
    name: 'a rating scale that is shifted and stretched changes nothing',
    why: 'Ten of ten and a hundred of a hundred are the same rating.',
    find: async ({ fit, records, target, probes }) => {
      const [own, other] = [target.ratingScale, { min: 0, max: 90, step: 10 }];
      const moved = <One extends CalibrationRecord | RatedResponse>(one: One): One => ({
        ...one,
        selfRating: move(one.selfRating, own, other),
      });
      const made = await fit(records.map(moved), { ...target, ratingScale: other });
      return difference([await fit(), probes], [made, probes.map(moved)]);
    },
  },
  {
    name: 'a human scale that is shifted and stretched changes nothing',
    why: 'Where on the scale people pass is what counts, not how its levels are called.',
    find: async ({ fit, records, target, probes }) => {
      const [own, other] = [target.humanScale, { min: -10, max: 30 }];
      const moved = records.map((one) => ({
        ...one,
        humanRatings: one.humanRatings.map((value) => move(Number(value), own, other)),
      }));
      const made = await fit(moved, { ...target, humanScale: other, passAt: move(target.passAt, own, other) });
      return difference([await fit(), probes], [made, probes]);
    },
  },
  {
    name: 'a higher pass mark passes less',
    why: 'Who asks for more gets a lower p on average.',
    find: async ({ fit, target, probes }) => {
      const [low, high] = [
        await fit(undefined, { ...target, passAt: 2 }),
        await fit(undefined, { ...target, passAt: 4 }),
      ];
      const [atLow, atHigh] = [meanOf(await chances(low, probes)), meanOf(await chances(high, probes))];
      return atLow > atHigh ? undefined : `mean p is ${atLow} for a pass mark of 2 and ${atHigh} for one of 4`;
    },
  },
  {
    name: 'the rating to expect is on the human scale, within its interval',
    why: 'It is shown to people, in their units.',
    find: async ({ fit, target, probes }) => {
      const { min, max } = target.humanScale;
      const made = await fit();
      for (const probe of probes) {
        const { rating, interval } = await made.calibrate(probe);
        if (rating !== undefined && !(rating >= min && rating <= max)) return `a rating of ${rating}`;
        if (interval === undefined || rating === undefined) continue;
        if (!(interval.lower <= rating && rating <= interval.upper))
          return `a rating of ${rating} from ${interval.lower} to ${interval.upper}`;
      }
      return undefined;
    },
  },
];

function move(rating: number, from: Scale, to: Scale): number {
  return to.min + ((rating - from.min) / (from.max - from.min)) * (to.max - to.min);
}
