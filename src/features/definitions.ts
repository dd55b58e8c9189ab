import type { FeatureDefinition } from './definition.ts';
import { promptFeatures } from './definitions/prompt.ts';
import { shapeFeatures } from './definitions/shape.ts';
import { toneFeatures } from './definitions/tone.ts';
import { wordingFeatures } from './definitions/wording.ts';

/** Changes whenever any feature would measure anything differently. Calibrators of another version are refused. */
export const featureSet = 'unflatter-2';

/** The surface features: the one source of names, order, documentation and meaning. */
export const features = [
  ...shapeFeatures,
  ...toneFeatures,
  ...wordingFeatures,
  ...promptFeatures,
] as const satisfies readonly FeatureDefinition[];

export type FeatureName = (typeof features)[number]['name'];

export type { FeatureDefinition };
