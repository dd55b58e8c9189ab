import { UnflatterError, shown, type ErrorCode, type ErrorDetails } from '../errors.ts';
import { featureSet } from '../features/extract.ts';
import type { RatedResponse } from '../types.ts';
import type { Calibrator } from './calibrator.ts';
import { assertFeatures, type CustomFeature } from './custom.ts';
import { describeScale, isSameScale } from './scale.ts';

/**
 * Refuses what a calibrator was not made for. What a rated response does not say of itself is taken to fit.
 *
 * @throws UnflatterError `feature-set-mismatch`, `rater-mismatch`, `rating-prompt-mismatch`, `criterion-mismatch`
 *   or `scale-mismatch`.
 */
export function assertMadeFor(calibrator: Calibrator, { rater, ratingPrompt, criterion, scale }: RatedResponse): void {
  const { featureSet: fitted, raters, ratingPrompts } = calibrator;
  const { criterion: judged, ratingScale } = calibrator.target;
  if (fitted !== featureSet) {
    const why = `with feature set ${fitted}, this version measures ${featureSet}: fit it again`;
    refuse('feature-set-mismatch', why, { calibrator: fitted, installed: featureSet });
  }
  if (rater !== undefined && raters.length > 0 && !raters.includes(rater)) {
    refuse('rater-mismatch', `for ${raters.join(', ')}, got a rating by ${shown(rater)}`, {
      rater,
      calibrator: raters,
    });
  }
  if (ratingPrompt !== undefined && ratingPrompts.length > 0 && !ratingPrompts.includes(ratingPrompt)) {
    const why = `for ratings by the prompt ${ratingPrompts.map(shown).join(', ')}, got one by ${shown(ratingPrompt)}`;
    refuse('rating-prompt-mismatch', why, { ratingPrompt, calibrator: ratingPrompts });
  }
  if (criterion !== undefined && judged !== undefined && criterion !== judged) {
    const why = `for the criterion ${judged}, got ${shown(criterion)}`;
    refuse('criterion-mismatch', why, { criterion, calibrator: judged });
  }
  if (scale !== undefined && scale !== null && !isSameScale(scale, ratingScale)) {
    const why = `for ratings ${describeScale(ratingScale)}, got one ${describeScale(scale)}`;
    refuse('scale-mismatch', why, { scale, calibrator: ratingScale });
  }
}

function refuse<Code extends ErrorCode>(code: Code, why: string, details: ErrorDetails[Code]): never {
  throw new UnflatterError(code, `calibrator was fitted ${why}`, details);
}

/**
 * Refuses features of the app's own that a calibrator knows by another description.
 *
 * @throws UnflatterError `feature-set-mismatch`, or `invalid-option` for what are no features.
 */
export function assertSameFeatures({ features }: Pick<Calibrator, 'features'>, custom: readonly CustomFeature[]): void {
  assertFeatures(custom);
  for (const { name, describe } of custom) {
    const fitted = features.find((feature) => feature.name === name)?.describe;
    if (fitted === undefined || fitted === describe) continue;
    const why = `with the feature ${name} described as ${shown(fitted)}, got ${shown(describe)}: fit it again`;
    refuse('feature-set-mismatch', why, { calibrator: fitted, installed: describe });
  }
}

/**
 * Refuses to go on without a feature of the app's own that the calibrator was fitted with: where some labels lacked it, its
 * absence would speak for itself, and a forgotten feature is not an absent one.
 *
 * @throws UnflatterError `feature-missing`.
 */
export function assertBrought(
  { features }: Pick<Calibrator, 'features'>,
  rated: RatedResponse,
  custom: readonly CustomFeature[],
): void {
  for (const { name, describe } of features) {
    const isBrought = custom.some((one) => one.name === name) || rated.features?.[name] !== undefined;
    if (describe === undefined || isBrought) continue;
    const message = `feature ${name} is one that the calibrator was fitted with: pass its definition, or its value under features`;
    throw new UnflatterError('feature-missing', message, { feature: name });
  }
}
