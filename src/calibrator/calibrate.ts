import { UnflatterError, shown } from '../errors.ts';
import { featureSet } from '../features/extract.ts';
import { sigmoid } from '../math/logistic.ts';
import type { CalibratedRating, Contribution, Outside, RatedResponse } from '../types.ts';
import type { Calibrator, FeatureScaling } from './calibrator.ts';
import { envelopeMargin, ratingEffect, standardise, winsorise } from './heads.ts';
import { toInputs, type Inputs } from './inputs.ts';
import { fromUnit } from './scale.ts';

/**
 * Corrects one self-rating: how likely a person passes the response, and the human rating to expect.
 *
 * @throws UnflatterError where the calibrator cannot speak: `rating-missing`, `rating-off-scale`,
 *   `response-missing`, `response-empty`, `response-too-long`, `feature-missing`, `feature-set-mismatch`,
 *   `rater-mismatch`, `criterion-mismatch`. A gate turns each into a `review`.
 */
export function calibrate(calibrator: Calibrator, rated: RatedResponse): CalibratedRating {
  assertMadeFor(calibrator, rated);
  return calibrateInputs(calibrator, toInputs(rated, calibrator.target.ratingScale));
}

/** The part of a calibrator that computes. */
export type Correction = Pick<Calibrator, 'target' | 'ratingCurve' | 'features' | 'passHead' | 'ratingHead'>;

/** The same for inputs that were read before. Out-of-fold evaluation goes through here, so it judges what the app gets. */
export function calibrateInputs(calibrator: Correction, inputs: Inputs): CalibratedRating {
  const { target, ratingHead, ratingCurve, features } = calibrator;
  const contributions = contributionsOf(calibrator, inputs);
  const logit = contributions.reduce((sum, contribution) => sum + contribution.logit, 0);
  const expected = features.reduce(
    (sum, scaling, k) => sum + ratingHead.featureSlopes[k]! * winsorise(valueOf(inputs, scaling), scaling),
    ratingHead.intercept + ratingEffect(inputs.rating, ratingCurve, ratingHead),
  );
  const unit = Math.min(1, Math.max(0, expected));
  const { lower, upper, coverage } = ratingHead.residuals;
  return {
    selfRating: inputs.selfRating,
    passProbability: sigmoid(logit),
    rating: fromUnit(unit, target.humanScale),
    interval: {
      lower: fromUnit(unit + lower, target.humanScale),
      upper: fromUnit(unit + upper, target.humanScale),
      coverage,
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

function contributionsOf({ passHead, ratingCurve, features }: Correction, inputs: Inputs): Contribution[] {
  return [
    { input: 'base', logit: exact(passHead.intercept) },
    ...features.map((scaling, k) => {
      const value = valueOf(inputs, scaling);
      return { input: scaling.name, value, logit: exact(passHead.featureSlopes[k]! * winsorise(value, scaling)) };
    }),
    { input: 'selfRating', value: inputs.selfRating, logit: exact(ratingEffect(inputs.rating, ratingCurve, passHead)) },
  ];
}

function outsideOf({ features, ratingCurve, target }: Correction, inputs: Inputs): Outside[] {
  const { knots, spread } = ratingCurve;
  const [min, max] = [knots[0]!, knots[knots.length - 1]!];
  const margin = envelopeMargin * spread;
  const rating = inputs.rating < min - margin || inputs.rating > max + margin;
  const scale = target.ratingScale;
  return [
    ...features
      .filter((scaling) => isOutside(valueOf(inputs, scaling), scaling))
      .map((scaling) => ({
        input: scaling.name,
        value: valueOf(inputs, scaling),
        min: scaling.min,
        max: scaling.max,
      })),
    ...(rating
      ? [{ input: 'selfRating', value: inputs.selfRating, min: fromUnit(min, scale), max: fromUnit(max, scale) }]
      : []),
  ];
}

function isOutside(value: number, scaling: FeatureScaling): boolean {
  const z = standardise(value, scaling);
  return (
    z < standardise(scaling.min, scaling) - envelopeMargin || z > standardise(scaling.max, scaling) + envelopeMargin
  );
}

function valueOf(inputs: Inputs, { name }: FeatureScaling): number {
  const value = Object.hasOwn(inputs.features, name) ? inputs.features[name] : undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const message = `feature ${name} must be a finite number, got ${String(value)}: the calibrator was fitted with it`;
  throw new UnflatterError(
    'feature-missing',
    name.startsWith('prompt') ? `${message}, so it needs the prompt` : message,
    { feature: name },
  );
}

/**
 * Refuses what a calibrator was not made for. What a rated response does not say of itself is taken to fit.
 *
 * @throws UnflatterError `feature-set-mismatch`, `rater-mismatch` or `criterion-mismatch`.
 */
export function assertMadeFor(calibrator: Calibrator, { rater, criterion }: RatedResponse): void {
  const { raters, target } = calibrator;
  if (calibrator.featureSet !== featureSet) {
    const message = `calibrator was fitted with feature set ${calibrator.featureSet}, this version measures ${featureSet}: fit it again`;
    throw new UnflatterError('feature-set-mismatch', message, {
      calibrator: calibrator.featureSet,
      installed: featureSet,
    });
  }
  if (rater !== undefined && raters.length > 0 && !raters.includes(rater)) {
    const message = `calibrator was fitted for ${raters.join(', ')}, got a rating by ${shown(rater)}`;
    throw new UnflatterError('rater-mismatch', message, { rater, calibrator: raters });
  }
  if (criterion !== undefined && target.criterion !== undefined && criterion !== target.criterion) {
    const message = `calibrator was fitted for the criterion ${target.criterion}, got ${shown(criterion)}`;
    throw new UnflatterError('criterion-mismatch', message, { criterion, calibrator: target.criterion });
  }
}
