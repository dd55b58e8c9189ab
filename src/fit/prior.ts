import { Matrix, inverse } from 'ml-matrix';
import type { FeatureScaling, RatingCurve } from '../calibrator/calibrator.ts';
import type { Prior } from '../math/regression.ts';
import { logDeterminant } from '../math/quadratic.ts';

/*
 * Before any label is seen: the rating says something (its slope is about half a logit a standard deviation),
 * its curve is close to straight, and no feature matters much. How close, and how much, is not known, so fits
 * over a grid of precisions are averaged by their evidence. Length has a precision of its own, since it is the
 * one cue that often matters a lot where the others do not.
 */

const interceptPrecision = 0.01;
const ratingSlope = { mean: 0.5, precision: 2 };

/** The grid: how stiff the rating curve is, and how small the slopes of length and of all other features are. */
const bendPrecisions = [3, 100];
const lengthPrecisions = [1, 4, 16, 64];
const featurePrecisions = [16, 64, 256, 1024];

export interface GridPrior extends Prior {
  /** Log determinant of the prior precision, which the evidence needs. */
  readonly logDeterminant: number;
}

/** The priors to average over. Columns: intercept, rating segments, features. */
export function gridOfPriors({ knots }: RatingCurve, features: readonly FeatureScaling[]): GridPrior[] {
  const segments = knots.length - 1;
  const grid = bendPrecisions.flatMap((bend) =>
    (features.length === 0 ? [1] : lengthPrecisions).flatMap((length) =>
      (features.length === 0 ? [1] : featurePrecisions).map((other) => ({ bend, length, other })),
    ),
  );
  return grid.map(({ bend, length, other }) => {
    const precision = Matrix.zeros(1 + segments + features.length, 1 + segments + features.length);
    precision.set(0, 0, interceptPrecision);
    if (segments > 0) precision.setSubMatrix(slopePrecision(segments, bend), 1, 1);
    features.forEach(({ name }, k) => {
      const at = 1 + segments + k;
      precision.set(at, at, name === 'characters' ? length : other);
    });
    return {
      mean: Float64Array.from({ length: precision.rows }, (_, j) => (j >= 1 && j <= segments ? ratingSlope.mean : 0)),
      precision,
      nonNegative: Array.from({ length: segments }, (_, j) => 1 + j),
      logDeterminant: logDeterminant(precision),
    };
  });
}

/** The first slope is free, and each next one is the one before plus a bend: the precision of that walk. */
function slopePrecision(segments: number, bend: number): Matrix {
  const covariance = Matrix.zeros(segments, segments);
  for (let i = 0; i < segments; i++) {
    for (let j = 0; j < segments; j++) covariance.set(i, j, 1 / ratingSlope.precision + Math.min(i, j) / bend);
  }
  const precision = inverse(covariance);
  return precision.add(precision.transpose()).div(2);
}
