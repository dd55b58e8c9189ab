import { UnflatterError, shown } from '../errors.ts';
import { measureSurface, longestText, type Surface } from '../features/extract.ts';
import { visible } from '../features/visible.ts';
import type { RatedResponse, Scale } from '../types.ts';
import { measureCustom, type CustomFeature } from './custom.ts';
import { problemWith } from './probabilities.ts';
import { measureRating, ratingOf } from './rating-features.ts';
import { describeScale, fromUnit, isOnScale, numberOfLevels } from './scale.ts';

/** All that the correction may look at: the rating, and features in natural units. */
export interface Inputs {
  /** On the rating scale: as it came, or the mean of the samples or of the distribution where it brought any. */
  readonly selfRating: number;
  /** The same on 0..1: what is corrected. */
  readonly rating: number;
  readonly features: Readonly<Record<string, number>>;
  /** Undefined where it is neither said nor to be read. */
  readonly language: string | undefined;
  readonly rater: string | undefined;
  /** Marks of a text that was made to deceive. */
  readonly deceptions: number;
}

/**
 * Reads a rated response. Fitting and calibrating both start here, so they cannot measure differently.
 *
 * @throws UnflatterError `rating-missing`, `rating-off-scale`, `probabilities-invalid`, `response-missing`,
 *   `response-empty`, `response-too-long`, or `feature-missing` for a custom feature that is no measurement.
 */
export function toInputs(rated: RatedResponse, scale: Scale, custom: readonly CustomFeature[] = []): Inputs {
  const { selfRating, samples, probabilities, features, rater } = rated;
  assertOnScale('self-rating', selfRating, scale);
  samples?.forEach((sample) => assertOnScale('a sample of the self-rating', sample, scale));
  if (probabilities !== undefined) assertProbabilities(probabilities, scale);
  const surface = surfaceOf(rated, custom);
  // An empty list of samples says no more than none.
  const brought = samples?.length === 0 ? { ...rated, samples: undefined } : rated;
  const rating = ratingOf(brought, scale);
  const isOne = brought.samples === undefined && probabilities === undefined;
  return {
    selfRating: isOne ? selfRating : fromUnit(rating, scale),
    rating,
    features: { ...surface.features, ...measureRating(brought, scale), ...features },
    language: surface.language ?? codeOf(rated.language),
    rater,
    deceptions: surface.deceptions ?? 0,
  };
}

/** The language itself, without region or script: `en` of `en-US`. Names of scripts stay as they are. */
function codeOf(language: string | undefined): string | undefined {
  return language === undefined || /^[A-Z][a-z]{3,}$/.test(language) ? language : language.split('-')[0]!.toLowerCase();
}

function surfaceOf(
  { prompt, response, features, language }: RatedResponse,
  custom: readonly CustomFeature[],
): Partial<Surface> {
  if (response === undefined && features !== undefined) return {};
  assertReadable(response);
  const surface = measureSurface(response, prompt, codeOf(language));
  if (custom.length === 0) return surface;
  return { ...surface, features: { ...surface.features, ...measureCustom(custom, response, prompt) } };
}

function assertOnScale(what: string, rating: unknown, scale: Scale): asserts rating is number {
  if (typeof rating !== 'number' || Number.isNaN(rating)) {
    const message = `${what} must be a number, got ${shown(rating)}`;
    throw new UnflatterError('rating-missing', message, { received: rating });
  }
  if (!isOnScale(rating, scale)) {
    const message = `${what} must be ${describeScale(scale)}, got ${rating}`;
    throw new UnflatterError('rating-off-scale', message, { received: rating, scale });
  }
}

function assertProbabilities(probabilities: unknown, scale: Scale): void {
  const problem = problemWith(probabilities, scale);
  if (problem === undefined) return;
  const levels = numberOfLevels(scale);
  throw new UnflatterError('probabilities-invalid', `probabilities ${problem}`, { received: probabilities, levels });
}

function assertReadable(response: unknown): asserts response is string {
  if (typeof response !== 'string') {
    throw new UnflatterError('response-missing', `response must be a string, got ${shown(response)}`, {
      received: response,
    });
  }
  if (response.length > longestText) {
    const message = `response must be at most ${longestText} characters, got ${response.length}`;
    throw new UnflatterError('response-too-long', message, { characters: response.length, longest: longestText });
  }
  if (visible(response).trim() === '') {
    throw new UnflatterError('response-empty', 'response must not be blank', { characters: response.length });
  }
}
