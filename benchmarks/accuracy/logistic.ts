import { Matrix } from 'ml-matrix';
import { sigmoid } from '../../src/math/logistic.ts';
import { logisticMode } from '../../src/math/regression.ts';

export interface LogisticOptions {
  /** Precision of the slopes, on standardised columns. */
  readonly ridge: number;
  /** Whether slopes below zero are forbidden. @default false */
  readonly rising?: boolean;
}

/** Logistic regression on standardised columns, with a ridge on all but the intercept. Gives back P(pass) of a row. */
export function logistic(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  { ridge, rising = false }: LogisticOptions,
): (row: readonly number[]) => number {
  const scales = rows[0]!.map((_, j) => scaleOf(rows.map((row) => row[j]!)));
  const design = (row: readonly number[]): number[] => [
    1,
    ...row.map((value, j) => (value - scales[j]!.mean) / scales[j]!.spread),
  ];
  const columns = scales.length + 1;
  const sample = {
    design: Float64Array.from(rows.flatMap(design)),
    columns,
    outcome: Float64Array.from(outcomes),
    weights: new Float64Array(rows.length).fill(1),
  };
  const { coefficients } = logisticMode(sample, {
    mean: new Float64Array(columns),
    precision: Matrix.diag([1e-9, ...scales.map(() => Math.max(ridge, 1e-9))]),
    nonNegative: rising ? scales.map((_, j) => j + 1) : [],
  });
  return (row) => sigmoid(design(row).reduce((sum, value, j) => sum + value * coefficients[j]!, 0));
}

/** Platt's targets, which keep a perfect separation from running away. */
export function plattTargets(outcomes: readonly number[]): number[] {
  const passing = outcomes.filter((outcome) => outcome === 1).length;
  const failing = outcomes.length - passing;
  return outcomes.map((outcome) => (outcome === 1 ? (passing + 1) / (passing + 2) : 1 / (failing + 2)));
}

/**
 * The columns of beta calibration, ln s and −ln(1 − s), of a rating on 0..1. The rating is first clipped to [.01, .99],
 * since its ends have no logarithm.
 *
 * @see Kull, Silva Filho and Flach (2017), Beta calibration
 */
export function betaColumns(rating: number): number[] {
  const inside = Math.min(0.99, Math.max(0.01, rating));
  return [Math.log(inside), -Math.log(1 - inside)];
}

function scaleOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return { mean, spread };
}
