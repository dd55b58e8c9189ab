import type { RatingTask } from '../../src/rating/prompt.ts';
import { replyScaleOf, type RatingScale } from '../../src/rating/scales.ts';

export const oneToTen = { min: 1, max: 10, step: 1 };

/** What is asked of a rater, by one rubric or by one for each of the names. */
export function taskOf(scale: RatingScale, reason = false, names: readonly string[] = []): RatingTask {
  const one = [{ key: undefined, text: 'Is it correct?' }];
  const several = names.map((key) => ({ key, text: `Is it ${key}?` }));
  return { criteria: names.length === 0 ? one : several, replyScale: replyScaleOf(scale), reason };
}
