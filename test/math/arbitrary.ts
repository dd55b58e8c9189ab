import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { dot, times } from '../../src/math/quadratic.ts';
import type { Prior, Sample } from '../../src/math/regression.ts';
import { priorOf, sampleOf } from './sample.ts';

/** A row of three columns, the first a one; an outcome; a weight. */
export interface Row {
  readonly x: readonly [number, number, number];
  readonly outcome: 0 | 1;
  readonly weight: number;
}

const anyColumn = fc.double({ min: -3, max: 3, noNaN: true });
const anyRow: fc.Arbitrary<Row> = fc.record({
  x: fc.tuple(fc.constant(1), anyColumn, anyColumn),
  outcome: fc.constantFrom(0, 1),
  weight: fc.integer({ min: 1, max: 3 }),
});
export const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 30 });
export const anyMean = fc.tuple(anyColumn, anyColumn, anyColumn);
const anyScale = fc.double({ min: 0.05, max: 10, noNaN: true });
/** Diagonal plus a coupling of the last two columns that leaves it positive definite. */
const anyPrecision = fc
  .record({ a: anyScale, b: anyScale, c: anyScale, coupling: fc.constantFrom(-0.9, 0, 0.9) })
  .map(({ a, b, c, coupling }) => {
    const off = coupling * Math.sqrt(b * c);
    return [
      [a, 0, 0],
      [0, b, off],
      [0, off, c],
    ];
  });
export const freePrior = fc.tuple(anyMean, anyPrecision).map(([mean, precision]) => priorOf(mean, precision));
export const boundedPrior = fc
  .tuple(anyMean, anyPrecision, fc.subarray([0, 1, 2]))
  .map(([mean, precision, nonNegative]) => priorOf(mean, precision, nonNegative));

interface Problem {
  readonly a: Matrix;
  readonly b: readonly number[];
  readonly nonNegative: readonly number[];
}

/** A = M Mᵀ + I / 10, which is symmetric and positive definite, and any set of bounds. */
export const anyProblem: fc.Arbitrary<Problem> = fc.integer({ min: 1, max: 5 }).chain((order) =>
  fc.record({
    a: anyList(order * order, 2).map((entries) => {
      const m = Matrix.from1DArray(order, order, entries);
      const square = m.mmul(m.transpose());
      return Matrix.add(square, square.transpose()).div(2).add(Matrix.eye(order).mul(0.1));
    }),
    b: anyList(order, 5),
    nonNegative: fc.subarray(Array.from({ length: order }, (_, j) => j)),
  }),
);

export function asSample(rows: readonly Row[]): Sample {
  return sampleOf(
    rows.map(({ x }) => x),
    rows.map(({ outcome }) => outcome),
    rows.map(({ weight }) => weight),
  );
}

/** Each row as often as its weight says. */
export function splitRows(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })));
}

/** Log likelihood plus log prior, from the definition. */
export function heightAt(rows: readonly Row[], prior: Prior, b: Float64Array): number {
  const offset = b.map((value, j) => value - prior.mean[j]!);
  const likelihood = rows.map(({ x, outcome, weight }) => {
    const logit = dot(x, b);
    return -weight * Math.log1p(Math.exp(outcome === 1 ? -logit : logit));
  });
  return likelihood.reduce((sum, value) => sum + value, 0) - dot(times(prior.precision, offset), offset) / 2;
}

/** Its slope, by central differences. */
export function gradientAt(rows: readonly Row[], prior: Prior, b: Float64Array): number[] {
  const step = 1e-5;
  return Array.from(b, (_, j) => {
    const [up, down] = [step, -step].map((by) =>
      heightAt(
        rows,
        prior,
        b.map((value, k) => value + (k === j ? by : 0)),
      ),
    );
    return (up! - down!) / (2 * step);
  });
}

/** Minus its second derivatives, by central differences of the slope in closed form. */
export function curvatureAt(rows: readonly Row[], prior: Prior, b: Float64Array): number[][] {
  const step = 1e-4;
  const slopeAt = (at: Float64Array): number[] =>
    Array.from(at, (_, j) => {
      const fromRows = rows.map(
        ({ x, outcome, weight }) => weight * x[j]! * (outcome - 1 / (1 + Math.exp(-dot(x, at)))),
      );
      const fromPrior = times(
        prior.precision,
        at.map((value, k) => prior.mean[k]! - value),
      )[j]!;
      return fromRows.reduce((sum, value) => sum + value, fromPrior);
    });
  return Array.from(b, (_, j) => {
    const [up, down] = [step, -step].map((by) => slopeAt(b.map((value, k) => value + (k === j ? by : 0))));
    return up!.map((value, k) => (down![k]! - value) / (2 * step));
  });
}

function anyList(length: number, size: number): fc.Arbitrary<number[]> {
  return fc.array(fc.double({ min: -size, max: size, noNaN: true }), { minLength: length, maxLength: length });
}
