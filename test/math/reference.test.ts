import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { isotonicCurve } from '../../benchmarks/accuracy/isotonic.ts';
import { krippendorffAlpha } from '../../src/math/agreement.ts';
import { choleskyOf, inverseOf, logDeterminantOf } from '../../src/math/cholesky.ts';
import { conformalQuantile } from '../../src/math/conformal.ts';
import { areaUnderCurve, logLosses, squaredErrors, tiesOf, weightedMean } from '../../src/math/metrics.ts';
import { dot, times } from '../../src/math/quadratic.ts';
import { seededRandom } from '../../src/math/random.ts';
import { leastSquares, logisticMode } from '../../src/math/regression.ts';
import { expectClose } from '../close.ts';
import reference from '../reference/reference.json' with { type: 'json' };
import { priorOf, sampleOf } from './sample.ts';

/*
 * The numbers of numpy, scipy, scikit-learn, statsmodels and krippendorff in test/reference/reference.json, which
 * reference.py beside it makes.
 *
 * A Newton step that would gain less than 1e-6 is not taken, so a mode ends within that of the maximum: in log posterior,
 * and by ½ dᵀHd = 1e-6 in coefficients. Everything else agrees to rounding.
 */
const tolerance = 1e-6;
const { data, logistic, leastSquares: squares, metrics, isotonic, quantiles, alpha: agreement, mulberry32 } = reference;
const passes = sampleOf(data.design, data.passes, data.weights);
const ratings = sampleOf(data.design, data.rating, data.weights);
const prior = priorOf(data.priorMean, data.priorPrecision);

describe('logisticMode', () => {
  it('finds the mode that scipy finds, its height and its curvature', () => {
    const { coefficients, precision, logPosterior } = logisticMode(passes, prior);
    expectClose(logPosterior, logistic.mode.logPosterior, { absolute: tolerance });
    expectNear(coefficients, logistic.mode.coefficients, new Matrix(logistic.mode.precision));
    expectClose(precision.to1DArray(), logistic.mode.precision.flat(), { absolute: 1e-3 });
    expectClose(logDeterminantOf(choleskyOf(precision)), logistic.mode.logDeterminant, { absolute: 1e-4 });
  });

  it('finds the mode within bounds that scipy finds with the held column left out', () => {
    const { nonNegative, coefficients: expected, logPosterior: highest } = logistic.bounded;
    const { coefficients, precision, logPosterior } = logisticMode(passes, { ...prior, nonNegative });
    expect(coefficients[3]).toBe(0);
    expectClose(logPosterior, highest, { absolute: tolerance });
    expectNear(coefficients, expected, precision);
  });

  it('is the ridge regression of scikit-learn for a prior of I / C around zero', () => {
    const { c, coefficients: expected } = logistic.ridge;
    const ridge = { ...priorOf([0, 0, 0, 0], []), precision: Matrix.eye(4).div(c) };
    const { coefficients, precision } = logisticMode(passes, ridge);
    expectNear(coefficients, expected, precision);
  });

  // A prior this flat moves nothing by more than 1e-8; the rest is the step that is not taken.
  it('is the generalised linear model of statsmodels for a prior that is nearly flat, weights as repeated rows', () => {
    const { coefficients: expected, standardErrors, logLikelihood } = logistic.noPrior;
    const flat = { ...priorOf([0, 0, 0, 0], []), precision: Matrix.eye(4).mul(1e-9) };
    const { coefficients, precision, logPosterior } = logisticMode(passes, flat);
    expectNear(coefficients, expected, precision);
    expectClose(logPosterior, logLikelihood, { absolute: tolerance });
    const variances = inverseOf(choleskyOf(precision)).filter((_, i) => i % 5 === 0);
    expectClose(variances.map(Math.sqrt), standardErrors, { relative: 1e-3 });
  });
});

