import { Matrix } from 'ml-matrix';

/** A column that others say nearly all of, and which ones: the one closest to it first. */
export interface Duplicate {
  readonly column: number;
  readonly of: readonly number[];
}

/**
 * Correlations of columns with a weighted mean of 0 and a standard deviation of 1. The weights add up to 1.
 *
 * O(n k²).
 */
export function correlationsOf(columns: readonly Float64Array[], weights: Float64Array): Matrix {
  const correlations = Matrix.eye(columns.length);
  columns.forEach((a, j) => {
    for (let k = 0; k < j; k++) {
      const b = columns[k]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * a[i]! * b[i]!;
      correlations.set(j, k, sum).set(k, j, sum);
    }
  });
  return correlations;
}

/**
 * The columns of which the ones before them leave more than `unexplained` of the variance, so the order of the columns
 * says which of two alike is kept. The others come with the columns that say the same.
 *
 * Gram and Schmidt's procedure on the correlations: what is kept is taken out of all that follow.
 */
export function withoutDuplicates(
  correlations: Matrix,
  unexplained: number,
): { readonly kept: number[]; readonly duplicates: Duplicate[] } {
  const kept: number[] = [];
  const duplicates: Duplicate[] = [];
  let left = correlations;
  for (let column = 0; column < correlations.rows; column++) {
    if (left.get(column, column) <= unexplained) {
      duplicates.push({ column, of: explaining(correlations, column, kept, unexplained) });
      continue;
    }
    kept.push(column);
    left = without(left, column);
  }
  return { kept, duplicates };
}

/**
 * As many of the candidates as are allowed, chosen for how much they say of all the others, one after the other. No
 * outcome is looked at, so the choice does not spoil what is then estimated.
 *
 * @see McCabe (1984), Principal Variables, Technometrics 26
 */
export function mostTelling(correlations: Matrix, candidates: readonly number[], most: number): number[] {
  const chosen: number[] = [];
  let left = correlations;
  while (chosen.length < Math.min(most, candidates.length)) {
    const open = candidates.filter((column) => !chosen.includes(column));
    const told = (column: number): number =>
      candidates.reduce((sum, other) => sum + left.get(column, other) ** 2, 0) / left.get(column, column);
    const next = highest(open, told);
    chosen.push(next);
    left = without(left, next);
  }
  return chosen.sort((a, b) => a - b);
}

/** The fewest of the kept columns, taken one after the other, that leave no more than `unexplained` of a column. */
function explaining(correlations: Matrix, column: number, kept: readonly number[], unexplained: number): number[] {
  const of: number[] = [];
  let left = correlations;
  while (left.get(column, column) > unexplained && of.length < kept.length) {
    const next = highest(
      kept.filter((other) => !of.includes(other)),
      (other) => left.get(column, other) ** 2 / left.get(other, other),
    );
    of.push(next);
    left = without(left, next);
  }
  return of;
}

/** Covariances of what is left of each column once one is taken out of all. */
function without(covariances: Matrix, column: number): Matrix {
  const one = covariances.getColumnVector(column);
  return Matrix.sub(covariances, one.mmul(one.transpose()).div(covariances.get(column, column)));
}

/** The first of the highest. */
function highest(columns: readonly number[], by: (column: number) => number): number {
  return columns.reduce((best, column) => (by(column) > by(best) ? column : best));
}
