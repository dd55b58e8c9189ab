import type { Reading } from './reading.ts';

/** What a feature tells of. The fit holds the effects of one family alike in size. */
export const featureFamilies = [
  'length',
  'structure',
  'tone',
  'wording',
  'marks',
  'prompt',
  'rating',
  'custom',
] as const;

export type FeatureFamily = (typeof featureFamilies)[number];

/** What is known of a feature besides its value. */
export interface FeatureDescription {
  readonly name: string;
  /** What it measures, in words a reader of a report understands. */
  readonly measures: string;
  readonly unit: string;
  /** How the correction sees it: counts and lengths matter by ratio, so by their logarithm. */
  readonly transform: 'log' | 'none';
  readonly family: FeatureFamily;
}

/** A feature of the surface of a text. */
export interface FeatureDefinition extends FeatureDescription {
  /** Natural units, finite; undefined where the feature does not exist, as without a prompt. */
  readonly compute: (reading: Reading) => number | undefined;
}

/** How often among the words, which a long text has more of. */
export function per100Words(times: number, { words }: Reading): number {
  return (100 * times) / Math.max(1, words);
}

/** A part of a whole that may be nothing. */
export function shareOf(part: number, whole: number): number {
  return part / Math.max(1, whole);
}
