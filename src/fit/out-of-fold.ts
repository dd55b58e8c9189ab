import { calibrateInputs, type Correction } from '../calibrator/calibrate.ts';
import type { CalibratedRating, Target } from '../types.ts';
import type { Example } from './examples.ts';
import { assignFolds } from './folds.ts';
import { fitHeads, type FitInputs } from './heads.ts';
import type { Candidate } from './scaling.ts';

/** What fits that had not seen a record's group say of it; one entry a record. */
export interface OutOfFold {
  readonly folds: number;
  /** The fold of each record. */
  readonly foldOf: readonly number[];
  readonly corrected: readonly CalibratedRating[];
  readonly ratingOnly: readonly CalibratedRating[];
  /** Without the rating: by the length, and by the tone. */
  readonly lengthOnly: readonly CalibratedRating[];
  readonly toneOnly: readonly CalibratedRating[];
}

export interface OutOfFoldOptions {
  readonly target: Target;
  readonly candidates: readonly Candidate[];
  readonly seed: number;
  readonly onFold: (done: number, all: number) => void;
}

type Method = Exclude<keyof OutOfFold, 'folds' | 'foldOf'>;

/** Fits once a fold on all the others: with all there is, and with what anybody would try first. */
export function outOfFold(
  examples: readonly Example[],
  { target, candidates, seed, onFold }: OutOfFoldOptions,
): OutOfFold {
  const family = (wanted: string): FitInputs => ({
    candidates: candidates.filter((candidate) => candidate.family === wanted),
    withCategories: false,
  });
  const methods: readonly (readonly [Method, readonly Example[], FitInputs])[] = [
    ['corrected', examples, { candidates, withCategories: true }],
    // Languages and raters are told apart here too: what they add is not the surface's doing.
    ['ratingOnly', examples, { candidates: [], withCategories: true }],
    ['lengthOnly', withoutRating(examples), family('length')],
    ['toneOnly', withoutRating(examples), family('tone')],
  ];
  const foldOf = assignFolds(
    examples.map(({ group }) => group),
    seed,
  );
  const folds = Math.max(...new Set(foldOf)) + 1;
  const judged: Record<Method, CalibratedRating[]> = { corrected: [], ratingOnly: [], lengthOnly: [], toneOnly: [] };
  for (let fold = 0; fold < folds; fold++) {
    for (const [method, seen, inputs] of methods) {
      const correction = pointCorrection(
        seen.filter((_, i) => foldOf[i] !== fold),
        inputs,
        target,
      );
      seen.forEach((example, i) => {
        if (foldOf[i] === fold) judged[method][i] = calibrateUnseen(correction, example);
      });
    }
    onFold(fold + 1, folds);
  }
  return { folds, foldOf, ...judged };
}

/** A rating that never varies says nothing. */
function withoutRating(examples: readonly Example[]): Example[] {
  return examples.map((example) => ({ ...example, inputs: { ...example.inputs, rating: 0.5 } }));
}

/** What no record of the other folds was without may still be absent from this one: in a fold, that is no error. */
function calibrateUnseen(correction: Correction, { inputs }: Example): CalibratedRating {
  const features = correction.features.map((scaling) =>
    inputs.features[scaling.name] === undefined ? { ...scaling, isOptional: true as const } : scaling,
  );
  return calibrateInputs({ ...correction, features }, inputs);
}

/** A correction whose interval is a point: its width is what this is for. */
function pointCorrection(examples: readonly Example[], inputs: FitInputs, target: Target): Correction {
  const heads = fitHeads(examples, inputs);
  return { ...heads, target, ratingHead: { ...heads.ratingHead, residuals: { lower: 0, upper: 0, coverage: 0 } } };
}
