import { UnflatterError, shown } from '../errors.ts';
import { measureSurface, longestText, type Surface } from '../features/extract.ts';
import { visible } from '../features/visible.ts';
import type { RatedResponse, Scale } from '../types.ts';
import { isBuiltIn, measureCustom, type CustomFeature } from './custom.ts';
import { degeneracyOf, type Degeneracy } from './degenerate.ts';
import { problemWith } from './probabilities.ts';
import { measureRating, ratingOf } from './rating-features.ts';
import { describeScale, fromUnit, isOnScale, numberOfLevels } from './scale.ts';
import { assertOption } from './target.ts';

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
  /** How the response is none; undefined where it is one, or was not seen. */
  readonly degeneracy?: Degeneracy | undefined;
}

/**
 * Reads a rated response. Fitting and calibrating both start here, so they cannot measure differently.
 *
 * @throws UnflatterError `rating-missing`, `rating-off-scale`, `probabilities-invalid`, `response-missing`,
 *   `response-empty`, `response-too-long`, `invalid-option` for another field of the wrong kind, or `feature-missing` for a
 *   custom feature that is no measurement.
 */
export function toInputs(rated: RatedResponse, scale: Scale, custom: readonly CustomFeature[] = []): Inputs {
  const { selfRating, samples, probabilities, features, rater } = rated;
  assertOnScale('self-rating', selfRating, scale);
  assertKinds(rated);
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
    degeneracy: surface.degeneracy,
  };
}

/** A calibrator lists them all, and has to stay small enough to be read. */
const mostNames = 200;

/**
 * Refuses records with more columns of their own, languages or raters than a calibrator holds: most often an id or a text
 * has got where a name should be.
 *
 * @throws UnflatterError `invalid-option` naming the field.
 */
export function assertFewNames(all: readonly Inputs[]): void {
  const found = { features: new Set<string>(), language: new Set<string>(), rater: new Set<string>() };
  for (const { features, language, rater } of all) {
    for (const name of Object.keys(features)) if (!isBuiltIn(name)) found.features.add(name);
    if (language !== undefined) found.language.add(language);
    if (rater !== undefined) found.rater.add(rater);
  }
  for (const [option, what] of [
    ['features', 'columns of their own'],
    ['language', 'languages'],
    ['rater', 'raters'],
  ] as const) {
    const names = [...found[option]].sort();
    if (names.length <= mostNames) continue;
    const some = names.slice(0, 3).map(shown).join(', ');
    const message = `records have ${names.length} ${what} (${some}, …), and a calibrator holds at most ${mostNames}`;
    const expected = `at most ${mostNames} ${what}`;
    throw new UnflatterError('invalid-option', message, { option, expected, received: names.length });
  }
}

/** The language itself, without region or script: `en` of `en-US`. Names of scripts stay as they are. */
function codeOf(language: string | undefined): string | undefined {
  return language === undefined || /^[A-Z][a-z]{3,}$/.test(language) ? language : language.split('-')[0]!.toLowerCase();
}

function surfaceOf(
  { prompt, response, features, language }: RatedResponse,
  custom: readonly CustomFeature[],
): Partial<Surface> & Pick<Inputs, 'degeneracy'> {
  if (response === undefined && features !== undefined) return {};
  const degeneracy = degeneracyOf(readable(response), prompt);
  const surface = { ...measureSurface(response!, prompt, codeOf(language)), degeneracy };
  if (custom.length === 0) return surface;
  return { ...surface, features: { ...surface.features, ...measureCustom(custom, response!, prompt) } };
}

/** Records are checked when they are read; what code hands over may be anything. */
function assertKinds(rated: RatedResponse): void {
  const samples: unknown = rated.samples;
  assertOption(samples === undefined || Array.isArray(samples), 'samples', 'a list', samples);
  for (const field of ['prompt', 'reasoning', 'language'] as const) {
    const value: unknown = rated[field];
    assertOption(value === undefined || typeof value === 'string', field, 'a string', value);
  }
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

/** The response without what is made not to be seen. @throws UnflatterError for what is no text to read. */
export function readable(response: unknown): string {
  if (typeof response !== 'string') {
    throw new UnflatterError('response-missing', `response must be a string, got ${shown(response)}`, {
      received: response,
    });
  }
  if (response.length > longestText) {
    const message = `response must be at most ${longestText} characters, got ${response.length}`;
    throw new UnflatterError('response-too-long', message, { characters: response.length, longest: longestText });
  }
  const seen = visible(response);
  if (seen.trim() !== '') return seen;
  throw new UnflatterError('response-empty', 'response must not be blank', { characters: response.length });
}
