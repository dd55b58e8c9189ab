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
  readonly weights: Float64Array;
  /** 0: records of a group are as good as unrelated. 1: they repeat each other. */
  readonly groupCorrelation: number;
}

/**
 * Records of one group (one prompt, or one response rated several times) repeat part of each other's evidence.
 * A record of a group of m counts 1 / (1 + (m − 1) ρ), the inverse design effect, where ρ is the mean product of
 * the standardised residuals of two records of one group, after a fit on the rating alone. Negative ρ counts as 0.
 * Selection weights are scaled to a mean of one and multiply.
 *
 * @see Kish (1965), Survey Sampling, section 5.4; Liang and Zeger (1986) for the moment estimate of ρ
 */
export function recordWeights(examples: readonly Example[], ratingOnly: Design, curve: RatingCurve): Weights {
  const meanWeight = examples.reduce((sum, { weight }) => sum + weight, 0) / examples.length;
  const selection = Float64Array.from(examples, ({ weight }) => weight / meanWeight);
  const sample = { ...ratingOnly, outcome: Float64Array.from(examples, ({ passes }) => passes), weights: selection };
  const groups = clusterMembers(examples.map(({ group }) => group));
  const groupCorrelation = residualCorrelation(residualsOf(sample, curve), selection, groups);
  const weights = selection.slice();
  for (const group of groups) {
    for (const i of group) weights[i]! /= 1 + (group.length - 1) * groupCorrelation;
  }
  return { weights, groupCorrelation };
}

function residualsOf(sample: Sample, curve: RatingCurve): Float64Array {
  const { coefficients } = logisticMode(sample, gridOfPriors(curve, [])[0]!);
  return Float64Array.from({ length: sample.outcome.length }, (_, i) => {
    const row = sample.design.subarray(i * sample.columns, (i + 1) * sample.columns);
    const p = sigmoid(dot(row, coefficients));
    return (sample.outcome[i]! - p) / Math.sqrt(p * (1 - p));
  });
}

function residualCorrelation(
  residuals: Float64Array,
  weights: Float64Array,
  groups: readonly (readonly number[])[],
): number {
  let products = 0;
  let pairs = 0;
  let squares = 0;
  let total = 0;
  for (const group of groups) {
    let sum = 0;
    let weight = 0;
    let own = 0;
    let ownWeight = 0;
    for (const i of group) {
      sum += weights[i]! * residuals[i]!;
      weight += weights[i]!;
      own += (weights[i]! * residuals[i]!) ** 2;
      ownWeight += weights[i]! ** 2;
      squares += weights[i]! * residuals[i]! ** 2;
      total += weights[i]!;
    }
    products += sum ** 2 - own;
    pairs += weight ** 2 - ownWeight;
  }
  if (pairs <= 0) return 0;
  return Math.min(1, Math.max(0, products / pairs / (squares / total)));
}
