import type { FeatureScaling, RatingCurve } from '../calibrator/calibrator.ts';
import { ratingSegments, winsorise } from '../calibrator/heads.ts';
import type { Sample } from '../math/regression.ts';
import type { Example } from './examples.ts';

/** The columns of a fit: a one, the segments of the rating curve, one z a feature. */
export interface Design extends Pick<Sample, 'design' | 'columns'> {
  readonly segments: number;
}

export function designOf(
  examples: readonly Example[],
  curve: RatingCurve,
  features: readonly FeatureScaling[],
): Design {
  const segments = curve.knots.length - 1;
  const columns = 1 + segments + features.length;
  const design = new Float64Array(examples.length * columns);
  examples.forEach(({ inputs }, i) => {
    const row = design.subarray(i * columns, (i + 1) * columns);
    row[0] = 1;
    row.set(ratingSegments(inputs.rating, curve), 1);
    features.forEach((scaling, k) => (row[1 + segments + k] = winsorise(inputs.features[scaling.name]!, scaling)));
  });
  return { design, columns, segments };
}
