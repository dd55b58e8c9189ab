import { UnflatterError, shown, type ErrorCode, type ErrorDetails } from '../errors.ts';
import { featureSet } from '../features/extract.ts';
import { sigmoid } from '../math/logistic.ts';
import type { CalibratedRating, Contribution, Outside, RatedResponse } from '../types.ts';
import type { Calibrator, FeatureScaling } from './calibrator.ts';
import { envelopeMargin, ratingEffect, standardise, winsorise } from './heads.ts';
import { toInputs, type Inputs } from './inputs.ts';
import { describeScale, fromUnit, isSameScale } from './scale.ts';

/**
 * Corrects one self-rating: how likely a person passes the response, and the human rating to expect.
 *
 * @throws UnflatterError where the calibrator cannot speak: `rating-missing`, `rating-off-scale`,
 *   `response-missing`, `response-empty`, `response-too-long`, `feature-missing`, `feature-set-mismatch`,
 *   `rater-mismatch`, `criterion-mismatch`, `scale-mismatch`. A gate turns each into a `review`.
 */
export function calibrate(calibrator: Calibrator, rated: RatedResponse): CalibratedRating {
  assertMadeFor(calibrator, rated);
  return calibrateInputs(calibrator, toInputs(rated, calibrator.target.ratingScale));
}

/** The part of a calibrator that computes. */
export type Correction = Pick<Calibrator, 'target' | 'ratingCurve' | 'features' | 'passHead' | 'ratingHead'>;

/** The same for inputs that were read before. Out-of-fold evaluation goes through here, so it judges what the app gets. */
export function calibrateInputs(calibrator: Correction, inputs: Inputs): CalibratedRating {
  const { ratingHead, ratingCurve, features } = calibrator;
  const { humanScale } = calibrator.target;
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
    rating: fromUnit(unit, humanScale),
    interval: {
      lower: fromUnit(unit + lower, humanScale),
      upper: fromUnit(unit + upper, humanScale),
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
  const { rating, selfRating } = inputs;
  const lowest = knots[0]!;
  const highest = knots.at(-1)!;
  const margin = envelopeMargin * spread;
  const found: Outside[] = features
    .filter((scaling) => isOutside(valueOf(inputs, scaling), scaling))
    .map((scaling) => ({
      input: scaling.name,
      value: valueOf(inputs, scaling),
      min: scaling.min,
      max: scaling.max,
    }));
  if (rating < lowest - margin || rating > highest + margin) {
    found.push({
      input: 'selfRating',
      value: selfRating,
      min: fromUnit(lowest, target.ratingScale),
      max: fromUnit(highest, target.ratingScale),
    });
  }
  return found;
}

function isOutside(value: number, scaling: FeatureScaling): boolean {
  const z = standardise(value, scaling);
  return (
    z < standardise(scaling.min, scaling) - envelopeMargin || z > standardise(scaling.max, scaling) + envelopeMargin
  );
}

function valueOf(inputs: Inputs, { name }: FeatureScaling): number {
  const value = Object.hasOwn(inputs.features, name) ? inputs.features[name] : undefined;
  if (Number.isFinite(value)) return value as number;
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
 * @throws UnflatterError `feature-set-mismatch`, `rater-mismatch`, `criterion-mismatch` or `scale-mismatch`.
 */
export function assertMadeFor(calibrator: Calibrator, { rater, criterion, scale }: RatedResponse): void {
  const { featureSet: fitted, raters } = calibrator;
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
