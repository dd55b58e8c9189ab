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
      return undecided(isUnflatterError(error) ? error : ratingFailed(error), gate.policy);
    }
  };
}

function rated({ prompt, response }: RatingRequest, rating: Awaited<ReturnType<Rate>>): RatedResponse {
  return { prompt, response, ...(typeof rating === 'object' ? rating : { selfRating: rating }) };
}

function ratingFailed(cause: unknown): UnflatterError<'rating-failed'> {
  const reason = cause instanceof Error ? cause.message : shown(cause);
  return new UnflatterError('rating-failed', `the rating function threw: ${reason}`, { reason }, { cause });
}
