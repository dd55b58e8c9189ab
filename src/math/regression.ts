import { Matrix } from 'ml-matrix';
import { sigmoid, softplus } from './logistic.ts';
import { dot, minimiseQuadratic, times } from './quadratic.ts';

/** A regression problem: n rows of p columns, an outcome and a weight a row. */
export interface Sample {
  /** Row after row, n · p numbers. */
  readonly design: Float64Array;
  readonly columns: number;
  readonly outcome: Float64Array;
  readonly weights: Float64Array;
}

/** A Gaussian prior on the coefficients, and the ones that may not be negative. */
export interface Prior {
  readonly mean: Float64Array;
  readonly precision: Matrix;
  readonly nonNegative: readonly number[];
}

/** The mode of a posterior, its curvature there, and its height. */
export interface Mode {
  readonly coefficients: Float64Array;
  /** Second derivatives of the negative log likelihood. */
  readonly curvature: Matrix;
  /** The same of the negative log posterior: the precision of the Laplace approximation. */
  readonly precision: Matrix;
  /** Log likelihood plus log prior, without the prior's constant. */
  readonly logPosterior: number;
}

/** A Newton step that would raise the log posterior by less than this is not taken. */
const tolerance = 1e-6;

/** A step is halved until it gains this share of what its slope promises: without, steps can swing to and fro. */
const leastGain = 0.1;

/** What least squares leaves unexplained counts as at least this share of the squares: below it is rounding. */
const leastUnexplained = 1e-12;

/** Where a search for a mode starts. */
export interface Start {
  readonly coefficients: Float64Array;
  /** The curvature of the likelihood near there, of an earlier mode, which spares the first steps their own. */
  readonly curvature?: Matrix;
  /** The curvature is taken as that at the mode too: so much data that it hardly moves. @default false */
  readonly isCurvatureKept?: boolean;
}

/** With the curvature of another place, steps get shorter: after so many it is taken anew at each. */
const borrowedSteps = 4;

/**
 * Logistic regression with a Gaussian prior: the posterior mode, by Newton's method with halved steps.
 *
 * The posterior is concave, so there is one mode; bounds are kept by minimising each step's quadratic within them.
 * O(n p²) a step that takes its own curvature, O(n p + p³) one that borrows it.
 *
 * @see Bishop, Pattern Recognition and Machine Learning (2006), sections 4.3.3 and 4.4
 */
export function logisticMode(sample: Sample, prior: Prior, start: Start = { coefficients: prior.mean }): Mode {
  const { isCurvatureKept = false } = start;
  let here = heightAt(sample, prior, withinBounds(start.coefficients, prior));
  let curvature = start.curvature ?? curvatureAt(sample, here);
  for (let step = 0; step < 50; step++) {
    if (step > 0 && !isCurvatureKept && (start.curvature === undefined || step >= borrowedSteps))
      curvature = curvatureAt(sample, here);
    const { coefficients, gradient } = here;
    const precision = Matrix.add(curvature, prior.precision);
    const target = times(precision, coefficients).map((value, j) => value + gradient[j]!);
    const aim = minimiseQuadratic(precision, target, prior.nonNegative);
    const direction = aim.map((value, j) => value - coefficients[j]!);
    const slope = dot(gradient, direction);
    if (slope < 2 * tolerance) break;
    let next = heightAt(sample, prior, aim);
    let share = 1;
    while (next.logPosterior < here.logPosterior + leastGain * share * slope && share > 1e-6) {
      share /= 2;
      next = heightAt(sample, prior, along(coefficients, direction, share));
    }
    here = next;
  }
  const { coefficients, logPosterior } = here;
  const atMode = isCurvatureKept ? curvature : curvatureAt(sample, here);
  return { coefficients, curvature: atMode, precision: Matrix.add(atMode, prior.precision), logPosterior };
}

/**
 * Least squares with a Gaussian prior whose precision is relative to the unknown variance of the noise. The sums
 * over the records are taken once; the function that comes back costs O(p³) a prior.
 *
 * `logPosterior` is the log marginal likelihood with the variance integrated out, up to what all priors share:
 * −(Σw / 2) · log(weighted residual sum of squares + prior penalty).
 *
 * @see Bishop (2006), section 3.5, with a normal-gamma prior
 */
