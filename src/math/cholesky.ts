import type { Matrix } from 'ml-matrix';

/**
 * A = L Lᵀ for a symmetric positive definite A. On flat arrays, since fits spend their time here: `lower` has L row
 * after row.
 */
export interface Cholesky {
  readonly order: number;
  readonly lower: Float64Array;
}

/**
 * Factors a matrix of order n; only its lower triangle is read. O(n³ / 6).
 *
 * @throws RangeError if it is not positive definite.
 */
export function choleskyOf(a: Matrix): Cholesky {
  return factor(Float64Array.from(a.to1DArray()));
}

/** The same of a matrix that stands row after row in a list, which is overwritten. */
export function factor(lower: Float64Array): Cholesky {
  const order = Math.sqrt(lower.length);
  for (let i = 0, row = 0; i < order; i++, row += order) {
    for (let j = 0, other = 0; j <= i; j++, other += order) {
      let sum = lower[row + j]!;
      for (let k = 0; k < j; k++) sum -= lower[row + k]! * lower[other + k]!;
      if (i === j && !(sum > 0)) throw new RangeError(`matrix of order ${order} is not positive definite`);
      lower[row + j] = i === j ? Math.sqrt(sum) : sum / lower[other + j]!;
    }
    lower.fill(0, row + i + 1, row + order);
  }
  return { order, lower };
}

/** x with A x = b. */
export function solve({ order, lower }: Cholesky, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0, row = 0; i < order; i++, row += order) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[row + k]! * x[k]!;
    x[i] = sum / lower[row + i]!;
  }
  for (let i = order - 1; i >= 0; i--) {
    x[i]! /= lower[i * order + i]!;
    for (let k = 0; k < i; k++) x[k]! -= lower[i * order + k]! * x[i]!;
  }
  return x;
}

/** log |A|. */
export function logDeterminantOf({ order, lower }: Cholesky): number {
  let sum = 0;
  for (let i = 0; i < order; i++) sum += Math.log(lower[i * order + i]!);
  return 2 * sum;
}

/** A⁻¹, row after row. */
export function inverseOf(cholesky: Cholesky): Float64Array {
  const { order } = cholesky;
  const inverse = new Float64Array(order * order);
  for (let j = 0; j < order; j++) {
    const unit = new Float64Array(order);
    unit[j] = 1;
    inverse.set(solve(cholesky, unit), j * order);
  }
  return inverse;
}
