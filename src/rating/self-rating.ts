import { problemWith } from '../calibrator/probabilities.ts';
import { isRecord } from './plain-object.ts';
import type { RatedReply } from './samples.ts';
import type { SelfRating } from './request.ts';
import { ratingAt, type ReplyScale } from './scales.ts';

/** What is known of one rating when its replies are read. This, and no more, is kept in a cache. */
export type KeptRating = Pick<
  SelfRating,
  'selfRating' | 'rater' | 'provider' | 'samples' | 'probabilities' | 'reasoning'
>;

/**
 * One rating of each criterion out of the replies. Of several samples the lower median stands for all, since it is on the
 * scale itself, and brings its reasons along; whoever corrects it takes the mean of `samples`.
 */
export function keptRatings(replies: readonly RatedReply[]): KeptRating[] {
  return replies[0]!.answers.map((_, criterion) => {
    const answers = replies.map((reply) => reply.answers[criterion]!);
    const samples = answers.map(({ rating }) => rating);
    const selfRating = lowerMedian(samples);
    const { reasoning } = answers.find(({ rating }) => rating === selfRating)!;
    return withoutAbsent({
      selfRating,
      rater: replies[0]!.modelId,
      provider: replies[0]!.provider,
      samples: samples.length === 1 ? undefined : samples,
      probabilities: replies[0]!.probabilities,
      reasoning,
    });
  });
}

function lowerMedian(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.ceil(samples.length / 2) - 1]!;
}

/** What a rating must be to be one that was asked for. */
export interface Wanted {
  readonly criteria: number;
  readonly replyScale: ReplyScale;
  readonly samples: number;
  readonly probabilities: boolean;
}

/** What a cache gave, if it is what would be put there; a cache may be shared, or a file. */
export function keptIn(value: unknown, wanted: Wanted): KeptRating[] | undefined {
  if (!Array.isArray(value) || value.length !== wanted.criteria) return undefined;
  const ratings = value.map((one: unknown) => keptRating(one, wanted));
  return ratings.every((one) => one !== undefined) ? ratings : undefined;
}

function keptRating(value: unknown, wanted: Wanted): KeptRating | undefined {
  if (!isRecord(value)) return undefined;
  const { selfRating, rater, provider, samples, probabilities, reasoning } = value;
  const isRating = (one: unknown): one is number => typeof one === 'number' && ratingAt(wanted.replyScale, one) === one;
  if (!isRating(selfRating) || ![rater, provider, reasoning].every(isTextIfAny)) return undefined;
  if (wanted.samples === 1 ? samples !== undefined : !areSamples(samples)) return undefined;
  if (probabilities !== undefined && !areProbabilities(probabilities)) return undefined;
  return withoutAbsent({ selfRating, rater, provider, samples, probabilities, reasoning } as KeptRating);

  function areSamples(given: unknown): boolean {
    const areAll = Array.isArray(given) && given.length === wanted.samples && given.every(isRating);
    return areAll && lowerMedian(given) === selfRating;
  }

  function areProbabilities(given: unknown): boolean {
    return wanted.probabilities && problemWith(given, wanted.replyScale.scale) === undefined;
  }
}

/** What the rater is called, and which model is behind a name. */
export function namesOf(
  name: string | undefined,
  modelId: string | undefined,
): Pick<SelfRating, 'rater' | 'raterModel'> {
  const isOther = name !== undefined && name !== modelId;
  return { rater: name ?? modelId, raterModel: isOther ? modelId : undefined };
}

function isTextIfAny(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/** Without the properties that are undefined. */
export function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value;
}
