import { groupedFolds } from './grouped-folds.ts';

/** Gives back the prediction of a row. */
export type Predict = (row: readonly number[]) => number;

/** Fits once a penalty, in the order they are given. */
export type FitPath = (
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  penalties: readonly number[],
) => readonly Predict[];

export interface PenaltyOptions {
  readonly groups: readonly string[];
  readonly fitPath: FitPath;
  /** Of one prediction. */
  readonly loss: (prediction: number, outcome: number) => number;
}

/** Precisions of slopes on standardised columns, two to a factor of ten: from features held still to held loosely. */
export const penalties: readonly number[] = Array.from({ length: 7 }, (_, i) => 10 ** (4 - i / 2));

const folds = 5;

/** The penalty with the lowest loss by grouped five-fold cross-validation; of equals the largest. */
export function choosePenalty(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  { groups, fitPath, loss }: PenaltyOptions,
): number {
  const foldOf = groupedFolds(groups, folds);
  const losses = penalties.map(() => 0);
  for (const fold of new Set(foldOf)) {
    const isSeen = (_: unknown, i: number): boolean => foldOf[i] !== fold;
    const path = fitPath(rows.filter(isSeen), outcomes.filter(isSeen), penalties);
    rows.forEach((row, i) => {
      if (foldOf[i] !== fold) return;
      path.forEach((predict, k) => (losses[k]! += loss(predict(row), outcomes[i]!)));
    });
  }
  return penalties[losses.indexOf(Math.min(...losses))]!;
}
