import type { CalibrationRecord, Target } from '../../src/types.ts';

/** What the records below measure. */
export const exampleTarget: Target = {
  ratingScale: { min: 1, max: 10 },
  humanScale: { min: 1, max: 5 },
  passAt: 3,
};

/** The same as flags of the command line. */
export const exampleFlags: readonly string[] = ['--rating-scale', '1:10', '--human-scale', '1:5', '--pass-at', '3'];

/** Labelled records with two features and no text, so that a fit on them takes a tenth of a second. */
export function exampleRecords(count: number): CalibrationRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    group: `g${i % Math.ceil(count / 2)}`,
    selfRating: 5 + (i % 6),
    humanRatings: [1 + ((i * 7) % 5)],
    rater: 'a-model',
    features: { words: 50 + 13 * (i % 11), headings: i % 4 },
  }));
}

/** Values as JSON Lines. */
export function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
