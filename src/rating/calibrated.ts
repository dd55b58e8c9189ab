import { calibrate, calibrateNames, type CalibrateOptions } from '../calibrator/calibrate.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { assertSameFeatures } from '../calibrator/made-for.ts';
import { assertOptions } from '../calibrator/options.ts';
import { ratingFeatures } from '../calibrator/rating-features.ts';
import { parseCalibrator } from '../calibrator/parse.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError, errorCodes, isUnflatterError, shown } from '../errors.ts';
import { undecided, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import type { CalibratedRating, RatedResponse } from '../types.ts';
import { assertTimeout, hasOwnLimit, withDeadline } from './deadline.ts';
import type { Rate, RateOptions, RatingRequest, SelfRating } from './request.ts';

export interface RatingLimit {
  /**
   * Milliseconds until the rating function is given up, and told to stop by its signal. A timeout of its own, as that of
   * `selfRater`, counts beside it.
   * @default none for a function that `selfRater`, `criteriaRater` or `decisionRater` made, which ends by its own timeout;
   * 30000 for any other, also for one that calls such a function
   */
  readonly timeout?: number | undefined;
}

/** A limit, and the features of the app's own that the calibrator was fitted with. */
export interface CalibratedOptions extends RatingLimit, CalibrateOptions {}

/**
 * Wraps a rating function and gives it back debiased: the same call now returns the corrected rating.
 *
 * The function that comes back rejects with what the rating function threw, with `rating-timeout`, with the reason of
 * the caller who aborts, or as {@link calibrate} throws. Where no rating could help, none is asked for.
 *
 * @param calibrator a calibrator, or the JSON of one, and not the promise of one
 * @throws UnflatterError `invalid-calibrator` or `invalid-option`, at once.
 */
export function calibrated<Request extends RatingRequest, Given = unknown>(
  rate: Rate<Request>,
  calibrator: Awaited<Given>,
  limit?: CalibratedOptions,
): (request: Request, options?: RateOptions) => Promise<CalibratedRating> {
  if (limit !== undefined) assertOptions<CalibratedOptions>(limit, { ...calibrateNames, timeout: true }, 'limit');
  const checked = parseCalibrator(calibrator);
  const { features = [] } = limit ?? {};
  assertSameFeatures(checked, features);
  const rateInTime = limitRate(rate, { calibrator: checked, features }, limit);
  return async (request, options) => calibrate(checked, await rateInTime(request, options), { features });
}

/**
 * Wraps a rating function with a gate: the same call now returns a decision. It never rejects; where the rating
 * function does, or the caller aborts, the decision is a `review` (or what the policy says) with the reason
 * `rating-failed`, and where it takes too long `rating-timeout`. Where no rating could help, none is asked for.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function gated<Request extends RatingRequest>(
  rate: Rate<Request>,
  gate: QualityGate,
  limit?: RatingLimit,
): (request: Request, options?: RateOptions) => Promise<GateDecision> {
  const isGate = typeof gate?.decide === 'function' && typeof gate.calibrator === 'object';
  assertOption(isGate, 'gate', 'one made by createQualityGate', gate);
  if (limit !== undefined) assertOptions<RatingLimit>(limit, { timeout: true }, 'limit');
  const { calibrator, policy } = gate;
  const rateInTime = limitRate(rate, { calibrator, features: gate.features ?? [] }, limit);
  return async (request, options) => {
    try {
      return gate.decide(await rateInTime(request, options));
    } catch (error) {
      return undecided(ratingFailed(error), policy);
    }
  };
}

/** The rating function with a deadline. It is not asked, and paid, for a response that the calibrator refuses anyway. */
function limitRate<Request extends RatingRequest>(
  rate: Rate<Request>,
  { calibrator, features }: Judge,
  { timeout = hasOwnLimit(rate) ? undefined : 30_000 }: RatingLimit = {},
): (request: Request, options?: RateOptions) => Promise<RatedResponse> {
  if (timeout !== undefined) assertTimeout(timeout);
  assertOption(typeof rate === 'function', 'rate', 'a function', rate);
  return async (request, options) => {
    const { prompt, response, language } = request;
    const known = { prompt, response, language, features: request.features, generator: request.generator };
    assertWorthRating({ calibrator, features }, known);
    const given = await withDeadline(timeout, options?.abortSignal, async (abortSignal) =>
      rate(request, { ...options, abortSignal }),
    );
    return { ...known, ...ratingIn(given) };
  };
}

/** Only these are taken, and only if they are its own: nothing else in an answer must replace the response. */
function ratingIn(given: Awaited<ReturnType<Rate>>): SelfRating {
  if (typeof given !== 'object' || given === null) return { selfRating: given };
  if (!Object.hasOwn(given, 'selfRating')) throw withoutRating(given);
  const own = <Key extends keyof SelfRating>(key: Key) => (Object.hasOwn(given, key) ? given[key] : undefined);
  return {
    selfRating: given.selfRating,
    rater: own('rater'),
    raterModel: own('raterModel'),
    ratingPrompt: own('ratingPrompt'),
    scale: own('scale'),
    criterion: own('criterion'),
    samples: own('samples'),
    probabilities: own('probabilities'),
    reasoning: own('reasoning'),
  };
}

/** Says what came in place of a rating, by its names: a rating under another name is found by them. */
function withoutRating(given: object): UnflatterError<'rating-missing'> {
  const names = Array.isArray(given) ? '' : Object.keys(given).slice(0, 5).map(shown).join(', ');
  const came = names === '' ? shown(given) : `an object with ${names}`;
  const message = `the rating function must give a number, or an object with selfRating, got ${came}`;
  return new UnflatterError('rating-missing', message, { received: given });
}

interface Judge {
  readonly calibrator: Calibrator;
  readonly features: readonly CustomFeature[];
}

/** Refuses what no rating could save. What only the rating will bring may still be missing. */
function assertWorthRating({ calibrator, features }: Judge, known: Omit<RatedResponse, 'selfRating'>): void {
  try {
    calibrate(calibrator, { ...known, selfRating: calibrator.target.ratingScale.min }, { features });
  } catch (error) {
    if (!isUnflatterError(error, 'feature-missing') || !isOfRating(error.details.feature)) throw error;
  }
}

function isOfRating(feature: string): boolean {
  return ratingFeatures.some(({ name }) => name === feature);
}

/**
 * Errors of ours, also of another copy of the package, with their code; all else as `rating-failed`. What was thrown may
 * itself throw when it is looked at, or only look like an error of ours.
 */
function ratingFailed(cause: unknown): UnflatterError {
  const failed = (reason: string) =>
    new UnflatterError('rating-failed', `the rating failed: ${reason}`, { reason }, { cause });
  try {
    if (isUnflatterError(cause)) {
      const { code, message, details } = cause;
      if (errorCodes.includes(code)) return new UnflatterError(code, message, details, { cause });
    }
    return failed(cause instanceof Error ? cause.message : shown(cause));
  } catch {
    return failed('an error that cannot be shown');
  }
}
