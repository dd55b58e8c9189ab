import { describeScale } from '../calibrator/scale.ts';
import { UnflatterError } from '../errors.ts';
import { reasonKey, replyForm, type RatingTask } from './prompt.ts';
import { readObject, refused, type ReplyObject } from './reply-object.ts';
import { ratingAt, type ReplyScale } from './scales.ts';

/** What a reply says of one criterion. */
export interface Answered {
  readonly rating: number;
  /** The rating as the reply writes it. */
  readonly written: string;
  /** Undefined where none were given. */
  readonly reasoning: string | undefined;
}

/**
 * Reads the ratings from a reply, in the order of the criteria. Either the reply is exactly what was asked for, on the
 * declared scale, or it is an error: nothing is coerced, clamped or guessed, so prose, second objects, doubled keys and
 * parts of a reply never become a number.
 *
 * Reasons are asked for, not demanded: a rating without them is left without, and a calibrator that was fitted on reasons
 * refuses it.
 *
 * @throws UnflatterError `rating-off-scale`, `rating-unreadable`, or one of `reply-…`, which name what is wrong with its form.
 */
export function readReply(reply: string, task: RatingTask): Answered[] {
  const expected = replyForm(task);
  const object = readObject(reply, expected);
  const unreadable = (): never => refused('rating-unreadable', reply, expected);
  const { criteria, replyScale, reason } = task;
  const keys = criteria.map(({ key }) => key);
  if (keys[0] === undefined) return [answeredIn(object)];
  if (!hasExactly(object, keys as string[])) return unreadable();
  return keys.map((key) => answeredIn(object[key!]));

  function answeredIn(answer: unknown): Answered {
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return unreadable();
    const { rating, [reasonKey]: reasoning } = answer as ReplyObject;
    const withReasons = reasoning !== undefined;
    if (!hasExactly(answer, withReasons ? [reasonKey, 'rating'] : ['rating'])) return unreadable();
    if (withReasons && !(reason && typeof reasoning === 'string' && reasoning.trim() !== '')) return unreadable();
    const read = ratingIn(rating, replyScale) ?? unreadable();
    return { ...read, reasoning };
  }
}

function hasExactly(object: object, keys: readonly string[]): boolean {
  return Object.keys(object).length === keys.length && keys.every((key) => Object.hasOwn(object, key));
}

/** A plain decimal number: no exponent, no sign but a minus, no leading zero. */
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** @throws UnflatterError `rating-off-scale`. */
function ratingIn(given: unknown, replyScale: ReplyScale): Omit<Answered, 'reasoning'> | undefined {
  const { scale, levels, named } = replyScale;
  if (named) {
    const level = levels!.find(({ written }) => written === given);
    return level === undefined ? undefined : { rating: level.rating, written: level.written };
  }
  if (typeof given !== 'number' && !(typeof given === 'string' && plainNumber.test(given))) return undefined;
  // Minus nothing is nothing.
  const received = Number(given) + 0;
  const rating = ratingAt(replyScale, received);
  if (rating !== undefined) return { rating, written: String(given) };
  const message = `self-rating must be ${describeScale(scale)}, got ${received}`;
  throw new UnflatterError('rating-off-scale', message, { received, scale });
}
