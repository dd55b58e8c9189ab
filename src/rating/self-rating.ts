import { problemWith } from '../calibrator/probabilities.ts';
import { isOnScale } from '../calibrator/scale.ts';
import type { Scale } from '../types.ts';
import type { RatedReply } from './samples.ts';
import type { SelfRating } from './request.ts';

/** What is known of one rating when its replies are read. This, and no more, is kept in a cache. */
export type KeptRating = Pick<SelfRating, 'selfRating' | 'rater' | 'samples' | 'probabilities' | 'reasoning'>;

/**
 * One rating of each criterion out of the replies. Of several samples the lower median stands for all, since it is on the
 * scale itself, and brings its reasons along; whoever corrects it takes the mean of `samples`.
 */
export function keptRatings(replies: readonly RatedReply[]): KeptRating[] {
  return replies[0]!.answers.map((_, criterion) => {
    const answers = replies.map((reply) => reply.answers[criterion]!);
    const samples = answers.map(({ rating }) => rating);
    const selfRating = samples.toSorted((a, b) => a - b)[Math.ceil(samples.length / 2) - 1]!;
    const { reasoning } = answers.find(({ rating }) => rating === selfRating)!;
    return withoutAbsent({
      selfRating,
      rater: replies[0]!.modelId,
      samples: samples.length === 1 ? undefined : samples,
      probabilities: replies[0]!.probabilities,
      reasoning,
    });
  });
}

/** What a cache gave, if it is what was put there; a cache may be shared, or a file. */
export function keptIn(value: unknown, criteria: number, scale: Scale): KeptRating[] | undefined {
  if (!Array.isArray(value) || value.length !== criteria) return undefined;
  const ratings = value.map((one: unknown) => keptRating(one, scale));
  return ratings.every((one) => one !== undefined) ? ratings : undefined;
}

function keptRating(value: unknown, scale: Scale): KeptRating | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { selfRating, rater, samples, probabilities, reasoning } = value as Readonly<Record<string, unknown>>;
  const isRating = (one: unknown): one is number => typeof one === 'number' && isOnScale(one, scale);
  if (!isRating(selfRating) || !isTextIfAny(rater) || !isTextIfAny(reasoning)) return undefined;
  if (samples !== undefined && !(Array.isArray(samples) && samples.every(isRating))) return undefined;
  if (probabilities !== undefined && problemWith(probabilities, scale) !== undefined) return undefined;
  return withoutAbsent({ selfRating, rater, samples, probabilities: probabilities as number[] | undefined, reasoning });
}

function isTextIfAny(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/** Without the properties that are undefined. */
export function withoutAbsent<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value;
}
