import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { logisticMode, modeNear, type Mode, type Prior, type Sample } from '../../src/math/regression.ts';
import { expectClose } from '../close.ts';
import { anyRows, asSample, boundedPrior } from './arbitrary.ts';

/** What `logisticMode` may leave to gain. */
const tolerance = 1e-6;

/** Precisions of another prior are up to a hundred times as large or as small. */
const anyFactors = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 });

describe('a mode that starts from the curvature of another prior', () => {
  it('is the same mode, however far the other prior is, with its own curvature', () => {
    fc.assert(
      fc.property(anyRows, boundedPrior, anyFactors, (rows, prior, factors) => {
        const sample = asSample(rows);
        const before = logisticMode(sample, nearby(prior, factors));
        const { coefficients, curvature } = before;
        const mode = logisticMode(sample, prior, { coefficients, curvature });
        const alone = logisticMode(sample, prior);
        expectClose(mode.logPosterior, alone.logPosterior, { absolute: 3 * tolerance });
        expectSameMode(mode, alone);
        expectClose(mode.curvature.to1DArray(), alone.curvature.to1DArray(), { absolute: 0.02, relative: 0.02 });
      }),
      { numRuns: 300 },
    );
  });

  /* A curvature a thousand times too large makes steps a thousand times too short: only a few are taken with it. */
  it.each([1e-3, 1e3])('is the same mode when what was borrowed is %d times what it should be', (times) => {
    const sample = drawSample(200, 1);
    const alone = logisticMode(sample, weak);
    const wrong = Matrix.mul(alone.curvature, times);
    const mode = logisticMode(sample, weak, { coefficients: Float64Array.of(2, -2, 2), curvature: wrong });
    expectClose(mode.logPosterior, alone.logPosterior, { absolute: 3 * tolerance });
    expectClose(mode.curvature.to1DArray(), alone.curvature.to1DArray(), { relative: 0.01 });
  });
});

describe('a mode near another, by one look at the data', () => {
  /*
   * As in a fit of many records: precisions from 8 to 1024, and the mode under the prior in the middle of them. Some of the
   * drawn laws are so steep that hardly a row is in doubt, and the likelihood is no parabola at all. A tenth of a standard
   * error is left by what is accepted, and the standard error by the other curvature may be somewhat off.
   */
  it('finds nearly the same under another prior', () => {
    const anyPrecision = fc.double({ min: 3, max: 10, noNaN: true }).map((exponent) => 2 ** exponent);
    const property = fc.property(fc.nat(1e6), anyPrecision, anyPrecision, fc.boolean(), (seed, a, b, isFree) => {
      const sample = drawSample(4000, seed);
      const nonNegative = isFree ? [] : [1];
      const [middle, prior] = [
        [90, 90],
        [a, b],
      ].map((features) => {
        return { mean: new Float64Array(3), precision: Matrix.diag([0.01, ...features]), nonNegative };
      });
      const near = modeNear(sample, { mode: logisticMode(sample, middle!), prior: middle! }, prior!);
      const alone = logisticMode(sample, prior!);
      expectSameMode(near, alone, 0.2);
      expectClose(near.logPosterior, alone.logPosterior, { absolute: 0.02 });
      for (const j of nonNegative) expect(near.coefficients[j]).toBeGreaterThanOrEqual(0);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('is that mode itself under the same prior', () => {
    const sample = drawSample(100, 3);
    const mode = logisticMode(sample, weak);
    const near = modeNear(sample, { mode, prior: weak }, weak);
    expectSameMode(near, mode);
    expectClose(near.logPosterior, mode.logPosterior, { absolute: 1e-5 });
  });

  it('keeps the curvature, and adds its own prior to it', () => {
    const sample = drawSample(100, 3);
    const other = nearby(weak, [0.01, 0.01, 0.01]);
    const before = logisticMode(sample, other);
    const { curvature, precision } = modeNear(sample, { mode: before, prior: other }, weak);
    expect(curvature.to1DArray()).toEqual(before.curvature.to1DArray());
    expectClose(precision.to1DArray(), Matrix.add(before.curvature, weak.precision).to1DArray());
  });
});

const weak: Prior = { mean: new Float64Array(3), precision: Matrix.diag([0.01, 0.5, 0.5]), nonNegative: [] };

/** Coefficients within a hundredth, or another part, of their posterior standard errors. */
function expectSameMode(mode: Mode, expected: Mode, part = 0.01): void {
  const apart = expected.coefficients.map(
    (value, j) => (mode.coefficients[j]! - value) * Math.sqrt(expected.precision.get(j, j)),
  );
  expectClose(apart, [0, 0, 0], { absolute: part });
}

/** A prior whose precisions are other by factors, given as their decimal logarithms. */
function nearby(prior: Prior, factors: readonly number[]): Prior {
  const scale = Matrix.diag(factors.map((factor) => 10 ** (factor / 2)));
  return { ...prior, precision: scale.mmul(prior.precision).mmul(scale) };
}

/** Rows whose outcomes follow a logistic law with drawn coefficients. */
function drawSample(count: number, seed: number): Sample {
  const random = seededRandom(seed);
  const truth = [normal(random), 2 * normal(random), normal(random)];
  const rows = Array.from({ length: count }, () => [1, 2 * normal(random), 2 * normal(random)]);
  const outcome = rows.map((row) => {
    const logit = row.reduce((sum, value, j) => sum + value * truth[j]!, 0);
    return random() < sigmoid(logit) ? 1 : 0;
  });
  return {
    design: Float64Array.from(rows.flat()),
    columns: 3,
    outcome: Float64Array.from(outcome),
    weights: new Float64Array(count).fill(1),
  };
}
