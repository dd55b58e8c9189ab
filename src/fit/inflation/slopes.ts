import { Matrix, inverse } from 'ml-matrix';
import MultivariateLinearRegression from 'ml-regression-multivariate-linear';
import { dot } from '../../math/quadratic.ts';

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
  const width = columns.length + 1;
  const roots = weights.map(Math.sqrt);
  const design = new Float64Array(outcome.length * width);
  roots.forEach((root, i) => {
    design[i * width] = root;
    columns.forEach((column, j) => (design[i * width + j + 1] = root * column[i]!));
  });
  const scaled = outcome.map((value, i) => roots[i]! * value);
  const coefficients = leastSquaresOf(design, scaled);
  const residuals = scaled.map((value, i) => value - dot(coefficients, design.subarray(i * width, (i + 1) * width)));
  const gram = gramOf(design, width);
  const squares = squaredShifts({ design, width, residuals, gram }, groups);
  const worths = groupsWorths({ design, width, gram }, groups);
  return columns.map((_, j) => ({
    estimate: coefficients[j + 1]!,
    standardError: Math.sqrt(((groups.length - 1) / groups.length) * squares[j + 1]!),
    groupsWorth: worths[j + 1]!,
  }));
}

/** Rows of a regression, one after the other, and the sum of their squares. */
interface Design {
  readonly design: Float64Array;
  readonly width: number;
  readonly gram: Float64Array;
}

function leastSquaresOf(design: Float64Array, outcome: Float64Array): number[] {
  const rows = Matrix.from1DArray(outcome.length, design.length / outcome.length, design);
  const { weights } = new MultivariateLinearRegression(rows, Matrix.columnVector(outcome), {
    intercept: false,
    statistics: false,
  });
  return weights.map(([coefficient]) => coefficient!);
}

/**
 * The squares of what the coefficients fall by when a group is left out, over the groups: of the solutions of
 * (A − XᵀX) d = Xᵀe, where A is the gram matrix, X are the rows of a group and e their residuals. NaN for a coefficient
 * that some group alone determines.
 */
function squaredShifts(
  { design, width, gram, residuals }: Design & { readonly residuals: Float64Array },
  groups: readonly (readonly number[])[],
): Float64Array {
  const squares = new Float64Array(width);
  const left = new Float64Array(gram.length);
  const shift = new Float64Array(width);
  for (const places of groups) {
    left.set(gram);
    shift.fill(0);
    for (const i of places) {
      addSquare(left, design, i * width, -1);
      for (let j = 0; j < width; j++) shift[j]! += design[i * width + j]! * residuals[i]!;
    }
    solve(left, shift);
    for (let j = 0; j < width; j++) squares[j]! += shift[j]! ** 2;
  }
  return squares;
}

/** (Σ p)² / Σ p² over the groups, where p is the square of what records of the group pull a coefficient by. */
function groupsWorths({ design, width, gram }: Design, groups: readonly (readonly number[])[]): number[] {
  const bread = inverse(Matrix.from1DArray(width, width, gram)).to2DArray();
  return bread.map((row) => {
    let sum = 0;
    let squares = 0;
    for (const places of groups) {
      let pull = 0;
      for (const i of places) {
        let own = 0;
        for (let j = 0; j < width; j++) own += row[j]! * design[i * width + j]!;
        pull += own ** 2;
      }
      sum += pull;
      squares += pull ** 2;
    }
    return sum ** 2 / squares;
  });
}

/** Σ x xᵀ over rows, as one flat list. */
function gramOf(design: Float64Array, width: number): Float64Array {
  const gram = new Float64Array(width * width);
  for (let at = 0; at < design.length; at += width) addSquare(gram, design, at, 1);
  return gram;
}

/** Adds x xᵀ so many times, where x is the row that starts at a place. */
function addSquare(matrix: Float64Array, design: Float64Array, at: number, times: 1 | -1): void {
  const width = Math.sqrt(matrix.length);
  for (let j = 0; j < width; j++) {
    const scaled = times * design[at + j]!;
    for (let k = 0; k < width; k++) matrix[j * width + k]! += scaled * design[at + k]!;
  }
}

/**
 * Solves A x = b for a symmetric, positive semidefinite A by elimination, in place: b becomes x. A column that depends on
 * those before it is NaN, and zero for the others.
 */
function solve(a: Float64Array, b: Float64Array): void {
  const width = b.length;
  for (let j = 0; j < width; j++) {
    const pivot = a[j * width + j]!;
    if (pivot <= leastPivot) {
      a[j * width + j] = 0;
      continue;
    }
    for (let i = j + 1; i < width; i++) {
      const factor = a[i * width + j]! / pivot;
      for (let k = j + 1; k < width; k++) a[i * width + k]! -= factor * a[j * width + k]!;
      b[i]! -= factor * b[j]!;
    }
  }
  for (let j = width - 1; j >= 0; j--) {
    for (let k = j + 1; k < width; k++) b[j]! -= a[j * width + k]! * b[k]!;
    b[j] = a[j * width + j] === 0 ? 0 : b[j]! / a[j * width + j]!;
  }
  for (let j = 0; j < width; j++) if (a[j * width + j] === 0) b[j] = NaN;
}
