import type { Category, FeatureScaling, RatingCurve } from '../calibrator/calibrator.ts';
import { ratingSegments, winsorise } from '../calibrator/heads.ts';
import type { Sample } from '../math/regression.ts';
import type { Example } from './examples.ts';
import { featureColumnsOf } from './feature-columns.ts';
import type { Scales } from './scaling.ts';

/** What a column of a fit stands for. */
export type Column =
  | { readonly of: 'base' }
  | { readonly of: 'segment'; readonly place: number }
  | { readonly of: 'feature'; readonly place: number }
  | { readonly of: 'absence'; readonly place: number }
  | { readonly of: 'category'; readonly place: number }
  /** Who labelled: allowed for in the fit, and unknown when the calibrator is used. */
  | { readonly of: 'labeller' }
  /** How far another mark than the pass mark is from it. */
  | { readonly of: 'mark' };

/** The columns of a fit, row after row. */
export interface Design extends Pick<Sample, 'design' | 'columns'> {
  readonly meaning: readonly Column[];
}

/**
 * A one; the segments of the rating curve; z of each feature, zero where it is absent; a one where a set of features is
 * absent together; a one for the language and the rater where there are several; and the share of each named labeller
 * less its mean, so that the base is that of the labellers together. Rows of twins come last, and decide no column.
 */
export function designOf(examples: readonly Example[], scales: Scales, twins: readonly Example[] = []): Design {
  const rows = [...examples, ...twins];
  const columns: readonly Measured[] = [
    { meaning: { of: 'base' }, value: () => 1 },
    ...segmentColumns(scales.ratingCurve),
    ...featureColumns(rows, examples.length, scales.features),
    ...categoryColumns(scales.categories),
    ...labellerColumns(examples, scales.labellers),
  ];
  const design = new Float64Array(rows.length * columns.length);
  columns.forEach(({ value }, j) => {
    for (let i = 0, at = j; i < rows.length; i++, at += columns.length) design[at] = value(rows[i]!, i);
  });
  return { design, columns: columns.length, meaning: columns.map(({ meaning }) => meaning) };
}

interface Measured {
  readonly meaning: Column;
  readonly value: (example: Example, place: number) => number;
}

function segmentColumns(curve: RatingCurve): Measured[] {
  return curve.knots.slice(1).map((_, place) => ({
    meaning: { of: 'segment', place },
    value: ({ inputs }) => ratingSegments(inputs.rating, curve)[place]!,
  }));
}

function featureColumns(rows: readonly Example[], examples: number, features: readonly FeatureScaling[]): Measured[] {
  const columns = featureColumnsOf(
    rows,
    features.map(({ name }) => name),
  );
  const patterns = new Set<string>();
  return features.flatMap((scaling, place) => {
    const column = columns[place]!;
    const z = (value: number): number => (Number.isNaN(value) ? 0 : winsorise(value, scaling));
    const slope: Measured = { meaning: { of: 'feature', place }, value: (_, i) => z(column[i]!) };
    if (scaling.isOptional !== true) return [slope];
    // Features that are absent from the same records say one thing together, so the first of them says it.
    const absent = Uint8Array.from(column, (value) => (Number.isNaN(value) ? 1 : 0));
    const pattern = absent.subarray(0, examples).join('');
    if (patterns.has(pattern)) return [slope];
    patterns.add(pattern);
    return [slope, { meaning: { of: 'absence', place }, value: (_, i) => absent[i]! }];
  });
}

function categoryColumns(categories: readonly Category[]): Measured[] {
  return categories.map(({ of, name }, place) => ({
    meaning: { of: 'category', place },
    value: ({ inputs }) => (inputs[of] === name ? 1 : 0),
  }));
}

function labellerColumns(examples: readonly Example[], labellers: readonly string[]): Measured[] {
  return labellers.map((name) => {
    const shareOf = (example: Example): number => example.labellers[name] ?? 0;
    const total = examples.reduce((sum, { weight }) => sum + weight, 0);
    const mean = examples.reduce((sum, example) => sum + example.weight * shareOf(example), 0) / total;
    return { meaning: { of: 'labeller' }, value: (example) => shareOf(example) - mean };
  });
}
