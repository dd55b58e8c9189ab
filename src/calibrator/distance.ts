import type { Outside } from '../types.ts';
import type { Calibrator, FeatureScaling, JointDistance } from './calibrator.ts';
import { valueOf } from './effects.ts';
import { winsorise } from './heads.ts';
import type { Inputs } from './inputs.ts';

/** Whether the features together are further from the labels than the labels are from each other. */
export function distanceOutside(
  { features, jointDistance }: Pick<Calibrator, 'features' | 'jointDistance'>,
  inputs: Inputs,
): Outside[] {
  if (jointDistance === undefined) return [];
  const { limit } = jointDistance;
  const value = distanceOf(rowOf(features, inputs), jointDistance);
  // A distance that is no number is not within.
  return value <= limit ? [] : [{ input: 'jointDistance', value, min: 0, max: limit }];
}

/** Of a feature that never varied, the labels cannot say how far is far: its range alone speaks. */
export function hasDistance({ min, max }: Pick<FeatureScaling, 'min' | 'max'>): boolean {
  return min < max;
}

/** The features that have a distance, as the heads see them; NaN where absent. */
export function rowOf(features: readonly FeatureScaling[], inputs: Inputs): number[] {
  const row: number[] = [];
  for (const scaling of features) {
    if (!hasDistance(scaling)) continue;
    const value = valueOf(inputs, scaling);
    row.push(value === undefined ? Number.NaN : winsorise(value, scaling));
  }
  return row;
}

/**
 * The Mahalanobis distance, by the square root of the number of features that are present; about 1 for a label. An absent
 * feature counts as the centre.
 */
export function distanceOf(
  row: readonly number[],
  { centre, whitening }: Pick<JointDistance, 'centre' | 'whitening'>,
): number {
  const x = row.map((z, k) => (Number.isNaN(z) ? 0 : z - centre[k]!));
  let [sum, at] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    let whitened = 0;
    for (let j = i; j < x.length; j++) whitened += whitening[at++]! * x[j]!;
    sum += whitened * whitened;
  }
  const present = row.filter((z) => !Number.isNaN(z)).length;
  return Math.sqrt(sum / Math.max(1, present));
}
