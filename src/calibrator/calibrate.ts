import { sigmoid } from '../math/logistic.ts';
import type { CalibratedRating, RatedResponse } from '../types.ts';
import type { Calibrator } from './calibrator.ts';
import type { CustomFeature } from './custom.ts';
import { effectsOf } from './effects.ts';
import { outsideOf } from './envelope.ts';
import { readable, toInputs, type Inputs } from './inputs.ts';
import { assertBrought, assertMadeFor, assertSameFeatures } from './made-for.ts';
import { fromUnit } from './scale.ts';

export interface CalibrateOptions {
  /** The features of the app's own that the calibrator was fitted with, unless the rated response brings their values. */
  readonly features?: readonly CustomFeature[] | undefined;
}

/** For `assertOptions`. Not asked for each response: features that are left out by mistake are refused anyway. */
export const calibrateNames = { features: true } as const;

/**
 * Corrects one self-rating: how likely a person passes the response, and the human rating to expect.
 *
 * @throws UnflatterError where the calibrator cannot speak: `rating-missing`, `rating-off-scale`,
 *   `probabilities-invalid`, `response-missing`, `response-empty`, `response-too-long`, `feature-missing`,
 *   `feature-set-mismatch`, `rater-mismatch`, `rating-prompt-mismatch`, `criterion-mismatch`, `scale-mismatch`. A gate turns each into a `review`.
 */
export function calibrate(
  calibrator: Calibrator,
  rated: RatedResponse,
  { features = [] }: CalibrateOptions = {},
): CalibratedRating {
  assertMadeFor(calibrator, rated);
  assertSameFeatures(calibrator, features);
  assertBrought(calibrator, rated, features);
  // By the rating alone no feature is missed, so nothing else finds out that there is no response, nor any that was measured.
  if (!calibrator.features.length && !((rated.features?.['characters'] ?? 0) > 0)) readable(rated.response);
  return calibrateInputs(calibrator, toInputs(rated, calibrator.target.ratingScale, features));
}

/** The part of a calibrator that computes. */
export type Correction = Pick<
  Calibrator,
  | 'target'
  | 'languages'
  | 'ratingCurve'
  | 'features'
  | 'categories'
  | 'acceptsTruncated'
  | 'jointDistance'
  | 'passHead'
  | 'ratingHead'
>;

/** The same for inputs that were read before. Out-of-fold evaluation goes through here, so it judges what the app gets. */
export function calibrateInputs(calibrator: Correction, inputs: Inputs): CalibratedRating {
  const { humanScale } = calibrator.target;
  const { residuals } = calibrator.ratingHead;
  const contributions = effectsOf(calibrator, calibrator.passHead, inputs).map(({ amount, ...effect }) => ({
    ...effect,
    logit: exact(amount),
  }));
  const expected = sumOf(effectsOf(calibrator, calibrator.ratingHead, inputs).map(({ amount }) => amount));
  const unit = Math.min(1, Math.max(0, expected));
  return {
    selfRating: inputs.selfRating,
    passProbability: sigmoid(sumOf(contributions.map(({ logit }) => logit))),
    rating: fromUnit(unit, humanScale),
    interval: {
      lower: fromUnit(unit + residuals.lower, humanScale),
      upper: fromUnit(unit + residuals.upper, humanScale),
      coverage: residuals.coverage,
    },
    contributions,
    outside: outsideOf(calibrator, inputs),
  };
}

/**
 * Contributions are multiples of 2⁻²⁰, about a millionth. Sums of such numbers are exact, in any order, and two different
 * sums are far enough apart that rounding in the logistic function cannot turn their order around.
 */
function exact(logit: number): number {
  return Math.round(logit * 2 ** 20) / 2 ** 20;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