export function leastSquares(sample: Sample): (prior: Prior) => Mode {
  const { design, columns, outcome, weights } = sample;
  const gram = weightedGram(design, columns, weights);
  const moment = new Float64Array(columns);
  let squares = 0;
  let total = 0;
  for (let i = 0, at = 0; i < outcome.length; i++, at += columns) {
    for (let j = 0; j < columns; j++) moment[j]! += weights[i]! * outcome[i]! * design[at + j]!;
    squares += weights[i]! * outcome[i]! ** 2;
    total += weights[i]!;
  }
  return (prior) => {
    const precision = Matrix.add(gram, prior.precision);
    const target = times(prior.precision, prior.mean).map((value, j) => value + moment[j]!);
    const coefficients = minimiseQuadratic(precision, target, prior.nonNegative);
    const residual = squares - 2 * dot(moment, coefficients) + dot(times(gram, coefficients), coefficients);
    const least = Math.max(leastUnexplained * squares, Number.MIN_VALUE);
    const unexplained = Math.max(residual + penalty(prior, coefficients), least);
    return { coefficients, curvature: gram, precision, logPosterior: (-total / 2) * Math.log(unexplained) };
  };
}

/** A place in the space of coefficients: how high the posterior is, and what it takes to go on. */
interface Height {
  readonly coefficients: Float64Array;
  readonly gradient: Float64Array;
  readonly logPosterior: number;
  readonly probabilities: Float64Array;
}

function heightAt({ design, columns, outcome, weights }: Sample, prior: Prior, coefficients: Float64Array): Height {
  const gradient = times(
    prior.precision,
    coefficients.map((value, j) => prior.mean[j]! - value),
  );
  const probabilities = new Float64Array(outcome.length);
  let logPosterior = -penalty(prior, coefficients) / 2;
  for (let i = 0, at = 0; i < outcome.length; i++, at += columns) {
    let logit = 0;
    for (let j = 0; j < columns; j++) logit += design[at + j]! * coefficients[j]!;
    const probability = sigmoid(logit);
    const residual = weights[i]! * (outcome[i]! - probability);
    probabilities[i] = probability;
    logPosterior += weights[i]! * (outcome[i]! * logit - softplus(logit));
    for (let j = 0; j < columns; j++) gradient[j]! += residual * design[at + j]!;
  }
  return { coefficients, gradient, logPosterior, probabilities };
}

function curvatureAt({ design, columns, weights }: Sample, { probabilities }: Height): Matrix {
  return weightedGram(
    design,
    columns,
    weights.map((weight, i) => weight * probabilities[i]! * (1 - probabilities[i]!)),
  );
}

function along(coefficients: Float64Array, direction: Float64Array, share: number): Float64Array {
  return coefficients.map((value, j) => value + share * direction[j]!);
}

function withinBounds(coefficients: Float64Array, { nonNegative }: Prior): Float64Array {
  return coefficients.map((value, j) => (nonNegative.includes(j) ? Math.max(0, value) : value));
}

/** Σ wᵢ xᵢ xᵢᵀ. Two rows are added at a time, which reads and writes the sums half as often. */
function weightedGram(design: Float64Array, columns: number, weights: Float64Array): Matrix {
  const sum = new Float64Array(columns * columns);
  const rows = weights.length;
  for (let i = 0; i < rows; i += 2) {
    const first = i * columns;
    const second = i + 1 < rows ? first + columns : first;
    const [a, b] = [weights[i]!, i + 1 < rows ? weights[i + 1]! : 0];
    for (let j = 0, at = 0; j < columns; j++, at += columns) {
      const one = a * design[first + j]!;
      const other = b * design[second + j]!;
      if (one === 0 && other === 0) continue;
      for (let k = 0; k <= j; k++) sum[at + k]! += one * design[first + k]! + other * design[second + k]!;
    }
  }
  const gram = Matrix.zeros(columns, columns);
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k <= j; k++) gram.set(j, k, sum[j * columns + k]!).set(k, j, sum[j * columns + k]!);
  }
  return gram;
}

/** (b − m)ᵀ P (b − m). */
function penalty({ mean, precision }: Prior, coefficients: Float64Array): number {
  const offset = coefficients.map((value, j) => value - mean[j]!);
  return dot(times(precision, offset), offset);
}
