import { calibrateInputs, type Correction } from '../calibrator/calibrate.ts';
import type { CalibratedRating, Target } from '../types.ts';
import type { FeatureName } from '../features/definitions.ts';
import type { Example } from './examples.ts';
import { assignFolds } from './folds.ts';
import { fitHeads } from './heads.ts';

/** What fits that had not seen a record's group say of it; one entry a record. */
export interface OutOfFold {
  readonly folds: number;
  /** The fold of each record. */
  readonly foldOf: readonly number[];
  readonly corrected: readonly CalibratedRating[];
  readonly ratingOnly: readonly CalibratedRating[];
}

export interface OutOfFoldOptions {
  readonly target: Target;
  readonly names: readonly FeatureName[];
  readonly seed: number;
  readonly onFold: (done: number, all: number) => void;
}

/** Fits once a fold on all the others, with the features and without. */
export function outOfFold(examples: readonly Example[], { target, names, seed, onFold }: OutOfFoldOptions): OutOfFold {
  const groups = examples.map(({ group }) => group);
  const foldOf = assignFolds(groups, seed);
  const folds = Math.max(...new Set(foldOf)) + 1;
  const corrected: CalibratedRating[] = [];
  const ratingOnly: CalibratedRating[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const seen = examples.filter((_, i) => foldOf[i] !== fold);
    const full = pointCorrection(seen, names, target);
    const bare = pointCorrection(seen, [], target);
    examples.forEach(({ inputs }, i) => {
      if (foldOf[i] !== fold) return;
      corrected[i] = calibrateInputs(full, inputs);
      ratingOnly[i] = calibrateInputs(bare, inputs);
    });
    onFold(fold + 1, folds);
  }
  return { folds, foldOf, corrected, ratingOnly };
}

/** A correction whose interval is a point: its width is what this is for. */
function pointCorrection(examples: readonly Example[], names: readonly FeatureName[], target: Target): Correction {
  const heads = fitHeads(examples, names);
  return { ...heads, target, ratingHead: { ...heads.ratingHead, residuals: { lower: 0, upper: 0, coverage: 0 } } };
}
