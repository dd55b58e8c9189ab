import { calibrateInputs, type Correction } from '../calibrator/calibrate.ts';
import type { CalibratedRating, Target } from '../types.ts';
import type { Example } from './examples.ts';
import { assignFolds } from './folds.ts';
import { fitHeads, type FitInputs } from './heads.ts';
import type { Candidate } from './scaling.ts';
import type { TwinInputs } from './twins.ts';

/** What fits that had not seen a record's group say of it; one entry a record. */
export interface OutOfFold {
  readonly folds: number;
  /** The fold of each record. */
  readonly foldOf: readonly number[];
  readonly corrected: readonly CalibratedRating[];
  /** Pass probabilities of what anybody would try first. */
  readonly ratingOnly: Float64Array;
  /** Without the rating: by the length, and by the tone. */
  readonly lengthOnly: Float64Array;
  readonly toneOnly: Float64Array;
}

export interface OutOfFoldOptions {
  readonly target: Target;
  readonly candidates: readonly Candidate[];
  readonly seed: number;
  /** Those of a fold stay out of its fit, as the records do. */
  readonly twins?: TwinInputs | undefined;
  readonly onFold: (done: number, all: number) => void;
}

type Baseline = 'ratingOnly' | 'lengthOnly' | 'toneOnly';

/** Fits once a fold on all the others: with all there is, and with what anybody would try first. */
export function outOfFold(
  examples: readonly Example[],
  { target, candidates, seed, twins, onFold }: OutOfFoldOptions,
): OutOfFold {
  const family = (wanted: string): FitInputs => ({
    candidates: candidates.filter((candidate) => candidate.family === wanted),
    withCategories: false,
  });
  const baselines: readonly (readonly [Baseline, readonly Example[], FitInputs])[] = [
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
  const corrected: CalibratedRating[] = [];
  const chances = () => new Float64Array(examples.length);
  const judged: Record<Baseline, Float64Array> = { ratingOnly: chances(), lengthOnly: chances(), toneOnly: chances() };
  for (let fold = 0; fold < folds; fold++) {
    const judge = (seen: readonly Example[], inputs: FitInputs, take: (one: CalibratedRating, i: number) => void) => {
      const others = seen.filter((_, i) => foldOf[i] !== fold);
      const correction = pointCorrection(others, inputs, target);
      seen.forEach((example, i) => {
        if (foldOf[i] === fold) take(calibrateUnseen(correction, example), i);
      });
    };
    judge(examples, { candidates, withCategories: true, twins }, (one, i) => (corrected[i] = one));
    for (const [name, seen, inputs] of baselines)
      judge(seen, inputs, ({ passProbability }, i) => (judged[name][i] = passProbability));
    onFold(fold + 1, folds);
  }
  return { folds, foldOf, corrected, ...judged };
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
