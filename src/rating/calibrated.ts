import { calibrate } from '../calibrator/calibrate.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { UnflatterError, isUnflatterError, shown } from '../errors.ts';
import { undecided, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import type { CalibratedRating, RatedResponse } from '../types.ts';
import type { Rate, RateOptions, RatingRequest } from './request.ts';

/**
 * Wraps a rating function and gives it back debiased: the same call now returns the corrected rating.
 *
 * @param calibrator a calibrator, or the JSON of one
 * @throws UnflatterError `invalid-calibrator`, at once. The function that comes back rejects with what the rating
 *   function threw, or as {@link calibrate} throws.
 */
export function calibrated<Request extends RatingRequest>(
  rate: Rate<Request>,
  calibrator: unknown,
): (request: Request, options?: RateOptions) => Promise<CalibratedRating> {
  const checked = parseCalibrator(calibrator);
  return async (request, options) => calibrate(checked, rated(request, await rate(request, options)));
}

/**
 * Wraps a rating function with a gate: the same call now returns a decision. It never rejects; where the rating
 * function does, the decision is a `review` (or what the policy says) with the reason `rating-failed`.
 */
export function gated<Request extends RatingRequest>(
  rate: Rate<Request>,
  gate: QualityGate,
): (request: Request, options?: RateOptions) => Promise<GateDecision> {
  return async (request, options) => {
    try {
      return gate.decide(rated(request, await rate(request, options)));
    } catch (error) {
      return undecided(ratingFailed(error), gate.policy);
    }
  };
}

/** Only the rating is taken from the rating function: what else its answer holds must not replace the response. */
function rated({ prompt, response }: RatingRequest, rating: Awaited<ReturnType<Rate>>): RatedResponse {
  if (typeof rating !== 'object' || rating === null) return { prompt, response, selfRating: rating };
  return { prompt, response, selfRating: rating.selfRating, rater: rating.rater };
}

/** Our own errors as they are, all else as `rating-failed`. What was thrown may itself throw when it is looked at. */
function ratingFailed(cause: unknown): UnflatterError {
  let reason = 'an error that cannot be shown';
  try {
    if (isUnflatterError(cause)) return cause;
    reason = cause instanceof Error ? cause.message : shown(cause);
  } catch {}
  return new UnflatterError('rating-failed', `the rating function threw: ${reason}`, { reason }, { cause });
}
