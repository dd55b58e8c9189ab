import { clusterMembers } from '../math/clusters.ts';
import { sigmoid } from '../math/logistic.ts';
import { dot } from '../math/quadratic.ts';
import { logisticMode, type Prior, type Sample } from '../math/regression.ts';
import type { Design } from './design.ts';
import type { Example } from './examples.ts';

/** How much each record counts, and the correlation within groups behind it. */
export interface Weights {
  /** In units of one unrelated record of equal weight, so their sum is how many of those the records are worth. */
  readonly weights: Float64Array;
  /** 0: responses of a group are as good as unrelated. 1: they repeat each other. */
  readonly groupCorrelation: number;
}

/** A group as the units it is made of, each a list of places. */
type Group = readonly (readonly number[])[];

/**
 * The weights of a fit. Correlations are taken from the residuals of a fit to the rating and to what is held apart by name:
 * what the language explains is no reason to doubt that two records of a group are two. The features are left out
 * meanwhile. Where texts of a group are alike, dozens of slopes would fit each group's own mean, and so hide that its
 * records repeat each other.
 *
 * The coefficients of that fit come too: the next fit to the design starts best from there.
 *
 * @see {@link evidenceWeights}
 */
export function recordWeights(
  examples: readonly Example[],
  design: Design,
  prior: Prior,
): Weights & { readonly coefficients: Float64Array } {
  const weights = selectionWeights(examples);
  const kept = design.meaning.flatMap(({ of }, j) => (of === 'feature' ? [] : [j]));
  const outcome = Float64Array.from(examples, ({ passes }) => passes);
  const sample = { ...columnsOf(design, kept), outcome, weights };
  const mode = logisticMode(sample, priorOf(prior, kept));
  const coefficients = prior.mean.slice();
  kept.forEach((column, j) => (coefficients[column] = mode.coefficients[j]!));
  return { ...evidenceWeights(examples, residualsOf(sample, mode.coefficients)), coefficients };
}

/**
 * What records count as evidence, given the residuals of a fit to them.
 *
 * Related units repeat part of each other's evidence: each counts 1 / (1 + (m − 1) ρ), the inverse design effect, where m
 * is how many there are and ρ the correlation of the residuals of two of them. First the ratings of one response, which
 * is what records of a group with the same features are; then the responses of one group. In one step, the good and the
 * bad answers to a prompt would hide that each was rated many times. Selection weights multiply.
 *
 * @see Kish (1965), Survey Sampling, section 5.4
 */
export function evidenceWeights(examples: readonly Example[], residuals: Float64Array): Weights {
  const responses = clusterMembers(examples.map(({ response }) => String(response)));
  const ratings = responses.map((places) => places.map((place) => [place]));
  const selection = selectionWeights(examples);
  const once = discounted(selection, residuals, ratings).weights;
  const groups = clusterMembers(responses.map(([first]) => examples[first!]!.group)).map((places) =>
    places.map((place) => responses[place]!),
  );
  const { weights, correlation } = discounted(once, residuals, groups);
  return { weights, groupCorrelation: correlation };
}

/**
 * One over the probability of having been chosen, scaled so that the sum is Kish's effective number of records,
 * (Σw)² / Σw²: few records that stand for many are worth less than as many that stand for themselves.
 */
export function selectionWeights(chosen: readonly { readonly weight: number }[]): Float64Array {
  let sum = 0;
  let squares = 0;
  for (const { weight } of chosen) {
    sum += weight;
    squares += weight ** 2;
  }
  return Float64Array.from(chosen, ({ weight }) => (weight * sum) / squares);
}

function columnsOf({ design, columns }: Design, kept: readonly number[]) {
  const rows = design.length / columns;
  const narrow = new Float64Array(rows * kept.length);
  for (let i = 0, at = 0; i < rows; i++) for (const j of kept) narrow[at++] = design[i * columns + j]!;
  return { design: narrow, columns: kept.length };
}

function priorOf({ mean, precision, nonNegative }: Prior, kept: readonly number[]): Prior {
  return {
    mean: Float64Array.from(kept, (j) => mean[j]!),
    precision: precision.selection([...kept], [...kept]),
    nonNegative: nonNegative.map((j) => kept.indexOf(j)),
  };
}

function residualsOf(sample: Sample, coefficients: Float64Array): Float64Array {
  return Float64Array.from({ length: sample.outcome.length }, (_, i) => {
    const row = sample.design.subarray(i * sample.columns, (i + 1) * sample.columns);
    const p = sigmoid(dot(row, coefficients));
    return (sample.outcome[i]! - p) / Math.sqrt(p * (1 - p));
  });
}

/**
 * Weights less what the units of a group have in common. The correlation is the sum of the products of two residuals of
 * different units of a group, over that of their mean squares: 1 where the units are copies. Negative counts as 0.
 *
 * @see Liang and Zeger (1986), section 4, for the moment estimate
 */
function discounted(weights: Float64Array, residuals: Float64Array, groups: readonly Group[]) {
  let products = 0;
  let squares = 0;
  for (const units of groups) {
    const total = units.reduce((sum, unit) => sum + weightOf(unit, weights), 0);
    let all = 0;
    for (const unit of units) {
      const sum = unit.reduce((acc, i) => acc + weights[i]! * residuals[i]!, 0);
      const others = total - weightOf(unit, weights);
      all += sum;
      products -= sum ** 2;
      for (const i of unit) squares += weights[i]! * residuals[i]! ** 2 * others;
    }
    products += all ** 2;
  }
  const correlation = squares > 0 ? Math.min(1, Math.max(0, products / squares)) : 0;
  const left = weights.slice();
  for (const units of groups) {
    const sizes = units.map((unit) => weightOf(unit, weights));
    const count = sizes.reduce((sum, size) => sum + size, 0) ** 2 / sizes.reduce((sum, size) => sum + size ** 2, 0);
    for (const unit of units) for (const i of unit) left[i]! /= 1 + (count - 1) * correlation;
  }
  return { weights: left, correlation };
}

function weightOf(unit: readonly number[], weights: Float64Array): number {
  return unit.reduce((sum, i) => sum + weights[i]!, 0);
}
