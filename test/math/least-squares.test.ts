import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, times } from '../../src/math/quadratic.ts';
import { leastSquares, type Prior } from '../../src/math/regression.ts';
import { expectClose } from '../close.ts';
import { anyMean, anyRows, asSample, boundedPrior, splitRows, type Row } from './arbitrary.ts';
import { priorOf, sampleOf } from './sample.ts';

describe('leastSquares', () => {
  /*
   * y = x = 1, 2, 3: Σ x y = Σ x² = 14. With precision 2 around zero, β = 14 / 16 = .875. The residuals .125 x have
   * squares of .125² · 14 = .21875, the prior costs 2 · .875² = 1.53125: together 1.75, over three records.
   */
  it('solves a case that can be solved by hand', () => {
    const { coefficients, precision, logPosterior } = leastSquares(sampleOf([[1], [2], [3]], [1, 2, 3]))(
      priorOf([0], [[2]]),
    );
    expectClose(coefficients, [0.875]);
    expectClose(precision.get(0, 0), 16);
    expectClose(logPosterior, -1.5 * Math.log(1.75));
  });

  // The same with the prior around 2: β = (14 + 2 · 2) / 16 = 1.125, residuals .125² · 14, prior 2 · .875².
  it('draws towards the mean of the prior', () => {
    const { coefficients, logPosterior } = leastSquares(sampleOf([[1], [2], [3]], [1, 2, 3]))(priorOf([2], [[2]]));
    expectClose(coefficients, [1.125]);
    expectClose(logPosterior, -1.5 * Math.log(1.75));
  });

  // y = 1, 3 at x = 0, 1 with precision 1 on both: [[3, 1], [1, 2]] β = (4, 3), so β = (5, 5) / 5 = (1, 1).
  it('is ridge regression, the intercept included', () => {
    const { coefficients } = leastSquares(
      sampleOf(
        [
          [1, 0],
          [1, 1],
        ],
        [1, 3],
      ),
    )(
      priorOf(
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    );
    expectClose(coefficients, [1, 1]);
  });

  // y falls with x, so the slope is held, and the intercept is that of no slope: (3 + 1) / (2 + 1).
  it('keeps bounds, and fits the others as if the column were not there', () => {
    const { coefficients } = leastSquares(
      sampleOf(
        [
          [1, 0],
          [1, 1],
        ],
        [3, 1],
      ),
    )(
      priorOf(
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
        [1],
      ),
    );
    expectClose(coefficients, [4 / 3, 0]);
  });

  it('is not beaten by any point within the bounds', () => {
    fc.assert(
      fc.property(anyRows, boundedPrior, fc.array(anyMean, { minLength: 10, maxLength: 10 }), (rows, prior, moves) => {
        const { coefficients } = leastSquares(asSample(rows))(prior);
        for (const j of prior.nonNegative) expect(coefficients[j]).toBeGreaterThanOrEqual(0);
        for (const move of moves) {
          const other = coefficients.map((value, j) => {
            return prior.nonNegative.includes(j) ? Math.max(0, value + move[j]!) : value + move[j]!;
          });
          expect(costAt(rows, prior, other)).toBeGreaterThanOrEqual(costAt(rows, prior, coefficients) - 1e-9);
        }
      }),
    );
  });

  it('takes a weight of two as a row that came twice, in any order', () => {
    fc.assert(
      fc.property(anyRows, boundedPrior, (rows, prior) => {
        const weight = rows.reduce((sum, row) => sum + row.weight, 0);
        const [weighted, split] = [rows, splitRows(rows).toReversed()].map((list) =>
          leastSquares(asSample(list))(prior),
        );
        expectClose(split!.coefficients, weighted!.coefficients, { absolute: 1e-7 });
        const [cost, expected] = [split!, weighted!].map(({ logPosterior }) => Math.exp((-2 * logPosterior) / weight));
        expectClose(cost!, expected!, { absolute: 1e-9 });
        expectClose(expected!, costAt(rows, prior, weighted!.coefficients), { absolute: 1e-9 });
      }),
    );
  });

  it('takes its sums once: one prior after another is as each alone', () => {
    const sample = sampleOf(
      [
        [1, 0],
        [1, 1],
        [1, 4],
      ],
      [1, 3, 2],
    );
    const priors = [
      priorOf(
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ),
      priorOf(
        [1, 1],
        [
          [3, 1],
          [1, 2],
        ],
        [1],
      ),
    ];
    const fit = leastSquares(sample);
    const again = priors.map((prior) => fit(prior));
    expect(again).toEqual(priors.map((prior) => leastSquares(sample)(prior)));
    expect(fit(priors[0]!)).toEqual(again[0]);
  });

  // What is left to explain is then nothing but rounding, and counts as 1e-12 of the squares.
  it.each([
    { name: 'foresaw', outcome: [1, 1, 1], mean: [1, 0] },
    { name: 'foresaw, on a line', outcome: [0.1, 0.4, 1.3], mean: [0.1, 0.3] },
  ])('has a finite height for outcomes that the prior $name', ({ outcome, mean }) => {
    const { coefficients, logPosterior } = fitLine(outcome, mean);
    const squares = outcome.reduce((sum, value) => sum + value ** 2, 0);
    expectClose(coefficients, mean);
    expectClose(logPosterior, -1.5 * Math.log(1e-12 * squares));
  });

  it('has a finite height for outcomes that are all zero, as the prior foresaw', () => {
    const { coefficients, logPosterior } = fitLine([0, 0, 0], [0, 0]);
    expectClose(coefficients, [0, 0]);
    expect(logPosterior).toBeGreaterThan(1000);
    expect(Number.isFinite(logPosterior)).toBe(true);
  });
});

/** Three records on x = 0, 1, 4. */
function fitLine(outcome: readonly number[], mean: readonly number[]): ReturnType<ReturnType<typeof leastSquares>> {
  const prior = priorOf(mean, [
    [2, 0],
    [0, 1],
  ]);
  return leastSquares(
    sampleOf(
      [
        [1, 0],
        [1, 1],
        [1, 4],
      ],
      outcome,
    ),
  )(prior);
}

/** Weighted squares of the residuals plus the prior's cost. */
function costAt(rows: readonly Row[], prior: Prior, b: Float64Array): number {
  const offset = b.map((value, j) => value - prior.mean[j]!);
  return rows.reduce(
    (sum, { x, outcome, weight }) => sum + weight * (outcome - dot(x, b)) ** 2,
    dot(times(prior.precision, offset), offset),
  );
}
