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
export function readRating(reply: string, { min, max, step }: Scale): number {
  const expected = `{"rating": a number from ${min} to ${max}}`;
  const found = reply.length > longestReply ? null : ratingReply.exec(reply);
  if (found === null) {
    throw new UnflatterError('rating-unreadable', `the rater must answer ${expected}, got ${shown(reply)}`, {
      reply: reply.slice(0, longestReply),
      expected,
    });
  }
  const rating = Number(found[2]);
  const steps = step === undefined ? 0 : (rating - min) / step;
  if (!(rating >= min && rating <= max) || Math.abs(steps - Math.round(steps)) > 1e-6) {
    const unit = step === undefined ? '' : ` in steps of ${step}`;
    throw new UnflatterError('rating-off-scale', `self-rating must be from ${min} to ${max}${unit}, got ${rating}`, {
      received: rating,
      scale: { min, max },
    });
  }
  return rating;
}
