import { Matrix } from 'ml-matrix';
import { sigmoid } from '../../src/math/logistic.ts';
import { logisticMode } from '../../src/math/regression.ts';
import { standardiser } from './standardise.ts';

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
  const standardised = standardiser(rows);
  const [predict] = logisticPath(rows.map(standardised), outcomes, { ridges: [ridge], rising });
  return (row) => predict!(standardised(row));
}

export interface PathOptions {
  /** Precisions of the slopes, one for all or one each. Each fit starts from the one before, so go from large to small. */
  readonly ridges: readonly (number | readonly number[])[];
  /** @default false */
  readonly rising?: boolean;
  /** Whether there is an intercept, which has no ridge. @default true */
  readonly intercept?: boolean;
}

/** Logistic regressions on columns as they are, one a ridge: P(pass) of a row by each. */
export function logisticPath(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  { ridges, rising = false, intercept = true }: PathOptions,
): ((row: readonly number[]) => number)[] {
  const design = (row: readonly number[]): readonly number[] => (intercept ? [1, ...row] : row);
  const first = intercept ? 1 : 0;
  const slopes = rows[0]!.map((_, j) => first + j);
  const columns = first + slopes.length;
  const sample = {
    design: Float64Array.from(rows.flatMap(design)),
    columns,
    outcome: Float64Array.from(outcomes),
    weights: new Float64Array(rows.length).fill(1),
  };
  let start = new Float64Array(columns);
  return ridges.map((ridge) => {
    const precisionOf = (j: number): number => Math.max(typeof ridge === 'number' ? ridge : ridge[j]!, 1e-9);
    const precision = [...(intercept ? [1e-9] : []), ...slopes.map((_, j) => precisionOf(j))];
    const { coefficients } = logisticMode(
      sample,
      { mean: new Float64Array(columns), precision: Matrix.diag(precision), nonNegative: rising ? slopes : [] },
      { coefficients: start },
    );
    start = Float64Array.from(coefficients);
    return (row) => sigmoid(design(row).reduce((sum, value, j) => sum + value * coefficients[j]!, 0));
  });
}

/** Platt's targets, which keep a perfect separation from running away. */
export function plattTargets(outcomes: readonly number[]): number[] {
  const passing = outcomes.filter((outcome) => outcome === 1).length;
  const failing = outcomes.length - passing;
  return outcomes.map((outcome) => (outcome === 1 ? (passing + 1) / (passing + 2) : 1 / (failing + 2)));
}

/**
 * The columns of beta calibration, ln s and −ln(1 − s), of a rating on 0..1.
 *
 * @see Kull, Silva Filho and Flach (2017), Beta calibration
 */
export function betaColumns(rating: number): number[] {
  const inside = clipped(rating);
  return [Math.log(inside), -Math.log(1 - inside)];
}

/** The logit of a rating on 0..1. */
export function clippedLogit(rating: number): number {
  const inside = clipped(rating);
  return Math.log(inside) - Math.log(1 - inside);
}

/** Clipped to [.01, .99], since the ends of the scale have no logarithm. */
function clipped(rating: number): number {
  return Math.min(0.99, Math.max(0.01, rating));
}
