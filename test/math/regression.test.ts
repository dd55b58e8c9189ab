import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { choleskyOf, dot, times } from '../../src/math/quadratic.ts';
import { leastSquares, logisticMode, type Prior, type Sample } from '../../src/math/regression.ts';
import { expectClose } from '../close.ts';
import { priorOf, sampleOf } from './sample.ts';

/** A row of three columns, the first a one; an outcome; a weight. */
interface Row {
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
const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 30 });
const anyMean = fc.tuple(anyColumn, anyColumn, anyColumn);
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
const freePrior = fc.tuple(anyMean, anyPrecision).map(([mean, precision]) => priorOf(mean, precision));
const boundedPrior = fc
  .tuple(anyMean, anyPrecision, fc.subarray([0, 1, 2]))
  .map(([mean, precision, nonNegative]) => priorOf(mean, precision, nonNegative));

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
        const step = choleskyOf(precision).solve(Matrix.columnVector(slope)).to1DArray();
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
        const mode = logisticMode(asSample(rows), prior, Float64Array.from(start));
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
    const { coefficients, logPosterior } = logisticMode(
      sampleOf([[1], [1]], [1, 0]),
      priorOf([0], [[0.01]]),
      Float64Array.of(200),
    );
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
    const start = Float64Array.of(3, -3);
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
    expect(start).toEqual(Float64Array.of(3, -3));
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

function asSample(rows: readonly Row[]): Sample {
  return sampleOf(
    rows.map(({ x }) => x),
    rows.map(({ outcome }) => outcome),
    rows.map(({ weight }) => weight),
  );
}

function fitTo(rows: readonly Row[], prior: Prior): ReturnType<typeof logisticMode> {
  return logisticMode(asSample(rows), prior);
}

/** Each row as often as its weight says. */
function splitRows(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })));
}

/** Log likelihood plus log prior, from the definition. */
function heightAt(rows: readonly Row[], prior: Prior, b: Float64Array): number {
  const offset = b.map((value, j) => value - prior.mean[j]!);
  const likelihood = rows.map(({ x, outcome, weight }) => {
    const logit = dot(x, b);
    return -weight * Math.log1p(Math.exp(outcome === 1 ? -logit : logit));
  });
  return likelihood.reduce((sum, value) => sum + value, 0) - dot(times(prior.precision, offset), offset) / 2;
}

/** Its slope, by central differences. */
function gradientAt(rows: readonly Row[], prior: Prior, b: Float64Array): number[] {
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
function curvatureAt(rows: readonly Row[], prior: Prior, b: Float64Array): number[][] {
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

/** Weighted squares of the residuals plus the prior's cost. */
function costAt(rows: readonly Row[], prior: Prior, b: Float64Array): number {
  const offset = b.map((value, j) => value - prior.mean[j]!);
  return rows.reduce(
    (sum, { x, outcome, weight }) => sum + weight * (outcome - dot(x, b)) ** 2,
    dot(times(prior.precision, offset), offset),
  );
}
