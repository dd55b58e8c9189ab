import type { FeatureDescription } from '../features/definition.ts';
import { extractFeatures } from '../features/extract.ts';
import type { RatedResponse, Scale } from '../types.ts';
import { levelsOf, toUnit } from './scale.ts';

/** What a rating may bring besides its number. Each exists only where the rating brought it. */
export const ratingFeatures = [
  {
    name: 'ratingSpread',
    measures: 'standard deviation of the samples of a rating, or of its distribution',
    unit: '0..1 of the scale',
    transform: 'none',
    family: 'rating',
  },
  {
    name: 'reasoningWords',
    measures: 'words of the reasoning behind a rating',
    unit: 'words',
    transform: 'log',
    family: 'rating',
  },
  {
    name: 'reasoningHedges',
    measures: 'words of the reasoning that weaken a claim',
    unit: 'per 100 words',
    transform: 'none',
    family: 'rating',
  },
  {
    name: 'reasoningBoosters',
    measures: 'words of the reasoning that strengthen a claim',
    unit: 'per 100 words',
    transform: 'none',
    family: 'rating',
  },
] as const satisfies readonly FeatureDescription[];

type Brought = Pick<RatedResponse, 'selfRating' | 'samples' | 'probabilities' | 'reasoning'>;

/**
 * The rating on 0..1: the mean of its samples, else of its distribution over the levels of the scale, else the number
 * itself.
 */
export function ratingOf({ selfRating, samples, probabilities }: Brought, scale: Scale): number {
  if (samples !== undefined) return meanOf(samples.map((sample) => toUnit(sample, scale)));
  if (probabilities === undefined) return toUnit(selfRating, scale);
  return meanUnder(probabilities, unitLevels(scale));
}

export function measureRating(rated: Brought, scale: Scale): Readonly<Record<string, number>> {
  const spread = spreadOf(rated, scale);
  return { ...(spread === undefined ? {} : { ratingSpread: spread }), ...measureReasoning(rated.reasoning) };
}

function spreadOf({ samples, probabilities }: Brought, scale: Scale): number | undefined {
  if (samples !== undefined) {
    const units = samples.map((sample) => toUnit(sample, scale));
    const mean = meanOf(units);
    return units.length < 2 ? undefined : Math.sqrt(meanOf(units.map((unit) => (unit - mean) ** 2)));
  }
  if (probabilities === undefined) return undefined;
  const levels = unitLevels(scale);
  const mean = meanUnder(probabilities, levels);
  const squares = levels.map((level) => (level - mean) ** 2);
  return Math.sqrt(meanUnder(probabilities, squares));
}

function measureReasoning(reasoning: string | undefined): Readonly<Record<string, number>> {
  if (reasoning === undefined) return {};
  const { words, hedges, boosters } = extractFeatures(reasoning);
  return {
    reasoningWords: words!,
    ...(hedges === undefined ? {} : { reasoningHedges: hedges }),
    ...(boosters === undefined ? {} : { reasoningBoosters: boosters }),
  };
}

function unitLevels(scale: Scale): number[] {
  return levelsOf(scale).map((level) => toUnit(level, scale));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Probabilities need not add up to one exactly. */
function meanUnder(probabilities: readonly number[], values: readonly number[]): number {
  const total = probabilities.reduce((sum, probability) => sum + probability, 0);
  return probabilities.reduce((sum, probability, i) => sum + probability * values[i]!, 0) / total;
}
