import type { FeatureScaling, PassHead, RatingCurve } from './calibrator.ts';

/** Largest distance from the centre that a feature may act from, in spreads. */
const furthest = 3;

/** How far beyond the labels a rating may lie before it is called outside, in spreads. */
export const ratingMargin = 1;

/** A value as the correction sees it: lengths and counts by their logarithm. */
export function transformed(value: number, transform: FeatureScaling['transform']): number {
  return transform === 'log' ? Math.log1p(Math.max(0, value)) : value;
}

/** Where a feature lies, in spreads from the centre of the calibration set. */
function standardise(value: number, { transform, centre, spread }: FeatureScaling): number {
  return (transformed(value, transform) - centre) / spread;
}

/** The same, held within the labels and within ±3: from there on a feature moves nothing any more. */
export function winsorise(value: number, scaling: FeatureScaling): number {
  const { min, max } = scaling;
  // Both ways of holding it commute, and this one takes one logarithm.
  const z = standardise(Math.min(max, Math.max(min, value)), scaling);
  return Math.min(furthest, Math.max(-furthest, z));
}

/** How much of each stretch between two knots lies below the rating, less the same at the reference; in spreads. */
export function ratingSegments(rating: number, { knots, reference, spread }: RatingCurve): number[] {
  return knots.slice(1).map((end, i) => (below(rating, knots[i]!, end) - below(reference, knots[i]!, end)) / spread);
}

/** Σ slope · segment: what the rating adds. Never falls as the rating rises, since no slope is negative. */
export function ratingEffect(rating: number, curve: RatingCurve, { ratingSlopes }: PassHead): number {
  return ratingSegments(rating, curve).reduce((sum, segment, i) => sum + segment * ratingSlopes[i]!, 0);
}

function below(rating: number, start: number, end: number): number {
  return Math.min(end, Math.max(start, rating)) - start;
}
