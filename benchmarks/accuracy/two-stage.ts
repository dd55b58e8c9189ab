import { groupedFolds } from './grouped-folds.ts';
import type { Predict } from './penalty.ts';
import { ridgeCv, type RidgeSample } from './ridge-cv.ts';
import { vennAbers } from './venn-abers.ts';

const folds = 5;

/**
 * An index, the prediction of {@link ridgeCv}, and then Venn–Abers prediction of the label from the index. The second stage
 * is fitted on what fits that had not seen a record's group say of it: taken from the index's own records, it would believe
 * the index far too much.
 */
export function twoStage(sample: RidgeSample): Predict {
  const { rows, outcomes, groups } = sample;
  const foldOf = groupedFolds(groups, folds);
  const index: number[] = [];
  for (const fold of new Set(foldOf)) {
    const isSeen = (_: unknown, i: number): boolean => foldOf[i] !== fold;
    const { predict } = ridgeCv({
      ...sample,
      rows: rows.filter(isSeen),
      outcomes: outcomes.filter(isSeen),
      groups: groups.filter(isSeen),
    });
    rows.forEach((row, i) => {
      if (foldOf[i] === fold) index[i] = predict(row);
    });
  }
  const { predict } = ridgeCv(sample);
  const calibrated = vennAbers(index, outcomes);
  return (row) => calibrated(predict(row));
}
