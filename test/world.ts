import { features, type CalibrationRecord, type Target } from '../src/index.ts';
import { sigmoid } from '../src/math/logistic.ts';
import { normal, type Random } from '../src/math/random.ts';

/*
 * A world whose truth is known. A response has a quality q and a length z, both standard normal. A person passes it with
 * probability σ(1.2 q), unless told that people are harder to please. The model rates q plus 0.8 z plus noise: long answers
 * flatter it. Four features follow the length; all others are noise that means nothing. Given rating and features, the
 * probability has no closed form, but every record carries the probability it was drawn with.
 */

export const worldTarget: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };

/** Twenty of the built-in features: a world in which noise is not the most of what is measured. */
export const twentyFeatures: readonly string[] = (
  'characters words sentences wordsPerSentence wordLength paragraphs headings listItems boldSpans codeBlocks hedges boosters ' +
  'firstPerson digits exclamationMarks questionMarks variety repetition promptOverlap promptRatio'
).split(' ');

export interface WorldOptions {
  readonly records: number;
  /** Responses to one prompt, which share half of their quality. @default 1 */
  readonly perGroup?: number;
  /** How much of a standard deviation of length goes into the rating. @default 0.8 */
  readonly inflation?: number;
  /** What is taken off the logit of passing. @default 0 */
  readonly strictness?: number;
  /** Names of what is measured. @default all built-in features */
  readonly measured?: readonly string[];
  /** Chance that a record is chosen for labelling, by whether it passes and what it was rated. @default always */
  readonly inclusion?: (passes: boolean, selfRating: number) => number;
}

export interface WorldRecord extends CalibrationRecord {
  /** P(pass) given all that the world knows. */
  readonly truth: number;
}

export function drawWorld(
  random: Random,
  { records, perGroup = 1, inflation = 0.8, strictness = 0, measured = all, inclusion = () => 1 }: WorldOptions,
): WorldRecord[] {
  const drawn: WorldRecord[] = [];
  let shared = 0;
  for (let i = 0; drawn.length < records; i++) {
    if (i % perGroup === 0) shared = normal(random);
    const quality = perGroup === 1 ? shared : Math.SQRT1_2 * (shared + normal(random));
    const length = normal(random);
    const truth = sigmoid(1.2 * quality - strictness);
    const passes = random() < truth;
    const rating = 6 + 1.5 * (quality + inflation * length + 0.8 * normal(random));
    const selfRating = Math.min(10, Math.max(0, Math.round(rating)));
    const chance = inclusion(passes, selfRating);
    if (random() >= chance) continue;
    drawn.push({
      id: `r${String(i).padStart(7, '0')}`,
      group: `g${Math.floor(i / perGroup)}`,
      selfRating,
      humanRatings: [passes ? 1 : 0],
      features: featuresOf(length, measured, random),
      truth,
      ...(chance === 1 ? {} : { inclusion: chance }),
    });
  }
  return drawn;
}

const all = features.map(({ name }) => name);

/** Length drives four features; the others are noise that means nothing. */
function featuresOf(length: number, measured: readonly string[], random: Random): Record<string, number> {
  const words = Math.round(150 * Math.exp(0.6 * length));
  const noise = Object.fromEntries(measured.map((name) => [name, Math.max(0, 3 + normal(random))]));
  return {
    ...noise,
    characters: 6 * words,
    words,
    sentences: Math.ceil(words / 15),
    paragraphs: 1 + Math.floor(words / 60),
  };
}
