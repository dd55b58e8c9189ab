import { Matrix, inverse } from 'ml-matrix';
import MultivariateLinearRegression from 'ml-regression-multivariate-linear';
import { dot } from '../math/quadratic.ts';

/** A pivot smaller than this is rounding, of a matrix with ones on its diagonal: what is left has no one solution. */
const leastPivot = 1e-9;

/** A coefficient of a regression and what is known of its error. */
export interface Slope {
  readonly estimate: number;
  /** Records of one group may be related in any way. NaN where without some group there is no estimate. */
  readonly standardError: number;
  /**
   * How many groups of equal weight it rests on. What varies in few groups only, as a rare word does, rests on those,
   * however many there are without it.
   */
  readonly groupsWorth: number;
}

/**
 * Weighted least squares of an outcome on an intercept and columns: one slope a column.
 *
 * The library solves the normal equations, which squares the condition number, and says nothing where they have no one
 * solution: columns must have a weighted mean of 0, a standard deviation of 1, and not be near-collinear. The weights
 * add up to 1. Groups are lists of the places of their records. O(n k² + G k³).
 *
 * Standard errors are those of the jackknife over whole groups (CR3): √((G − 1) / G · Σ (b without group g − b)²).
 *
 * @see MacKinnon, Nielsen and Webb (2023), Cluster-Robust Inference: A Guide to Empirical Practice
 * @see Carter, Schnepel and Steigerwald (2017), Asymptotic Behavior of a t-Test Robust to Cluster Heterogeneity
 */
export function clusteredSlopes(
  columns: readonly Float64Array[],
  outcome: Float64Array,
  weights: Float64Array,
  groups: readonly (readonly number[])[],
): Slope[] {
  const roots = weights.map(Math.sqrt);
  const rows = Array.from(roots, (root, i) => Float64Array.of(root, ...columns.map((column) => root * column[i]!)));
  const scaled = outcome.map((value, i) => roots[i]! * value);
  const coefficients = leastSquaresOf(rows, scaled);
  const residuals = scaled.map((value, i) => value - dot(rows[i]!, coefficients));
  const gram = gramOf(rows);
  const members = groups.map((places) => places.map((i) => rows[i]!));
  const shifts = members.map((own, group) =>
    shiftWithout(
      gram,
      own,
      groups[group]!.map((i) => residuals[i]!),
    ),
  );
  const bread = inverse(Matrix.from1DArray(columns.length + 1, columns.length + 1, gram)).to2DArray();
  return columns.map((_, j) => {
    const pulls = members.map((own) => own.reduce((sum, row) => sum + dot(bread[j + 1]!, row) ** 2, 0));
    const squares = squared(shifts.map((shift) => shift[j + 1]!));
    return {
      estimate: coefficients[j + 1]!,
      standardError: Math.sqrt(((groups.length - 1) / groups.length) * squares),
      groupsWorth: pulls.reduce((sum, pull) => sum + pull, 0) ** 2 / squared(pulls),
    };
  });
}

function leastSquaresOf(rows: readonly Float64Array[], outcome: Float64Array): number[] {
  const { weights } = new MultivariateLinearRegression(new Matrix(rows), Matrix.columnVector(outcome), {
    intercept: false,
    statistics: false,
  });
  return weights.map(([coefficient]) => coefficient!);
}

/**
 * By how much the coefficients fall when rows are left out: the solution of (A − XᵀX) d = Xᵀe, where A is the gram matrix of
 * all rows, X are the rows left out and e their residuals. NaN for a column that what stays does not tell from those before.
 */
function shiftWithout(gram: Float64Array, rows: readonly Float64Array[], residuals: readonly number[]): Float64Array {
  const own = gramOf(rows);
  const score = Float64Array.from(rows[0]!, (_, j) => rows.reduce((sum, row, i) => sum + row[j]! * residuals[i]!, 0));
  return solve(
    gram.map((value, at) => value - own[at]!),
    score,
  );
}

/** Σ x xᵀ over rows, as one flat list. */
function gramOf(rows: readonly Float64Array[]): Float64Array {
  const width = rows[0]!.length;
  const gram = new Float64Array(width * width);
  for (const row of rows) {
    for (let j = 0; j < width; j++) {
      for (let k = 0; k < width; k++) gram[j * width + k]! += row[j]! * row[k]!;
    }
  }
  return gram;
}

/**
 * The solution of A x = b for a symmetric, positive semidefinite A, by elimination, in place. A column that depends on
 * those before it is NaN, and zero for the others.
 */
function solve(a: Float64Array, b: Float64Array): Float64Array {
  const width = b.length;
  const dependent = new Set<number>();
  for (let j = 0; j < width; j++) {
    const pivot = a[j * width + j]!;
    if (pivot <= leastPivot) dependent.add(j);
    for (let i = j + 1; i < width && !dependent.has(j); i++) {
      const factor = a[i * width + j]! / pivot;
      for (let k = j + 1; k < width; k++) a[i * width + k]! -= factor * a[j * width + k]!;
      b[i]! -= factor * b[j]!;
    }
  }
  for (let j = width - 1; j >= 0; j--) {
    for (let k = j + 1; k < width; k++) b[j]! -= a[j * width + k]! * b[k]!;
    b[j] = dependent.has(j) ? 0 : b[j]! / a[j * width + j]!;
  }
  for (const j of dependent) b[j] = NaN;
  return b;
}

function squared(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