describe('leastSquares', () => {
  it('solves the normal equations as numpy does', () => {
    const { coefficients, precision } = leastSquares(ratings)(prior);
    expectClose(coefficients, squares.coefficients);
    expectClose(logDeterminantOf(choleskyOf(precision)), squares.logDeterminant);
  });

  it('finds the minimum within bounds that scipy finds', () => {
    const { nonNegative, coefficients: expected } = squares.bounded;
    expectClose(leastSquares(ratings)({ ...prior, nonNegative }).coefficients, expected);
  });

  it('is the ridge regression of scikit-learn for a prior of α I around zero', () => {
    const { alpha, coefficients: expected } = squares.ridge;
    const ridge = { ...priorOf([0, 0, 0, 0], []), precision: Matrix.eye(4).mul(alpha) };
    expectClose(leastSquares(ratings)(ridge).coefficients, expected);
  });

  // log |precision| − log |prior precision| is the log determinant of the covariance of y once β is integrated out.
  it('has the marginal likelihood of a Gaussian with the coefficients integrated out', () => {
    const { precision, logPosterior } = leastSquares(sampleOf(data.design, data.rating))(prior);
    expectClose(logPosterior, -30 * Math.log(squares.marginal.squares));
    expectClose(
      logDeterminantOf(choleskyOf(precision)) - logDeterminantOf(choleskyOf(prior.precision)),
      squares.marginal.logDeterminant,
    );
  });
});

describe('metrics', () => {
  it.each([
    { name: 'unweighted', weights: data.weights.map(() => 1), expected: metrics.unweighted },
    { name: 'weighted', weights: data.weights, expected: metrics.weighted },
  ])('are those of scikit-learn, $name and with many ties', ({ weights, expected }) => {
    const { probabilities, passes: outcomes } = data;
    const ties = tiesOf(probabilities);
    expect(ties.length).toBeLessThan(15);
    expectClose(areaUnderCurve([ties], outcomes, weights), expected.auc);
    expectClose(weightedMean(logLosses(probabilities, outcomes), weights), expected.logLoss);
    expectClose(weightedMean(squaredErrors(probabilities, outcomes), weights), expected.brier);
  });
});

describe('isotonicCurve', () => {
  it('is the isotonic regression of scikit-learn, with ties and with weights as repeated rows', () => {
    const repeated = (values: readonly number[]): number[] =>
      values.flatMap((value, i) => Array.from({ length: data.weights[i]! }, () => value));
    const curve = isotonicCurve(repeated(data.probabilities), repeated(data.passes));
    expect(new Set(isotonic.values).size).toBeGreaterThan(5);
    expectClose(isotonic.at.map(curve), isotonic.values);
  });
});

describe('krippendorffAlpha', () => {
  const cases = agreement.flatMap(({ ratings: rows, alpha: values }, set) =>
    (['nominal', 'ordinal', 'interval'] as const).map((metric) => ({
      set,
      metric,
      expected: values[metric],
      units: rows.map((row) => row.filter((rating) => rating !== null)),
    })),
  );

  it.each(cases)('is that of the krippendorff package: set $set, $metric', ({ units, metric, expected }) => {
    expectClose(krippendorffAlpha(units, metric), expected);
  });

  it('is tested on units with no rating, with one and with several', () => {
    const sizes = cases.flatMap(({ units }) => units.map(({ length }) => length));
    expect(new Set(sizes)).toEqual(new Set([0, 1, 2, 3, 4]));
  });
});

describe('conformalQuantile', () => {
  it.each(quantiles)(
    'is the quantile of numpy at level $level, with one more value at infinity',
    ({ level, quantile }) => {
      const mean = data.weights.reduce((sum, weight) => sum + weight, 0) / data.weights.length;
      const weights = data.weights.map((weight) => weight / mean);
      expect(conformalQuantile(data.rating, weights, level, NaN)).toBe(quantile);
    },
  );
});

describe('seededRandom', () => {
  it('is Mulberry32, to the last bit', () => {
    const random = seededRandom(mulberry32.seed);
    expect(mulberry32.values.map(() => random())).toEqual(mulberry32.values);
  });
});

/** Asserts that ½ dᵀHd is below the tolerance. */
function expectNear(actual: Float64Array, expected: readonly number[], curvature: Matrix): void {
  const apart = actual.map((value, j) => value - expected[j]!);
  expect(dot(times(curvature, apart), apart) / 2).toBeLessThan(tolerance);
}
