import { Matrix } from 'ml-matrix';
import type { Prior, Sample } from '../../src/math/regression.ts';

/** A regression problem from rows; every weight is 1 unless given. */
export function sampleOf(
  rows: readonly (readonly number[])[],
  outcome: readonly number[],
  weights: readonly number[] = rows.map(() => 1),
): Sample {
  return {
    design: Float64Array.from(rows.flat()),
    columns: rows[0]!.length,
    outcome: Float64Array.from(outcome),
    weights: Float64Array.from(weights),
  };
}

export function priorOf(
  mean: readonly number[],
  precision: readonly (readonly number[])[],
  nonNegative: readonly number[] = [],
): Prior {
  return { mean: Float64Array.from(mean), precision: new Matrix(precision.map((row) => [...row])), nonNegative };
}
