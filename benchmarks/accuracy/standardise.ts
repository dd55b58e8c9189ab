export interface StandardiseOptions {
  /** Values further than this many standard deviations from the mean are drawn in to it. @default Infinity */
  readonly clip?: number;
  /** Whether a column stays as it is. @default never */
  readonly isLeft?: (column: number) => boolean;
}

/**
 * Brings the columns of rows to mean 0 and standard deviation 1 (divisor n) over these rows. A column that never varies
 * is only centred. NaN is a value that is missing: it takes no part in the mean and becomes 0, the centre.
 */
export function standardiser(
  rows: readonly (readonly number[])[],
  { clip = Infinity, isLeft = () => false }: StandardiseOptions = {},
): (row: readonly number[]) => number[] {
  const scales = rows[0]!.map((_, j) => scaleOf(rows.map((row) => row[j]!).filter((value) => !Number.isNaN(value))));
  return (row) =>
    row.map((value, j) => {
      if (isLeft(j)) return value;
      if (Number.isNaN(value)) return 0;
      return Math.min(clip, Math.max(-clip, (value - scales[j]!.mean) / scales[j]!.spread));
    });
}

function scaleOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  if (values.length === 0) return { mean: 0, spread: 1 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return { mean, spread };
}
