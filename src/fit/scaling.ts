import { interquartileRange, max, mean, median, min, standardDeviation } from 'simple-statistics';
import type { FeatureScaling, RatingCurve } from '../calibrator/calibrator.ts';
import { features as definitions, type FeatureName } from '../features/definitions.ts';
import { significant } from '../math/round.ts';
import type { Example } from './examples.ts';

/** Digits that are kept: fewer would move what hardly varies. */
const digits = 12;

/** Interquartile range of a standard normal. */
const normalRange = 1.349;

/** Inner knots of the rating curve, in standard deviations from the mean. */
const innerKnots = [-1, -0.3, 0.3];

/** The features that every record has. One that only some have cannot be told from what else sets them apart. */
export function commonFeatures(examples: readonly Example[]): FeatureName[] {
  return definitions
    .map(({ name }) => name)
    .filter((name) => examples.every(({ inputs }) => Number.isFinite(inputs.features[name])));
}

/**
 * Centre, spread and range of each feature.
 *
 * Robust (median and quartiles) unless most records share one value, as counts of rare things do: then mean and
 * standard deviation. A feature that never varies keeps a spread of one and gets no slope, but it stays in the
 * envelope: labels that never saw a table say nothing about tables.
 */
export function scaleFeatures(examples: readonly Example[], names: readonly FeatureName[]): FeatureScaling[] {
  return definitions
    .filter(({ name }) => names.includes(name))
    .map(({ name, transform }) => {
      const values = examples.map(({ inputs }) => inputs.features[name]!);
      const seen = transform === 'log' ? values.map((value) => Math.log1p(Math.max(0, value))) : values;
      const deviation = standardDeviation(seen);
      const range = interquartileRange(seen) / normalRange;
      const robust = range > deviation / 4;
      const centre = robust ? median(seen) : mean(seen);
      return {
        name,
        transform,
        centre: significant(centre, digits),
        spread: spreadOr(1, robust ? range : deviation, centre),
        min: min(values),
        max: max(values),
      };
    });
}

/** A spread that is rounding error next to its centre is none: then another unit has to serve. */
function spreadOr(unit: number, spread: number, centre: number): number {
  return spread > 1e-9 * Math.abs(centre) ? significant(spread, digits) : unit;
}

/** Knots of the rating curve: the ends of what was seen, and three inside where there is room. */
export function scaleRatings(examples: readonly Example[]): RatingCurve {
  const ratings = examples.map(({ inputs }) => inputs.rating);
  const reference = significant(mean(ratings), digits);
  const spread = spreadOr(0.1, standardDeviation(ratings), reference);
  const [first, last] = [min(ratings), max(ratings)];
  const inner = innerKnots
    .map((knot) => significant(reference + knot * spread, digits))
    .filter((knot) => knot > first && knot < last);
  return { knots: first === last ? [first] : [first, ...inner, last], reference, spread };
}
