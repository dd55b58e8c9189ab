import { UnflatterError } from '../errors.ts';
import type { Calibrator, FeatureScaling, PassHead } from './calibrator.ts';
import { ratingEffect, winsorise } from './heads.ts';
import type { Inputs } from './inputs.ts';

/** What one input adds to what a head predicts. */
interface Effect {
  readonly input: string;
  readonly value?: number | string;
  readonly amount: number;
}

/**
 * What each input adds to a head: the base, each feature, the language and the rater where several were told apart, and
 * the rating.
 *
 * @throws UnflatterError `feature-missing` for a feature that no label was without, but for tone, which some languages lack.
 */
export function effectsOf(
  { ratingCurve, features, categories }: Pick<Calibrator, 'ratingCurve' | 'features' | 'categories'>,
  head: PassHead,
  inputs: Inputs,
): Effect[] {
  return [
    { input: 'base', amount: head.intercept },
    ...features.map((scaling, k) => featureEffect(scaling, head.featureSlopes[k]!, head.absenceShifts[k]!, inputs)),
    ...(['language', 'rater'] as const).flatMap((of) => {
      const place = categories.findIndex((category) => category.of === of && category.name === inputs[of]);
      return place === -1 ? [] : [{ input: of, value: inputs[of]!, amount: head.categoryShifts[place]! }];
    }),
    { input: 'selfRating', value: inputs.selfRating, amount: ratingEffect(inputs.rating, ratingCurve, head) },
  ];
}

function featureEffect(scaling: FeatureScaling, slope: number, absenceShift: number, inputs: Inputs): Effect {
  const value = valueOf(inputs, scaling);
  return value === undefined
    ? { input: scaling.name, amount: absenceShift }
    : { input: scaling.name, value, amount: slope * winsorise(value, scaling) };
}

/** The value of a feature; undefined where it is absent and may be. */
export function valueOf(inputs: Inputs, { name, isOptional, isOfLanguage }: FeatureScaling): number | undefined {
  const value = Object.hasOwn(inputs.features, name) ? inputs.features[name] : undefined;
  if (Number.isFinite(value)) return value;
  if (value === undefined && (isOptional === true || isOfLanguage === true)) return undefined;
  const message = `feature ${name} must be a finite number, got ${String(value)}: the calibrator was fitted with it`;
  const needs = name.startsWith('prompt') ? ', so it needs the prompt' : '';
  throw new UnflatterError('feature-missing', `${message}${needs}`, { feature: name });
}
