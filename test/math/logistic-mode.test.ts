import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { choleskyOf, solve } from '../../src/math/cholesky.ts';
import { dot } from '../../src/math/quadratic.ts';
import { logisticMode, type Prior } from '../../src/math/regression.ts';
import { expectClose } from '../close.ts';
import {
  anyMean,
  anyRows,
  asSample,
  boundedPrior,
  curvatureAt,
  freePrior,
  gradientAt,
  heightAt,
  splitRows,
  type Row,
} from './arbitrary.ts';
import { priorOf, sampleOf } from './sample.ts';

/** What `logisticMode` may leave to gain. */
const tolerance = 1e-6;

describe('logisticMode', () => {
  /*
   * One coefficient, rows that are all one: three of four pass, and the prior at zero has precision λ. The mode solves
   * 3 − 4 σ(β) = λ β. With β = log 2, σ is 2/3, so λ = (1/3) / log 2.
   */
  it('solves a case that can be solved by hand', () => {
    const { coefficients, precision, logPosterior } = logisticMode(
      sampleOf([[1], [1], [1], [1]], [1, 1, 0, 1]),
      priorOf([0], [[1 / (3 * Math.LN2)]]),
    );
    expectClose(coefficients, [Math.LN2], { absolute: 1e-3 });
    expectClose(precision.get(0, 0), (4 * 2) / 9 + 1 / (3 * Math.LN2), { relative: 1e-3 });
    expectClose(logPosterior, 3 * Math.log(2 / 3) + Math.log(1 / 3) - Math.LN2 / 6, { absolute: tolerance });
  });

  it('stays at the mean of the prior when there is nothing to learn from', () => {
    const prior = priorOf(
      [0.5, -1, 2],
      [
        [1, 0, 0],
        [0, 2, 0],
        [0, 0, 3],
      ],
    );
    const { coefficients, precision, logPosterior } = logisticMode(
      { ...sampleOf([[1, 1, 1]], [1]), weights: new Float64Array(1) },
      prior,
    );
    expectClose(coefficients, prior.mean);
    expectClose(precision.to1DArray(), prior.precision.to1DArray());
    expectClose(logPosterior, 0);
  });

  it('reports the height and the curvature of the posterior where it ends', () => {
    fc.assert(
      fc.property(anyRows, boundedPrior, (rows, prior) => {
        const { coefficients, precision, logPosterior } = fitTo(rows, prior);
        expectClose(logPosterior, heightAt(rows, prior, coefficients), { absolute: 1e-9 });
        expectClose(precision.to1DArray(), curvatureAt(rows, prior, coefficients).flat(), {
          absolute: 1e-4,
          relative: 1e-5,
        });
      }),
    );
  });

  it('ends where no slope is left: a Newton step from there would gain less than the tolerance', () => {
    fc.assert(
      fc.property(anyRows, freePrior, (rows, prior) => {
        const { coefficients, precision } = fitTo(rows, prior);
        const slope = gradientAt(rows, prior, coefficients);
        const step = solve(choleskyOf(precision), slope);
        expect(dot(slope, step) / 2).toBeLessThan(1.01 * tolerance + 1e-9);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps bounds, and no point within them is higher', () => {
    const anyMove = fc.tuple(anyMean, fc.constantFrom(1, 0.1, 0.01, 0.001));
    fc.assert(
      fc.property(anyRows, boundedPrior, fc.array(anyMove, { minLength: 20, maxLength: 20 }), (rows, prior, moves) => {
        const { coefficients, logPosterior } = fitTo(rows, prior);
        for (const j of prior.nonNegative) expect(coefficients[j]).toBeGreaterThanOrEqual(0);
        for (const [direction, size] of moves) {
          const other = coefficients.map((value, j) => {
            const moved = value + size * direction[j]!;
            return prior.nonNegative.includes(j) ? Math.max(0, moved) : moved;
          });
          expect(heightAt(rows, prior, other)).toBeLessThan(logPosterior + 2 * tolerance);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds a coefficient at zero, and fits the others as if its column were not there', () => {
    const rows = [
      [1, -2],
      [1, -1],
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ];
    const outcome = [1, 1, 1, 0, 1, 0];
    const bounded = logisticMode(
      sampleOf(rows, outcome),
      priorOf(
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
        [1],
      ),
    );
    const without = logisticMode(
      sampleOf(
        rows.map(([one]) => [one!]),
        outcome,
      ),
      priorOf([0], [[1]]),
    );
    expect(bounded.coefficients[1]).toBe(0);
    expectClose(bounded.coefficients[0]!, without.coefficients[0]!, { absolute: 1e-3 });
    expectClose(bounded.logPosterior, without.logPosterior, { absolute: 2 * tolerance });
  });

  it('finds the same mode from wherever it starts, also from outside the bounds', () => {
    const anyStart = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(anyRows, boundedPrior, anyStart, (rows, prior, start) => {
        const mode = logisticMode(asSample(rows), prior, { coefficients: Float64Array.from(start) });
        for (const j of prior.nonNegative) expect(mode.coefficients[j]).toBeGreaterThanOrEqual(0);
        expectClose(mode.logPosterior, fitTo(rows, prior).logPosterior, { absolute: 3 * tolerance });
      }),
      { numRuns: 1000 },
    );
  });

  /*
   * The log posterior of one pass, one fail and a prior of precision λ at zero is symmetric. From far out it looks like
   * −|β| − λ β² / 2, whose Newton steps lead to 1/λ, from there to −1/λ and back, at one height.
   */
  it('does not swing between two points of one height', () => {
    const { coefficients, logPosterior } = logisticMode(sampleOf([[1], [1]], [1, 0]), priorOf([0], [[0.01]]), {
      coefficients: Float64Array.of(200),
    });
    expectClose(coefficients, [0], { absolute: 1e-3 });
    expectClose(logPosterior, -2 * Math.LN2, { absolute: tolerance });
  });

  it('stays finite where a line separates the outcomes and the prior is weak', () => {
    const weak = priorOf(
      [0, 0],
      [
        [1e-6, 0],
        [0, 1e-6],
      ],
    );
    const { coefficients, logPosterior } = logisticMode(
      sampleOf(
        [
          [1, -1],
          [1, 1],
          [1, 2],
        ],
        [0, 1, 1],
      ),
      weak,
    );
    expect(coefficients.every(Number.isFinite)).toBe(true);
    expect(coefficients[1]).toBeGreaterThan(5);
    expect(logPosterior).toBeLessThan(0);
    expect(logPosterior).toBeGreaterThan(-0.01);
  });

  it('takes a weight of two as a row that came twice, in any order', () => {
    fc.assert(
      fc.property(anyRows, boundedPrior, (rows, prior) => {
        const [weighted, split] = [fitTo(rows, prior), fitTo(splitRows(rows).toReversed(), prior)];
        expectClose(split.coefficients, weighted.coefficients, { absolute: 1e-7 });
        expectClose(split.precision.to1DArray(), weighted.precision.to1DArray(), { absolute: 1e-6 });
        expectClose(split.logPosterior, weighted.logPosterior, { absolute: 1e-9 });
      }),
    );
  });

  it('leaves the start and the prior as they were', () => {
    const prior = priorOf(
      [0.5, 0.5],
      [
        [1, 0.2],
        [0.2, 1],
      ],
      [1],
    );
    const start = { coefficients: Float64Array.of(3, -3), curvature: Matrix.eye(2) };
    logisticMode(
      sampleOf(
        [
          [1, 2],
          [1, -1],
        ],
        [1, 0],
      ),
      prior,
      start,
    );
    expect(start).toEqual({ coefficients: Float64Array.of(3, -3), curvature: Matrix.eye(2) });
    expect(prior).toEqual(
      priorOf(
        [0.5, 0.5],
        [
          [1, 0.2],
          [0.2, 1],
        ],
        [1],
      ),
    );
  });
});

function fitTo(rows: readonly Row[], prior: Prior): ReturnType<typeof logisticMode> {
  return logisticMode(asSample(rows), prior);
}
