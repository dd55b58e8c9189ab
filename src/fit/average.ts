import { Matrix } from 'ml-matrix';
import { choleskyOf, dot, logDeterminant, times } from '../math/quadratic.ts';
import type { Mode } from '../math/regression.ts';
import type { GridPrior } from './prior.ts';

/** Fits over a grid of priors, weighed by how well each prior predicted the labels. */
export interface Averaged {
  /** Posterior mean of the coefficients. */
  readonly coefficients: Float64Array;
  /** The fits that count, with their shares, which add up to one. */
  readonly modes: readonly (Mode & { readonly share: number })[];
}

/** Fits with less than this share of the best one's evidence do not count. */
const leastShare = 1e-4;

/**
 * Averages the fits of a grid of priors by their Laplace evidence,
 * log p(y | prior) ≈ log posterior at the mode + ½ log |prior precision| − ½ log |posterior precision|.
 *
 * With few labels the evidence prefers priors that hold the features still; it lets them in as labels arrive.
 *
 * @see MacKay (1992), Bayesian Interpolation, section 3; Hoeting et al. (1999), Bayesian Model Averaging
 */
export function averageByEvidence(
  priors: readonly GridPrior[],
  fit: (prior: GridPrior, start?: Float64Array) => Mode,
): Averaged {
  let start: Float64Array | undefined;
  const fitted = priors.map((prior) => {
    const mode = fit(prior, start);
    start = mode.coefficients;
    return { ...mode, evidence: mode.logPosterior + (prior.logDeterminant - logDeterminant(mode.precision)) / 2 };
  });
  const best = Math.max(...fitted.map(({ evidence }) => evidence));
  const likely = fitted
    .map((mode) => ({ ...mode, share: Math.exp(mode.evidence - best) }))
    .filter(({ share }) => share > leastShare);
  const total = likely.reduce((sum, { share }) => sum + share, 0);
  const modes = likely.map((mode) => ({ ...mode, share: mode.share / total }));
  const coefficients = new Float64Array(modes[0]!.coefficients.length);
  for (const mode of modes) mode.coefficients.forEach((value, j) => (coefficients[j]! += mode.share * value));
  return { coefficients, modes };
}

/** Posterior covariance of the averaged coefficients: within the fits, and between them. */
export function posteriorCovariance({ coefficients, modes }: Averaged): Matrix {
  const covariance = Matrix.zeros(coefficients.length, coefficients.length);
  for (const mode of modes) {
    const apart = Matrix.columnVector(mode.coefficients.map((value, j) => value - coefficients[j]!));
    const within = choleskyOf(mode.precision).solve(Matrix.eye(coefficients.length));
    covariance.add(within.add(apart.mmul(apart.transpose())).mul(mode.share));
  }
  return covariance;
}

/** Variance of rowᵀ coefficients under the averaged posterior. */
export function varianceOf(row: Float64Array, covariance: Matrix): number {
  return Math.max(0, dot(times(covariance, row), row));
}
