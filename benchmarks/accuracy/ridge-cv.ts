import { logLosses } from '../../src/math/metrics.ts';
import type { Kind } from './inputs.ts';
import { logisticPath } from './logistic.ts';
import { choosePenalty, type FitPath, type Predict } from './penalty.ts';
import { standardiser } from './standardise.ts';

/** Further out than this many standard deviations, a value counts as if it were there. */
export const clip = 3;

/** Rows, and what is known of them and of their columns. */
export interface RidgeSample {
  readonly rows: readonly (readonly number[])[];
  readonly outcomes: readonly number[];
  readonly groups: readonly string[];
  readonly kinds: readonly Kind[];
}

/**
 * The penalty of a column where that of the features is `penalty`. Nobody doubts that the rating counts, and that length
 * may: held as still as dozens of others have to be, they would say too little.
 */
const penaltyOf: Readonly<Record<Kind, (penalty: number) => number>> = {
  rating: () => 1,
  length: (penalty) => Math.min(10, penalty),
  category: () => 1,
  feature: (penalty) => penalty,
};

/**
 * Logistic regression on standardised columns, categories as they are. The penalty of the features is the one that grouped
 * cross-validation finds best for log loss.
 */
export function ridgeCv({ rows, outcomes, groups, kinds }: RidgeSample): {
  readonly penalty: number;
  readonly predict: Predict;
} {
  const fitPath = fitPathOf(kinds);
  const penalty = choosePenalty(rows, outcomes, { groups, fitPath, loss });
  return { penalty, predict: fitPath(rows, outcomes, [penalty])[0]! };
}

function fitPathOf(kinds: readonly Kind[]): FitPath {
  return (rows, outcomes, penalties) => {
    const standardised = standardiser(rows, { clip, isLeft: (column) => kinds[column] === 'category' });
    const ridges = penalties.map((penalty) => kinds.map((kind) => penaltyOf[kind](penalty)));
    const path = logisticPath(rows.map(standardised), outcomes, { ridges });
    return path.map((predict) => (row) => predict(standardised(row)));
  };
}

function loss(probability: number, outcome: number): number {
  return logLosses([probability], [outcome])[0]!;
}
