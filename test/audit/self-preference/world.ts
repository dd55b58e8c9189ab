import type { CalibrationRecord, Target } from '../../../src/index.ts';
import { normal, type Random } from '../../../src/math/random.ts';

/*
 * A world whose truth is known. Two raters write responses to every prompt and rate all of them. A response has a true
 * quality, and people rate it with an error each. A rater rates by quality, and adds something where the response is its
 * own. The second rater is stricter, and follows quality less.
 */

export const ownTarget: Target = { ratingScale: { min: -20, max: 30 }, humanScale: { min: -20, max: 30 }, passAt: 5 };

export interface OwnWorld {
  readonly prompts: number;
  /** What a rater adds to its own, on the rating scale of 50. */
  readonly preference: number;
  /** How much better the first writer is than the second. */
  readonly better?: number;
  /** Standard deviation of the error of one person. */
  readonly noise?: number;
  readonly people?: number;
  /** What a writer's length, which follows the first writer, adds to every rating. */
  readonly length?: number;
}

export function drawOwn(
  random: Random,
  { prompts, preference, better = 0, noise = 0, people = 1, length = 0 }: OwnWorld,
): CalibrationRecord[] {
  return Array.from({ length: prompts }, (_, prompt) => {
    const difficulty = normal(random);
    return ['first', 'second'].flatMap((generator) => {
      const quality = 5 + difficulty + normal(random) + (generator === 'first' ? better : 0);
      const words = normal(random) + (generator === 'first' ? 1 : 0);
      const features = { length: words, nothing: normal(random) };
      const humanRatings = Array.from({ length: people }, () => quality + noise * normal(random));
      // What all raters make of the response, right or wrong.
      const shared = normal(random);
      return ['first', 'second'].map((rater): CalibrationRecord => {
        const severity = rater === 'second' ? 2 : 0;
        const follows = rater === 'second' ? 0.5 : 1;
        const own = rater === generator ? preference : 0;
        return {
          id: `p${prompt}-${generator}-${rater}`,
          group: `p${prompt}`,
          selfRating: follows * quality - severity + own + length * words + shared + normal(random),
          humanRatings,
          generator,
          rater,
          features,
        };
      });
    });
  }).flat();
}
