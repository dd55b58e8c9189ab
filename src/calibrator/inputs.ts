import { UnflatterError, shown } from '../errors.ts';
import { extractFeatures, longestText } from '../features/extract.ts';
import type { RatedResponse, Scale } from '../types.ts';
import { describeScale, isOnScale, toUnit } from './scale.ts';

/** All that the correction may look at: the rating, and surface features in natural units. */
export interface Inputs {
  /** As it came, on the rating scale. */
  readonly selfRating: number;
  /** The same on 0..1. */
  readonly rating: number;
  readonly features: Readonly<Record<string, number>>;
}

/**
 * Reads a rated response. Fitting and calibrating both start here, so they cannot measure differently.
 *
 * @throws UnflatterError `rating-missing`, `rating-off-scale`, `response-missing`, `response-empty` or
 *   `response-too-long`.
 */
export function toInputs({ prompt, response, selfRating, features }: RatedResponse, scale: Scale): Inputs {
  const rating = toUnit(onScale(selfRating, scale), scale);
  if (response === undefined && features !== undefined) return { selfRating, rating, features };
  return { selfRating, rating, features: { ...measured(response, prompt), ...features } };
}

function onScale(rating: unknown, scale: Scale): number {
  if (typeof rating !== 'number' || Number.isNaN(rating)) {
    const message = `self-rating must be a number, got ${shown(rating)}`;
    throw new UnflatterError('rating-missing', message, { received: rating });
  }
  if (!isOnScale(rating, scale)) {
    const message = `self-rating must be ${describeScale(scale)}, got ${rating}`;
    throw new UnflatterError('rating-off-scale', message, { received: rating, scale });
  }
  return rating;
}

function measured(response: unknown, prompt: string | undefined): Readonly<Record<string, number>> {
  if (typeof response !== 'string') {
    throw new UnflatterError('response-missing', `response must be a string, got ${shown(response)}`, {
      received: response,
    });
  }
  if (response.length > longestText) {
    throw new UnflatterError(
      'response-too-long',
      `response must be at most ${longestText} characters, got ${response.length}`,
      {
        characters: response.length,
        longest: longestText,
      },
    );
  }
  if (response.trim() === '')
    throw new UnflatterError('response-empty', 'response must not be blank', { characters: response.length });
  return extractFeatures(response, prompt);
}
