import { choleskyOf, inverseOf, logDeterminantOf } from '../math/cholesky.ts';
import { quadraticForm } from '../math/quadratic.ts';
import type { Mode } from '../math/regression.ts';
import type { GridPrior } from './prior.ts';

/** Fits over several priors, weighed by how well each prior predicted the labels. */
export interface Averaged {
  /** Posterior mean of the coefficients. */
  readonly coefficients: Float64Array;
  /** The fits that count, with their shares, which add up to one. */
  readonly modes: readonly (Mode & { readonly share: number })[];
}

/** A mode and the prior that it is under. */
interface Fitted {
  readonly mode: Mode;
  readonly prior: GridPrior;
}

/** Fits with less than this share of the best one's evidence do not count. */
const leastShare = 1e-3;

/**
 * Averages the fits over several priors by their Laplace evidence,
 * log p(y | prior) ≈ log posterior at the mode + ½ log |prior precision| − ½ log |posterior precision|.
 *
 * With few labels the evidence prefers priors that hold the features still; it lets them in as labels arrive. Each fit
 * may start from the mode under the prior that is nearest of those before.
 *
 * @see MacKay (1992), Bayesian Interpolation, section 3; Hoeting et al. (1999), Bayesian Model Averaging
 */
export function averageByEvidence(
  priors: readonly GridPrior[],
  fit: (prior: GridPrior, nearest: Mode | undefined) => Mode,
): Averaged {
  const done: Fitted[] = [];
  const fitted = priors.map((prior) => {
    const mode = fit(prior, nearestOf(done, prior));
    done.push({ mode, prior });
    const height = mode.logPosterior + prior.logDeterminant / 2;
    return { ...mode, evidence: height - logDeterminantOf(choleskyOf(mode.precision)) / 2 };
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

/** The one whose prior holds the coefficients about as still as this one does. */
function nearestOf(done: readonly Fitted[], { precision }: GridPrior): Mode | undefined {
  const distance = (one: Fitted): number => {
    let sum = 0;
    for (let j = 0; j < precision.rows; j++) sum += Math.log(one.prior.precision.get(j, j) / precision.get(j, j)) ** 2;
    return sum;
  };
  const [first] = done;
  return first && done.reduce((best, one) => (distance(one) < distance(best) ? one : best), first).mode;
}

/** Posterior covariance of the averaged coefficients, row after row: within the fits, and between them. */
export function posteriorCovariance({ coefficients, modes }: Averaged): Float64Array {
  const order = coefficients.length;
  const covariance = new Float64Array(order * order);
  for (const { share, precision, coefficients: own } of modes) {
    const within = inverseOf(choleskyOf(precision));
    for (let i = 0, at = 0; i < order; i++) {
      const apart = own[i]! - coefficients[i]!;
      for (let j = 0; j < order; j++, at++)
        covariance[at]! += share * (within[at]! + apart * (own[j]! - coefficients[j]!));
    }
  }
  return covariance;
}

/** Variance of rowᵀ coefficients under the averaged posterior. */
export function varianceOf(row: Float64Array, covariance: Float64Array): number {
  return Math.max(0, quadraticForm(covariance, row));
}
