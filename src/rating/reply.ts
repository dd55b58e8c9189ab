import { describeScale, isOnScale } from '../calibrator/scale.ts';
import { UnflatterError, shown } from '../errors.ts';
import type { Scale } from '../types.ts';

/**
 * The one form a reply may have: an object with the key "rating", once, and a plain number, bare or in quotes. Blanks are
 * those of JSON, which are fewer than `\s`.
 */
const ratingReply =
  /^[\t\n\r ]*\{[\t\n\r ]*"rating"[\t\n\r ]*:[\t\n\r ]*("?)(-?(?:0|[1-9]\d*)(?:\.\d+)?)\1[\t\n\r ]*\}[\t\n\r ]*$/;

/** A reply longer than this is no rating. */
const longestReply = 1000;

/**
 * Reads the rating from a reply. Either the reply is exactly a rating on the scale, or it is an error: nothing is
 * coerced, clamped or guessed, so prose, fences, second objects and doubled keys never become a number.
 *
 * @throws UnflatterError `rating-unreadable` or `rating-off-scale`.
 */
export function readRating(reply: string, scale: Scale): number {
  const expected = `{"rating": a number ${describeScale(scale)}}`;
  const found = reply.length > longestReply ? null : ratingReply.exec(reply);
  if (found === null) {
    const message = `the rater must answer ${expected}, got ${shown(reply)}`;
    throw new UnflatterError('rating-unreadable', message, { reply: reply.slice(0, longestReply), expected });
  }
  const rating = Number(found[2]);
  if (!isOnScale(rating, scale)) {
    const message = `self-rating must be ${describeScale(scale)}, got ${rating}`;
    throw new UnflatterError('rating-off-scale', message, { received: rating, scale });
  }
  return rating;
}
