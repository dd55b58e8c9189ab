import type { Scale } from '../types.ts';

/** One turn of a conversation. */
export interface Turn {
  /** Who spoke, as `user` or `assistant`. */
  readonly role: string;
  readonly content: string;
}

/** What a rating function is given. Apps may pass more than this along. */
export interface RatingRequest {
  /** The prompt that the response answers. */
  readonly prompt?: string | undefined;
  readonly response: string;
  /** The turns before the prompt, from the first on. */
  readonly conversation?: readonly Turn[] | undefined;
  /** The system prompt under which the response was written. */
  readonly system?: string | undefined;
  /** The documents that the response has to keep to. */
  readonly sources?: readonly string[] | undefined;
  /** The model that wrote the response. A decision on a rating by the same model is marked `self`. */
  readonly generator?: string | undefined;
  /** The language of the response, where it is known. */
  readonly language?: string | undefined;
  /** Features measured elsewhere. */
  readonly features?: Readonly<Record<string, number>> | undefined;
}

/** A rating, and the model that gave it. Only properties of its own are read. */
export interface SelfRating {
  readonly selfRating: number;
  readonly rater?: string | undefined;
  /** The model id that the provider returned, where `rater` is another name for it. */
  readonly raterModel?: string | undefined;
  /** The provider of that model, as `ai` names it. For your records: calibrators and gates go by `rater` alone. */
  readonly provider?: string | undefined;
  /** What identifies the instructions that it followed. A calibrator made for others refuses. */
  readonly ratingPrompt?: string | undefined;
  /** The scale that it is on. A calibrator made for another refuses. */
  readonly scale?: Scale | undefined;
  /** What was rated. A calibrator made for another criterion refuses. */
  readonly criterion?: string | undefined;
  /** The model that wrote the response, as the request names it. */
  readonly generator?: string | undefined;
  /** What else the rating brings: see `RatedResponse`. */
  readonly samples?: readonly number[] | undefined;
  readonly probabilities?: readonly number[] | undefined;
  readonly reasoning?: string | undefined;
  /**
   * What the rating has cost this request: nothing where it came from a cache, or from an equal request at the same time. Of a
   * rating by several criteria each has that of all.
   */
  readonly usage?: Usage | undefined;
}

/** What calls have used: failed ones and repairs included, tokens in and out together as far as the provider tells. */
export interface Usage {
  readonly calls: number;
  readonly tokens: number;
}

export interface RateOptions {
  readonly abortSignal?: AbortSignal | undefined;
}

/** A function that asks a model to rate a response: an app's own, or one made by `selfRater`. A bare number will do. */
export type Rate<Request extends RatingRequest = RatingRequest> = (
  request: Request,
  options?: RateOptions,
) => number | SelfRating | PromiseLike<number | SelfRating>;
