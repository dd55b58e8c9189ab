import { describeScale, fromUnit, isOnScale, levelsOf } from '../calibrator/scale.ts';
import { UnflatterError, shown } from '../errors.ts';
import type { Scale } from '../types.ts';
import type { Levels } from './decision-question.ts';
import { isRecord } from './plain-object.ts';
import type { SelfRating } from './request.ts';

/**
 * Reads the rating from an answer of a decision model. Either it is a whole answer to the question, or it is an error:
 * nothing is coerced, clamped or guessed.
 *
 * @param rounding what a provider declares of the decimal places of its numbers
 * @throws UnflatterError `reply-refused`, `rating-unreadable` for no answer or one of another kind, `rating-missing`,
 *   `rating-off-scale` or `probabilities-invalid`.
 */
export function readAnswer(answer: unknown, { type, keys, scale }: Levels, rounding?: unknown): SelfRating {
  const given = answerOf(answer, type);
  if (type === 'boolean') {
    const yes = numberIn(given['probability'], { min: 0, max: 1 });
    return ratingOf([1 - yes, yes], scale);
  }
  const error = halfUnits(rounding);
  const at = type === 'score' ? numberIn(given['score'], { min: 0, max: keys.length - 1 }) : optionIn(given, keys);
  if (given['probabilities'] === undefined) return { selfRating: onScale(at / (keys.length - 1), scale), scale };
  const probabilities = distributionIn(given['probabilities'], keys, error.probability);
  const agrees =
    type === 'score'
      ? Math.abs(placeUnder(probabilities) - at) <= tolerance + 2 * keys.length ** 2 * error.probability + error.score
      : probabilities.every((one) => one <= probabilities[at]! + tolerance + 4 * error.probability);
  if (!agrees) throw invalid(given['probabilities'], keys, `that agree with the answer ${shown(given[type])}`);
  return ratingOf(probabilities, scale);
}

/** What sums and means may be off by where nothing is rounded. */
const tolerance = 1e-6;

/** Where a scale has levels, the one next to the rating to expect, and the distribution, whose mean is corrected. */
function ratingOf(probabilities: readonly number[], scale: Scale): SelfRating {
  const place = placeUnder(probabilities);
  if (scale.step === undefined) return { selfRating: fromUnit(place / (probabilities.length - 1), scale), scale };
  return { selfRating: levelsOf(scale)[Math.round(place)]!, probabilities, scale };
}

function placeUnder(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, one, level) => sum + one * level, 0);
}

/** The answer, if it is of the kind that was asked for. */
function answerOf(answer: unknown, type: string): Readonly<Record<string, unknown>> {
  const given = isRecord(answer) ? answer : undefined;
  const got = given === undefined ? shown(answer) : `the type ${shown(given['type'])}`;
  if (given?.['type'] === 'refusal') throw refusalOf('the model declined to answer');
  if (given === undefined || given['type'] !== type) {
    const expected = `an answer of the type ${type}`;
    throw new UnflatterError('rating-unreadable', `the rater must give ${expected}, got ${got}`, {
      reply: got,
      expected,
    });
  }
  return given;
}

export function refusalOf(reply: string, cause?: unknown): UnflatterError<'reply-refused'> {
  const expected = 'an answer to the question';
  const details = { reply: reply.slice(0, 1000), expected };
  return new UnflatterError('reply-refused', `the rater must give ${expected}, but refused: ${reply}`, details, {
    cause,
  });
}

function numberIn(value: unknown, scale: Scale): number {
  if (typeof value !== 'number' || Number.isNaN(value)) {
    const message = `the answer must be a number ${describeScale(scale)}, got ${shown(value)}`;
    throw new UnflatterError('rating-missing', message, { received: value });
  }
  if (isOnScale(value, scale)) return value;
  const message = `the answer must be ${describeScale(scale)}, got ${value}`;
  throw new UnflatterError('rating-off-scale', message, { received: value, scale });
}

function optionIn({ choice }: Readonly<Record<string, unknown>>, keys: readonly string[]): number {
  const at = typeof choice === 'string' ? keys.indexOf(choice) : -1;
  if (at >= 0) return at;
  const expected = `one of the options ${keys.join(', ')}`;
  const message = `the answer must be ${expected}, got ${shown(choice)}`;
  throw new UnflatterError('rating-unreadable', message, { reply: shown(choice), expected });
}

/** A rating without a distribution. Between two levels of a scale with steps there is none. */
function onScale(unit: number, scale: Scale): number {
  const rating = fromUnit(unit, scale);
  if (!isOnScale(rating, scale)) {
    const message = `self-rating must be ${describeScale(scale)}, got ${rating} and no probabilities: give the rater a scale without step`;
    throw new UnflatterError('rating-off-scale', message, { received: rating, scale });
  }
  return levelsOf(scale).find((level) => Math.abs(level - rating) < 1e-6 * (scale.step ?? 0)) ?? rating;
}

/** The probability of each level, as parts of their sum, which is one but for rounding. */
function distributionIn(value: unknown, keys: readonly string[], error: number): number[] {
  const isWhole =
    isRecord(value) &&
    Object.keys(value).length === keys.length &&
    keys.every((key) => Object.hasOwn(value, key) && isOnScale(value[key] as number, { min: 0, max: 1 }));
  const expected = `from 0 to 1, one for each of ${keys.join(', ')}`;
  if (!isWhole || !keys.every((key) => typeof value[key] === 'number')) throw invalid(value, keys, expected);
  const probabilities = keys.map((key) => value[key] as number);
  const sum = probabilities.reduce((total, one) => total + one, 0);
  const off = Math.abs(sum - 1);
  if (!(off <= tolerance + Math.min(0.1, keys.length * error))) throw invalid(value, keys, 'that add up to 1', sum);
  return probabilities.map((one) => one / sum);
}

function invalid(received: unknown, keys: readonly string[], expected: string, sum?: number) {
  const each = isRecord(received) ? Object.entries(received).map(([key, one]) => `${key}: ${shown(one)}`) : undefined;
  const got = sum ?? each?.slice(0, 12).join(', ') ?? shown(received);
  const message = `probabilities must be numbers ${expected}, got ${got}`;
  return new UnflatterError('probabilities-invalid', message, { received, levels: keys.length });
}

/** How far a number may be from the one that was rounded: half a unit of the last decimal place that is declared. */
function halfUnits(rounding: unknown): { readonly probability: number; readonly score: number } {
  const half = (decimals: unknown): number =>
    Number.isInteger(decimals) && (decimals as number) >= 0 ? 0.5 * 10 ** -(decimals as number) : 0;
  const declared = isRecord(rounding) ? rounding : {};
  return { probability: half(declared['probabilityDecimals']), score: half(declared['scoreDecimals']) };
}
