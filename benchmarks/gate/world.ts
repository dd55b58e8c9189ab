import { errorFunction } from 'simple-statistics';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { normal, type Random } from '../../src/math/random.ts';

/*
 * A world whose truth has a closed form. A response has an apparent quality u and a length z, both standard normal; people
 * pass it when `ease + 1.5 · (u − inflation · z) / √(1 + inflation²) + group + noise` is above zero, with a normal noise of
 * one and a normal effect of the group, so that P(passes | u, z) is a normal distribution function. The model sees u only
 * and rates it from 1 to 10: that length flatters it is for the features to find out.
 */

export const worldTarget: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };

export interface World {
  readonly name: string;
  /** What is added to all. */
  readonly ease: number;
  /** How much of a standard deviation of length goes into the apparent quality. */
  readonly inflation: number;
  /** How much quality and length count at all; 0: people pass or fail at random. @default 1.5 */
  readonly sharpness?: number;
}

/** How traffic differs from the labels. What is left out does not. */
export interface Shift {
  readonly name: string;
  /** Added to the length, in standard deviations. */
  readonly length?: number;
  /** Added to the length and to what the rater sees, with no gain in what people see. */
  readonly gamed?: number;
  /** Added to the ease. */
  readonly ease?: number;
}

/** One response and the truth of it. */
export interface WorldResponse {
  readonly record: CalibrationRecord;
  /** P(a person passes it | what it is). */
  readonly truth: number;
}

const groupSpread = 0.7;

export interface DrawOptions {
  readonly responses: number;
  /** Responses to one prompt, which share half of their quality, half of their length, and luck with their judges. @default 1 */
  readonly perGroup?: number;
  /** How many responses a prompt has, by that luck, where prompts differ. @default as many as `perGroup` for all */
  readonly sizeOf?: (luck: number) => number;
  /** People who rate each response. @default 1 */
  readonly people?: number;
  readonly shift?: Shift;
  /** Goes before the ids, so that two draws are of different records. @default '' */
  readonly prefix?: string;
}

export function drawResponses(world: World, random: Random, options: DrawOptions): WorldResponse[] {
  const {
    responses,
    perGroup = 1,
    sizeOf = () => perGroup,
    people = 1,
    shift = { name: 'none' },
    prefix = '',
  } = options;
  const { ease, inflation, sharpness = 1.5 } = world;
  const spread = Math.sqrt(1 + groupSpread ** 2);
  let shared = { u: 0, z: 0, luck: 0 };
  let [group, size, left] = [-1, 0, 0];
  return Array.from({ length: responses }, (_, i) => {
    if (left === 0) {
      shared = { u: normal(random), z: normal(random), luck: groupSpread * normal(random) };
      group++;
      size = left = sizeOf(shared.luck);
    }
    left--;
    const mixed = (common: number): number => (size === 1 ? common : Math.SQRT1_2 * (common + normal(random)));
    const [u, z] = [mixed(shared.u), mixed(shared.z) + (shift.length ?? 0)];
    const quality = (sharpness * (u - inflation * z)) / Math.sqrt(1 + inflation ** 2) + ease + (shift.ease ?? 0);
    const passes = (): 0 | 1 => (quality + shared.luck + normal(random) > 0 ? 1 : 0);
    const humanRatings = Array.from({ length: people }, passes);
    const gamed = shift.gamed ?? 0;
    return {
      record: {
        id: `${prefix}r${i}`,
        group: `${prefix}g${group}`,
        selfRating: Math.min(10, Math.max(1, Math.round(6 + 2 * (u + gamed)))),
        humanRatings,
        features: featuresOf(z + gamed, random),
      },
      truth: normalShare(quality / spread),
    };
  });
}

/** Length drives two features; four mean nothing. */
function featuresOf(z: number, random: Random): Record<string, number> {
  const words = Math.max(1, Math.round(150 * Math.exp(0.6 * z)));
  const noise = (): number => Math.max(0, 3 + normal(random));
  return { characters: 6 * words, words, headings: noise(), boldSpans: noise(), digits: noise(), firstPerson: noise() };
}

/** The normal distribution function, to seven digits. */
function normalShare(x: number): number {
  return (1 + errorFunction(x / Math.SQRT2)) / 2;
}
