import { logLosses } from '../../src/math/metrics.ts';
import { logisticPath } from './logistic.ts';
import { choosePenalty, type FitPath, type Predict } from './penalty.ts';
import { standardiser } from './standardise.ts';

/** Further out than this many standard deviations, a value counts as if it were there. */
export const clip = 3;

/** Logistic regression on standardised columns, with the penalty that grouped cross-validation finds best for log loss. */
export function ridgeCv(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  groups: readonly string[],
): { readonly penalty: number; readonly predict: Predict } {
  const penalty = choosePenalty(rows, outcomes, { groups, fitPath, loss });
  return { penalty, predict: fitPath(rows, outcomes, [penalty])[0]! };
}

const fitPath: FitPath = (rows, outcomes, penalties) => {
  const standardised = standardiser(rows, { clip });
  const path = logisticPath(rows.map(standardised), outcomes, { ridges: penalties });
  return path.map((predict) => (row) => predict(standardised(row)));
};

function loss(probability: number, outcome: number): number {
  return logLosses([probability], [outcome])[0]!;
}
