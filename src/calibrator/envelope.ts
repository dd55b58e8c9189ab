import type { Outside } from '../types.ts';
import type { Calibrator, FeatureScaling } from './calibrator.ts';
import { degenerateOutside } from './degenerate.ts';
import { distanceOutside } from './distance.ts';
import { valueOf } from './effects.ts';
import { ratingMargin, transformed } from './heads.ts';
import type { Inputs } from './inputs.ts';
import { fromUnit } from './scale.ts';

type Envelope = Pick<
  Calibrator,
  'features' | 'jointDistance' | 'ratingCurve' | 'languages' | 'acceptsTruncated' | 'target'
>;

/** The inputs that lie further out than the labels reach. */
export function outsideOf(envelope: Envelope, inputs: Inputs): Outside[] {
  return [
    ...(inputs.degeneracy === 'truncated' && envelope.acceptsTruncated ? [] : degenerateOutside(inputs.degeneracy)),
    ...deceptionOutside(inputs),
    ...featuresOutside(envelope, inputs),
    ...distanceOutside(envelope, inputs),
    ...languageOutside(envelope, inputs),
    ...ratingOutside(envelope, inputs),
  ];
}

function featuresOutside({ features }: Envelope, inputs: Inputs): Outside[] {
  return features.flatMap((scaling): Outside[] => {
    const { name, min, max, isOptional } = scaling;
    const value = valueOf(inputs, scaling);
    if (value === undefined) return isOptional === true ? [] : [{ input: name, value: 'absent', min, max }];
    return isOutside(value, scaling) ? [{ input: name, value, min, max }] : [];
  });
}

/** No label vouches for a text that was made to deceive. */
function deceptionOutside({ deceptions }: Inputs): Outside[] {
  return deceptions > 0 ? [{ input: 'deceptions', value: deceptions, min: 0, max: 0 }] : [];
}

function isOutside(value: number, { name, transform, min, max, slack }: FeatureScaling): boolean {
  // However short the shortest was: a text without a word is another thing.
  if (name === 'words' && value === 0 && min > 0) return true;
  const seen = transformed(value, transform);
  return seen < transformed(min, transform) - slack || seen > transformed(max, transform) + slack;
}

/** What is not said, on either side, is taken to fit. */
function languageOutside({ languages }: Envelope, { language }: Inputs): Outside[] {
  if (language === undefined || languages.length === 0 || languages.includes(language)) return [];
  return [{ input: 'language', value: language, known: languages }];
}

function ratingOutside(
  { ratingCurve: { knots, spread }, target }: Envelope,
  { rating, selfRating }: Inputs,
): Outside[] {
  const [lowest, highest] = [knots[0]!, knots.at(-1)!];
  const margin = ratingMargin * spread;
  if (rating >= lowest - margin && rating <= highest + margin) return [];
  const [min, max] = [lowest, highest].map((unit) => fromUnit(unit, target.ratingScale));
  return [{ input: 'selfRating', value: selfRating, min: min!, max: max! }];
}
