import { createHash } from 'node:crypto';
import { seededRandom, shuffled } from '../math/random.ts';

/** In which order a labeller sees what. */
export interface QueueOptions {
  readonly seed: number;
  /** How many of the labels are of responses that the labeller has labelled before, 0..1. */
  readonly repeats: number;
}

/** How many other labels lie at least between a label and its repeat: who remembers the first does not judge again. */
const shortestGap = 8;

/** Every labeller has an order of their own: what comes with the place, as tiredness, then hits no response more than others. */
export function orderFor<Item>(items: readonly Item[], labeller: string, seed: number): Item[] {
  return shuffled(items, seededRandom(mixed(seed, labeller)));
}

/**
 * After how many first labels the repeats come, in rising order, for so many responses. They stand at random places, one
 * in each stretch of `1 / repeats` labels on average: nobody can count on them.
 */
export function repeatPlaces(responses: number, labeller: string, { seed, repeats }: QueueOptions): number[] {
  const random = seededRandom(mixed(seed, `repeats of ${labeller}`));
  const places: number[] = [];
  if (repeats === 0) return places;
  for (;;) {
    // Of the labels, not of the first ones.
    const place = Math.ceil(((places.length + 0.5 + random()) * (1 - repeats)) / repeats);
    if (place > responses || places.length >= responses) break;
    places.push(Math.max(place, shortestGap + 1 + places.length));
  }
  return places.filter((place) => place <= responses);
}

/**
 * Which of the responses that were labelled, from the first on, comes again; undefined where none may.
 *
 * @param barred those that have come again already, or whose second label would not be blind
 * @param count of the repeats so far
 */
export function repeatOf(
  firsts: readonly string[],
  barred: ReadonlySet<string>,
  { labeller, seed, count }: { readonly labeller: string; readonly seed: number; readonly count: number },
): string | undefined {
  const old = firsts.slice(0, Math.max(0, firsts.length - shortestGap)).filter((id) => !barred.has(id));
  return shuffled(old, seededRandom(mixed(seed, `repeat ${count} of ${labeller}`)))[0];
}

function mixed(seed: number, text: string): number {
  return createHash('sha256').update(`${seed} ${text}`).digest().readUInt32LE();
}
