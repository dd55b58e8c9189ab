import { Matrix } from 'ml-matrix';
import { dot, minimiseQuadratic, minimiser, product, times } from './quadratic.ts';
import { addRows, rowsTimes, weightedGram } from './rows.ts';

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
  /** How far, in posterior standard errors, the mode is at most from where the curvature was taken. */
  readonly strayed: number;
  /** Second derivatives of the negative log posterior: the precision of the Laplace approximation. */
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
  /** The curvature of the likelihood of an earlier mode, which spares the first steps their own, and how far from there. */
  readonly curvature?: Matrix;
  readonly strayed?: number;
}

/** With the curvature of another place, steps get shorter: after so many it is taken anew. */
const borrowedSteps = 4;

/** A mode may stray so many posterior standard errors from where a borrowed curvature was taken, and keep it. */
const nearEnough = 0.02;

/**
 * Logistic regression with a Gaussian prior: the posterior mode, by Newton's method with halved steps.
 *
 * The posterior is concave, so there is one mode; bounds are kept by minimising each step's quadratic within them.
 * O(n p²) a step that takes its own curvature, O(n p + p³) one that borrows it.
 *
 * @see Bishop, Pattern Recognition and Machine Learning (2006), sections 4.3.3 and 4.4
 */
export function logisticMode(sample: Sample, prior: Prior, start: Start = { coefficients: prior.mean }): Mode {
  const stiffness = flat(prior.precision);
  let here = heightAt(sample, prior, stiffness, withinBounds(start.coefficients, prior));
  let curvature = start.curvature === undefined ? curvatureAt(sample, here) : flat(start.curvature);
  let precision = sumOf(curvature, stiffness);
  let minimum = minimiser(precision, prior.nonNegative);
  const leeway = start.curvature === undefined ? 0 : nearEnough;
  const patience = start.curvature === undefined ? 0 : borrowedSteps;
  let strayed = start.strayed ?? 0;
  for (let step = 0; step < 50; step++) {
    if (strayed > leeway && step >= patience) {
      curvature = curvatureAt(sample, here);
      precision = sumOf(curvature, stiffness);
      minimum = minimiser(precision, prior.nonNegative);
      strayed = 0;
    }
    const { coefficients, gradient } = here;
    const aim = minimum(product(precision, coefficients).map((value, j) => value + gradient[j]!));
    const direction = aim.map((value, j) => value - coefficients[j]!);
    const slope = dot(gradient, direction);
    if (slope < 2 * tolerance) break;
    let next = heightAt(sample, prior, stiffness, aim);
    let share = 1;
    while (next.logPosterior < here.logPosterior + leastGain * share * slope && share > 1e-6) {
      share /= 2;
      next = heightAt(sample, prior, stiffness, along(coefficients, direction, share));
    }
    here = next;
    strayed += share * Math.sqrt(slope);
  }
  const { coefficients, logPosterior } = here;
  if (strayed > leeway) {
    curvature = curvatureAt(sample, here);
    precision = sumOf(curvature, stiffness);
    strayed = 0;
  }
  return { coefficients, strayed, curvature: squareOf(curvature), precision: squareOf(precision), logPosterior };
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
  const gram = squareOf(weightedGram(design, columns, weights));
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
    const fitted = times(gram, coefficients);
    const residual = squares - 2 * dot(moment, coefficients) + dot(fitted, coefficients);
    const least = Math.max(leastUnexplained * squares, Number.MIN_VALUE);
    const unexplained = Math.max(residual + penalty(prior, coefficients), least);
    const logPosterior = (-total / 2) * Math.log(unexplained);
    return { coefficients, strayed: 0, curvature: gram, precision, logPosterior };
  };
}

/** So many rows at a time stay close by while they are read twice. */
const blockRows = 128;

/** A place in the space of coefficients: how high the posterior is, and what it takes to go on. */
interface Height {
  readonly coefficients: Float64Array;
  readonly gradient: Float64Array;
  readonly logPosterior: number;
  readonly probabilities: Float64Array;
}

function heightAt(
  { design, columns, outcome, weights }: Sample,
  { mean }: Prior,
  stiffness: Float64Array,
  coefficients: Float64Array,
): Height {
  const offset = coefficients.map((value, j) => mean[j]! - value);
  const gradient = product(stiffness, offset);
  const rows = outcome.length;
  const probabilities = new Float64Array(rows);
  const residuals = new Float64Array(blockRows);
  let logPosterior = -dot(gradient, offset) / 2;
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows);
    const block = design.subarray(from * columns, to * columns);
    rowsTimes(block, coefficients, probabilities.subarray(from, to));
    for (let i = from; i < to; i++) {
      const logit = probabilities[i]!;
      // One exponential serves the probability and log(1 + e^logit).
      const e = Math.exp(-Math.abs(logit));
      const probability = (logit >= 0 ? 1 : e) / (1 + e);
      probabilities[i] = probability;
      residuals[i - from] = weights[i]! * (outcome[i]! - probability);
      logPosterior += weights[i]! * (outcome[i]! * logit - Math.max(logit, 0) - Math.log1p(e));
    }
    addRows(gradient, block, residuals.subarray(0, to - from));
  }
  return { coefficients, gradient, logPosterior, probabilities };
}

function curvatureAt({ design, columns, weights }: Sample, { probabilities }: Height): Float64Array {
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

/** A matrix row after row, which is how fits compute. */
function flat(matrix: Matrix): Float64Array {
  return Float64Array.from(matrix.to1DArray());
}

function squareOf(list: Float64Array): Matrix {
  const order = Math.sqrt(list.length);
  return Matrix.from1DArray(order, order, list);
}

function sumOf(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value + b[at]!);
}

/** (b − m)ᵀ P (b − m). */
function penalty({ mean, precision }: Prior, coefficients: Float64Array): number {
  const offset = coefficients.map((value, j) => value - mean[j]!);
  return dot(times(precision, offset), offset);
}
