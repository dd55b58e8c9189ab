import type { RatingCurve } from '../calibrator/calibrator.ts';
import { clusterMembers } from '../math/clusters.ts';
import { sigmoid } from '../math/logistic.ts';
import { dot } from '../math/quadratic.ts';
import { logisticMode, type Sample } from '../math/regression.ts';
import type { Design } from './design.ts';
import type { Example } from './examples.ts';
import { gridOfPriors } from './prior.ts';

/** How much each record counts, and the correlation within groups behind it. */
export interface Weights {
  /** In units of one unrelated record of equal weight, so their sum is how many of those the records are worth. */
  readonly weights: Float64Array;
  /** 0: records of a group are as good as unrelated. 1: they repeat each other. */
  readonly groupCorrelation: number;
}

/**
 * The weights of a fit. ρ is taken from the residuals of a fit on the rating alone.
 *
 * @see {@link evidenceWeights}
 */
export function recordWeights(examples: readonly Example[], ratingOnly: Design, curve: RatingCurve): Weights {
  const selection = selectionWeights(examples);
  const sample = { ...ratingOnly, outcome: Float64Array.from(examples, ({ passes }) => passes), weights: selection };
  return evidenceWeights(examples, residualsOf(sample, curve));
}

/**
 * What records count as evidence, given the residuals of a fit to them.
 *
 * Records of one group (one prompt, or one response rated several times) repeat part of each other's evidence: a record
 * of a group of m counts 1 / (1 + (m − 1) ρ), the inverse design effect, where ρ is the correlation of the residuals
 * within groups. Selection weights multiply.
 *
 * @see Kish (1965), Survey Sampling, section 5.4
 */
export function evidenceWeights(examples: readonly Example[], residuals: Float64Array): Weights {
  const weights = selectionWeights(examples);
  const groups = clusterMembers(examples.map(({ group }) => group));
  const groupCorrelation = residualCorrelation(residuals, weights, groups);
  for (const group of groups) {
    for (const i of group) weights[i]! /= 1 + (group.length - 1) * groupCorrelation;
  }
  return { weights, groupCorrelation };
}

/**
 * One over the probability of having been chosen, scaled so that the sum is Kish's effective number of records,
 * (Σw)² / Σw²: few records that stand for many are worth less than as many that stand for themselves.
 */
function selectionWeights(examples: readonly Example[]): Float64Array {
  let sum = 0;
  let squares = 0;
  for (const { weight } of examples) {
    sum += weight;
    squares += weight ** 2;
  }
  return Float64Array.from(examples, ({ weight }) => (weight * sum) / squares);
}

function residualsOf(sample: Sample, curve: RatingCurve): Float64Array {
  const { coefficients } = logisticMode(sample, gridOfPriors(curve, [])[0]!);
  return Float64Array.from({ length: sample.outcome.length }, (_, i) => {
    const row = sample.design.subarray(i * sample.columns, (i + 1) * sample.columns);
    const p = sigmoid(dot(row, coefficients));
    return (sample.outcome[i]! - p) / Math.sqrt(p * (1 - p));
  });
}

/**
 * Sum of the products of two residuals of one group, over that of their mean squares: 1 for copies, whatever else is in
 * the set. Negative counts as 0.
 *
 * @see Liang and Zeger (1986), section 4, for the moment estimate
 */
function residualCorrelation(
  residuals: Float64Array,
  weights: Float64Array,
  groups: readonly (readonly number[])[],
): number {
  let products = 0;
  let squares = 0;
  for (const group of groups) {
    let sum = 0;
    let total = 0;
    for (const i of group) {
      sum += weights[i]! * residuals[i]!;
      total += weights[i]!;
    }
    products += sum ** 2;
    for (const i of group) {
      products -= (weights[i]! * residuals[i]!) ** 2;
      squares += weights[i]! * residuals[i]! ** 2 * (total - weights[i]!);
    }
  }
  return squares > 0 ? Math.min(1, Math.max(0, products / squares)) : 0;
}
