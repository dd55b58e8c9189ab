import type { Scale } from '../types.ts';

/** What a rating function is given. Apps may pass more than this along. */
export interface RatingRequest {
  /** The prompt that the response answers. */
  readonly prompt?: string | undefined;
  readonly response: string;
}

/** A rating, and the model that gave it. Only properties of its own are read. */
export interface SelfRating {
  readonly selfRating: number;
  readonly rater?: string | undefined;
  /** The scale that it is on. A calibrator made for another refuses. */
  readonly scale?: Scale | undefined;
}

export interface RateOptions {
  readonly abortSignal?: AbortSignal | undefined;
}

/** A function that asks a model to rate a response: an app's own, or one made by `selfRater`. A bare number will do. */
export type Rate<Request extends RatingRequest = RatingRequest> = (
  request: Request,
  options?: RateOptions,
) => number | SelfRating | PromiseLike<number | SelfRating>;
