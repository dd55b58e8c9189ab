import { Matrix } from 'ml-matrix';
import { sigmoid, softplus } from './logistic.ts';
import { dot, minimise, minimiseQuadratic, product, times } from './quadratic.ts';

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
  /** First derivatives of the log likelihood. */
  readonly slope: Float64Array;
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
  /** The curvature of the likelihood near there, of an earlier mode, which spares the first steps their own. */
  readonly curvature?: Matrix;
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
  const stiffness = flat(prior.precision);
  let here = heightAt(sample, prior, stiffness, withinBounds(start.coefficients, prior));
  let curvature = start.curvature === undefined ? curvatureAt(sample, here) : flat(start.curvature);
  for (let step = 0; step < 50; step++) {
    if (step > 0 && (start.curvature === undefined || step >= borrowedSteps)) curvature = curvatureAt(sample, here);
    const { coefficients, gradient } = here;
    const precision = sumOf(curvature, stiffness);
    const target = product(precision, coefficients).map((value, j) => value + gradient[j]!);
    const aim = minimise(precision, target, prior.nonNegative);
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
  }
  const { coefficients, logPosterior, gradient } = here;
  const atMode = curvatureAt(sample, here);
  const pull = product(
    stiffness,
    coefficients.map((value, j) => prior.mean[j]! - value),
  );
  return {
    coefficients,
    slope: gradient.map((value, j) => value - pull[j]!),
    curvature: squareOf(atMode),
    precision: squareOf(sumOf(atMode, stiffness)),
    logPosterior,
  };
}

/** What a mode near another may be off by: the square of so many posterior standard errors. */
const nearEnough = 0.01;

/**
 * The mode under another prior, with the likelihood taken for the parabola that it is near a mode: one look at the data,
 * to see whether that is so, and none at its curvature. Where a Newton step from there would go further than a tenth of a
 * standard error, it is found as by {@link logisticMode}.
 */
export function modeNear(sample: Sample, known: { readonly mode: Mode; readonly prior: Prior }, prior: Prior): Mode {
  const { mode } = known;
  const precision = Matrix.add(mode.curvature, prior.precision);
  const pull = times(prior.precision, prior.mean);
  const target = times(mode.curvature, mode.coefficients).map((value, j) => value + mode.slope[j]! + pull[j]!);
  const coefficients = minimiseQuadratic(precision, target, prior.nonNegative);
  const { gradient, logPosterior } = heightAt(sample, prior, flat(prior.precision), coefficients);
  const better = times(precision, coefficients).map((value, j) => value + gradient[j]!);
  const left = minimiseQuadratic(precision, better, prior.nonNegative).map((value, j) => value - coefficients[j]!);
  if (!(dot(gradient, left) < nearEnough)) return logisticMode(sample, prior, { coefficients });
  const offset = coefficients.map((value, j) => prior.mean[j]! - value);
  const slope = times(prior.precision, offset).map((value, j) => gradient[j]! - value);
  return { coefficients, slope, curvature: mode.curvature, precision, logPosterior };
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
    const slope = moment.map((value, j) => value - fitted[j]!);
    return { coefficients, slope, curvature: gram, precision, logPosterior: (-total / 2) * Math.log(unexplained) };
  };
}

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
  const probabilities = new Float64Array(outcome.length);
  let logPosterior = -dot(gradient, offset) / 2;
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

/** Σ wᵢ xᵢ xᵢᵀ. Four rows are added at a time, which reads and writes the sums a quarter as often. */
function weightedGram(design: Float64Array, columns: number, weights: Float64Array): Float64Array {
  const sum = new Float64Array(columns * columns);
  const rows = weights.length;
  for (let i = 0; i < rows; i += 4) {
    // Beyond the last row, that row once more with no weight.
    const [a, b, c, d] = [i, i + 1, i + 2, i + 3].map((row) => Math.min(row, rows - 1) * columns) as [
      number,
      number,
      number,
      number,
    ];
    const u = weights[i]!;
    const v = weights[i + 1] ?? 0;
    const w = weights[i + 2] ?? 0;
    const x = weights[i + 3] ?? 0;
    for (let j = 0, at = 0; j < columns; j++, at += columns) {
      const p = u * design[a + j]!;
      const q = v * design[b + j]!;
      const r = w * design[c + j]!;
      const s = x * design[d + j]!;
      if (p === 0 && q === 0 && r === 0 && s === 0) continue;
      for (let k = 0; k <= j; k++)
        sum[at + k]! += p * design[a + k]! + q * design[b + k]! + r * design[c + k]! + s * design[d + k]!;
    }
  }
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < j; k++) sum[k * columns + j] = sum[j * columns + k]!;
  }
  return sum;
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
