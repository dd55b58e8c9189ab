import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { dot, minimiseQuadratic, times } from '../../src/math/quadratic.ts';
import { expectClose } from '../close.ts';
import { anyProblem } from './arbitrary.ts';

describe('minimiseQuadratic', () => {
  it.each([
    {
      name: 'without bounds',
      a: [
        [2, 0],
        [0, 4],
      ],
      b: [2, 4],
      nonNegative: [],
      expected: [1, 1],
    },
    {
      name: 'with bounds that nothing presses on',
      a: [
        [2, 0],
        [0, 4],
      ],
      b: [2, 4],
      nonNegative: [0, 1],
      expected: [1, 1],
    },
    // Without the bound (−2, 3). With the first at zero, 2 x = 4.
    {
      name: 'held at a bound',
      a: [
        [2, 1],
        [1, 2],
      ],
      b: [-1, 4],
      nonNegative: [0],
      expected: [0, 2],
    },
    // The same bound on the other entry does nothing.
    {
      name: 'negative where that is allowed',
      a: [
        [2, 1],
        [1, 2],
      ],
      b: [-1, 4],
      nonNegative: [1],
      expected: [-2, 3],
    },
    // Without bounds (−1, −3), so both are held at first; but with the second at zero, 2 x = 1.
    {
      name: 'where an entry that was held comes back',
      a: [
        [2, -1],
        [-1, 1],
      ],
      b: [1, -2],
      nonNegative: [0, 1],
      expected: [0.5, 0],
    },
    {
      name: 'with every entry held',
      a: [
        [2, 0],
        [0, 4],
      ],
      b: [-2, -4],
      nonNegative: [0, 1],
      expected: [0, 0],
    },
  ])('finds the minimum $name', ({ a, b, nonNegative, expected }) => {
    expectClose(minimiseQuadratic(new Matrix(a), b, nonNegative), expected);
  });

  it('meets the conditions of a minimum: no slope where free, and upwards where held', () => {
    fc.assert(
      fc.property(anyProblem, ({ a, b, nonNegative }) => {
        const x = minimiseQuadratic(a, b, nonNegative);
        const gradient = times(a, x).map((value, j) => value - b[j]!);
        const held = nonNegative.filter((j) => x[j] === 0);
        const free = b.map((_, j) => j).filter((j) => !held.includes(j));
        expect(Math.min(0, ...nonNegative.map((j) => x[j]!))).toBeGreaterThanOrEqual(0);
        expect(Math.min(0, ...held.map((j) => gradient[j]!))).toBeGreaterThanOrEqual(-1e-8);
        expectClose(
          free.map((j) => gradient[j]!),
          free.map(() => 0),
          { absolute: 1e-8 },
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is not beaten by any point of a grid within the bounds', () => {
    const steps = [-3, -2, -1, -0.5, -0.1, 0, 0.1, 0.5, 1, 2, 3];
    fc.assert(
      fc.property(
        anyProblem.filter(({ b }) => b.length <= 3),
        ({ a, b, nonNegative }) => {
          const x = minimiseQuadratic(a, b, nonNegative);
          const lowest = valueAt(a, b, x);
          const values = gridOf(steps, b.length).map((step) => {
            const moved = x.map((value, j) => value + step[j]!);
            return valueAt(
              a,
              b,
              moved.map((value, j) => (nonNegative.includes(j) ? Math.max(0, value) : value)),
            );
          });
          expect(Math.min(...values)).toBeGreaterThanOrEqual(lowest - 1e-9);
        },
      ),
    );
  });

  it('leaves what it is given as it was', () => {
    const [a, b] = [
      new Matrix([
        [2, 1],
        [1, 2],
      ]),
      [-1, 4],
    ];
    minimiseQuadratic(a, b, [0]);
    expect(a.to2DArray()).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(b).toEqual([-1, 4]);
  });

  it('refuses a matrix that is not positive definite, and names its order', () => {
    const saddle = new Matrix([
      [1, 2],
      [2, 1],
    ]);
    expect(() => minimiseQuadratic(saddle, [1, 1], [])).toThrow(
      new RangeError('matrix of order 2 is not positive definite'),
    );
    expect(() => minimiseQuadratic(Matrix.zeros(1, 1), [1], [0])).toThrow(RangeError);
  });
});

describe('times and dot', () => {
  it('multiply a matrix with a vector', () => {
    expect(
      times(
        new Matrix([
          [2, 1],
          [1, 3],
        ]),
        Float64Array.of(4, 5),
      ),
    ).toEqual(Float64Array.of(13, 19));
  });

  it('multiply two vectors, over the shorter one', () => {
    expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
    expect(dot([1, 2, 3], [4, 5])).toBe(14);
    expect(dot([1], [4, 5])).toBe(4);
    expect(dot([], [])).toBe(0);
  });
});

/** ½ xᵀAx − bᵀx, from the definition. */
function valueAt(a: Matrix, b: readonly number[], x: ArrayLike<number>): number {
  let value = 0;
  for (let i = 0; i < b.length; i++) {
    value -= b[i]! * x[i]!;
    for (let j = 0; j < b.length; j++) value += (x[i]! * a.get(i, j) * x[j]!) / 2;
  }
  return value;
}

function gridOf(steps: readonly number[], order: number): number[][] {
  let points: number[][] = [[]];
  for (let j = 0; j < order; j++) points = points.flatMap((point) => steps.map((step) => [...point, step]));
  return points;
}
