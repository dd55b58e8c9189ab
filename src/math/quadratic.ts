import type { Matrix } from 'ml-matrix';
import { factor, solve } from './cholesky.ts';

/**
 * The minimiser of ½ xᵀAx − bᵀx where the entries named in `nonNegative` may not fall below zero.
 *
 * Solves by Cholesky with no bound. Where that breaks some, the entries without bounds are eliminated, and the small
 * problem that is left is solved by holding entries at zero. Exact; at worst 2^k solves of order k for k bounds, so meant
 * for a handful.
 *
 * @throws RangeError if A is not positive definite.
 */
export function minimiseQuadratic(a: Matrix, b: ArrayLike<number>, nonNegative: readonly number[]): Float64Array {
  return minimiser(Float64Array.from(a.to1DArray()), nonNegative)(b);
}

/** The same for one matrix, row after row in a list, and many b: it is factored once. */
export function minimiser(a: Float64Array, nonNegative: readonly number[]): (b: ArrayLike<number>) => Float64Array {
  const cholesky = factor(a.slice());
  return (b) => {
    const x = solve(cholesky, b);
    return belowZero(x, nonNegative).length === 0 ? x : minimiseBounded(a, b, nonNegative);
  };
}

/**
 * Given the bounded entries y, the others are F⁻¹ (b_F − G y), where F is their part of A and G what ties them to y. Put in,
 * that leaves ½ yᵀSy − cᵀy with S = A_B − Gᵀ F⁻¹ G and c = b_B − Gᵀ F⁻¹ b_F.
 */
function minimiseBounded(a: Float64Array, b: ArrayLike<number>, bounded: readonly number[]): Float64Array {
  const order = b.length;
  const others = Array.from({ length: order }, (_, j) => j).filter((j) => !bounded.includes(j));
  const ties = bounded.map((j) => others.map((i) => a[i * order + j]!));
  const own = Float64Array.from(others.flatMap((i) => others.map((j) => a[i * order + j]!)));
  const cholesky = factor(own);
  const free = solve(
    cholesky,
    others.map((j) => b[j]!),
  );
  const moved = ties.map((tie) => solve(cholesky, tie));
  const small = Float64Array.from(
    bounded.flatMap((i, row) => bounded.map((j, column) => a[i * order + j]! - dot(ties[row]!, moved[column]!))),
  );
  const aim = bounded.map((j, row) => b[j]! - dot(ties[row]!, free));
  const y = minimiseAllBounded(small, aim);
  const x = new Float64Array(order);
  bounded.forEach((j, row) => (x[j] = y[row]!));
  others.forEach((j, i) => (x[j] = free[i]! - moved.reduce((sum, column, row) => sum + column[i]! * y[row]!, 0)));
  return x;
}

/**
 * The same where every entry is bounded: holds the entries that fell below zero at zero and solves again, until none does;
 * if the gradient then wants a held entry back, tries every set of held entries and keeps the best.
 */
function minimiseAllBounded(a: Float64Array, b: readonly number[]): Float64Array {
  const all = b.map((_, j) => j);
  const held = new Set<number>();
  let x = solveWithZeros(a, b, held);
  for (let below = belowZero(x, all); below.length > 0; below = belowZero(x, all)) {
    for (const j of below) held.add(j);
    x = solveWithZeros(a, b, held);
  }
  const gradient = product(a, x).map((value, j) => value - b[j]!);
  return [...held].every((j) => gradient[j]! >= -1e-9) ? x : bestOfAll(a, b, all);
}

/** At a solution with some entries held at zero, the minimum is −½ bᵀx. */
function bestOfAll(a: Float64Array, b: ArrayLike<number>, nonNegative: readonly number[]): Float64Array {
  return subsets(nonNegative)
    .map((held) => solveWithZeros(a, b, new Set(held)))
    .filter((x) => belowZero(x, nonNegative).length === 0)
    .reduce((best, x) => (dot(b, x) > dot(b, best) ? x : best));
}

function belowZero(x: Float64Array, nonNegative: readonly number[]): number[] {
  return nonNegative.filter((j) => x[j]! < 0);
}

/** Ax. */
export function times(a: Matrix, x: Float64Array): Float64Array {
  return product(Float64Array.from(a.to1DArray()), x);
}

/** Ax of a square matrix that stands row after row in a list. */
export function product(a: Float64Array, x: Float64Array): Float64Array {
  const result = new Float64Array(x.length);
  for (let i = 0, at = 0; i < x.length; i++) {
    let sum = 0;
    for (let j = 0; j < x.length; j++, at++) sum += a[at]! * x[j]!;
    result[i] = sum;
  }
  return result;
}

/** xᵀAx of a symmetric matrix that stands row after row in a list; half of it is read. */
export function quadraticForm(a: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let i = 0, row = 0; i < x.length; i++, row += x.length) {
    let left = 0;
    for (let j = 0; j < i; j++) left += a[row + j]! * x[j]!;
    sum += x[i]! * (2 * left + a[row + i]! * x[i]!);
  }
  return sum;
}

/** Σ aᵢ bᵢ over the shorter list. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) sum += a[i]! * b[i]!;
  return sum;
}

function solveWithZeros(a: Float64Array, b: ArrayLike<number>, zeros: ReadonlySet<number>): Float64Array {
  if (zeros.size === 0) return solve(factor(a.slice()), b);
  const free = Array.from(b, (_, j) => j).filter((j) => !zeros.has(j));
  const part = Float64Array.from(free.flatMap((i) => free.map((j) => a[i * b.length + j]!)));
  const solution = solve(
    factor(part),
    free.map((j) => b[j]!),
  );
  const x = new Float64Array(b.length);
  free.forEach((j, i) => (x[j] = solution[i]!));
  return x;
}

function subsets(items: readonly number[]): number[][] {
  return items.reduce<number[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}
