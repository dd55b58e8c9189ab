/** Centre and covariance of rows, the covariance row after row in one list. */
export interface Covariance {
  readonly centre: readonly number[];
  readonly covariance: Float64Array;
}

/** Less is never shrunk: what two columns always had in common may still differ by a thirtieth of a standard deviation. */
const leastShrinkage = 0.001;

/**
 * Covariance (1 − ρ) S + ρ μ I of rows of equal length, where S is the covariance of the sample, μ its mean variance, and ρ
 * the share, estimated from the rows, at which the expected squared error is least. Positive definite however few the rows.
 * A value that is NaN counts as the mean of its column.
 *
 * @see Ledoit and Wolf (2004), A well-conditioned estimator for large-dimensional covariance matrices, section 3.3
 */
export function shrunkCovariance(rows: readonly (readonly number[])[]): Covariance {
  const columns = rows[0]!.length;
  const centre = rows[0]!.map((_, j) => meanOf(rows, j));
  const covariance = new Float64Array(columns * columns);
  const x = new Float64Array(columns);
  let fourth = 0;
  for (const row of rows) {
    for (let i = 0; i < columns; i++) x[i] = Number.isNaN(row[i]!) ? 0 : row[i]! - centre[i]!;
    let norm = 0;
    for (let i = 0, at = 0; i < columns; i++, at += columns) {
      const scaled = x[i]! / rows.length;
      norm += x[i]! ** 2;
      for (let j = 0; j <= i; j++) covariance[at + j]! += scaled * x[j]!;
    }
    fourth += norm ** 2;
  }
  let [trace, square] = [0, 0];
  for (let i = 0; i < columns; i++) {
    trace += covariance[i * columns + i]!;
    for (let j = 0; j <= i; j++) square += (i === j ? 1 : 2) * covariance[i * columns + j]! ** 2;
  }
  const mean = trace / columns;
  const spread = square - columns * mean ** 2;
  const error = (fourth / rows.length - square) / rows.length;
  const share = error < spread ? Math.max(leastShrinkage, error / spread) : 1;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) {
      covariance[i * columns + j]! *= 1 - share;
      covariance[j * columns + i] = covariance[i * columns + j]!;
    }
    // Where nothing varies, any unit will do.
    covariance[i * columns + i] = (1 - share) * covariance[i * columns + i]! + share * (mean > 0 ? mean : 1);
  }
  return { centre, covariance };
}

function meanOf(rows: readonly (readonly number[])[], column: number): number {
  let [sum, count] = [0, 0];
  for (const row of rows) {
    const value = row[column]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
