import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { choleskyOf, inverseOf, logDeterminantOf, solve } from '../../src/math/cholesky.ts';
import { times } from '../../src/math/quadratic.ts';
import { expectClose } from '../close.ts';
import { anyProblem } from './arbitrary.ts';

describe('choleskyOf', () => {
  it('gives the lower root: [[4, 2], [2, 5]] is L Lᵀ with L = [[2, 0], [1, 2]]', () => {
    const { order, lower } = choleskyOf(
      new Matrix([
        [4, 2],
        [2, 5],
      ]),
    );
    expect(order).toBe(2);
    expectClose(lower, [2, 0, 1, 2]);
  });

  it('gives back the matrix as L Lᵀ, with nothing above the diagonal', () => {
    fc.assert(
      fc.property(anyProblem, ({ a }) => {
        const { order, lower } = choleskyOf(a);
        const root = Matrix.from1DArray(order, order, lower);
        expectClose(root.mmul(root.transpose()).to1DArray(), a.to1DArray(), { absolute: 1e-12 });
        for (let i = 0; i < order; i++) for (let j = i + 1; j < order; j++) expect(root.get(i, j)).toBe(0);
      }),
    );
  });

  it('reads the lower triangle only, and leaves the matrix as it was', () => {
    const half = new Matrix([
      [4, NaN],
      [2, 5],
    ]);
    expectClose(choleskyOf(half).lower, [2, 0, 1, 2]);
    expect(half.to2DArray()).toEqual([
      [4, NaN],
      [2, 5],
    ]);
  });

  it.each([
    [[[0]]],
    [[[-1]]],
    [
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      [
        [1, 2],
        [2, 1],
      ],
    ],
  ])('refuses %j, and names its order', (rows) => {
    expect(() => choleskyOf(new Matrix(rows))).toThrow(
      new RangeError(`matrix of order ${rows.length} is not positive definite`),
    );
  });

  it('refuses what is no number', () => {
    expect(() => choleskyOf(new Matrix([[NaN]]))).toThrow(RangeError);
  });
});

describe('logDeterminantOf', () => {
  it('of [[4, 2], [2, 3]] is log 8', () => {
    expectClose(
      logDeterminant(
        new Matrix([
          [4, 2],
          [2, 3],
        ]),
      ),
      Math.log(8),
    );
  });

  it('is found where the determinant itself is too small or too large for a number', () => {
    expectClose(logDeterminant(Matrix.eye(3).mul(1e-200)), -600 * Math.LN10);
    expectClose(logDeterminant(Matrix.eye(3).mul(1e200)), 600 * Math.LN10);
  });

  it('grows by the order times log c when the matrix is multiplied by c', () => {
    fc.assert(
      fc.property(anyProblem, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ a }, c) => {
        expectClose(logDeterminant(Matrix.mul(a, c)), logDeterminant(a) + a.rows * Math.log(c), { absolute: 1e-9 });
      }),
    );
  });
});

describe('solve', () => {
  // 4 x + 2 y = 2 and 2 x + 5 y = 9: x = −1/2, y = 2.
  it('solves a case that can be solved by hand', () => {
    const a = new Matrix([
      [4, 2],
      [2, 5],
    ]);
    expectClose(solve(choleskyOf(a), [2, 9]), [-0.5, 2]);
  });

  it('gives x with A x = b, and leaves b as it was', () => {
    fc.assert(
      fc.property(anyProblem, ({ a, b }) => {
        const given = [...b];
        expectClose(times(a, solve(choleskyOf(a), given)), b, { absolute: 1e-9 });
        expect(given).toEqual(b);
      }),
    );
  });
});

describe('inverseOf', () => {
  it('of [[4, 2], [2, 5]] is [[5, −2], [−2, 4]] / 16', () => {
    const a = new Matrix([
      [4, 2],
      [2, 5],
    ]);
    expectClose(inverseOf(choleskyOf(a)), [5 / 16, -2 / 16, -2 / 16, 4 / 16]);
  });

  it('times the matrix is one on the diagonal and zero elsewhere', () => {
    fc.assert(
      fc.property(anyProblem, ({ a }) => {
        const inverse = Matrix.from1DArray(a.rows, a.rows, inverseOf(choleskyOf(a)));
        expectClose(inverse.mmul(a).to1DArray(), Matrix.eye(a.rows).to1DArray(), { absolute: 1e-9 });
      }),
    );
  });
});

function logDeterminant(a: Matrix): number {
  return logDeterminantOf(choleskyOf(a));
}
