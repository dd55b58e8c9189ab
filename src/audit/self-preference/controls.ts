import { weightedMean } from '../../math/metrics.ts';
import type { Compared } from './compared.ts';

/** Human ratings are held apart in at most so many levels for each rater. */
const mostLevels = 5;

/** Ratings by one rater that a level needs. */
const recordsPerLevel = 10;

/** Share of its variance that a column must add to those before it. */
const leastNew = 1e-6;

/** One column a rater: who rated. */
export function raterColumns(compared: readonly Compared[]): Float64Array[] {
  return ratersOf(compared).map((name) => Float64Array.from(compared, ({ rater }) => (rater === name ? 1 : 0)));
}

/**
 * Human ratings for each rater apart: a line, and steps between levels that hold about equally many of the rater's records,
 * equal ratings together. With few values that is a level for each; raters may bend, and differ in, how they follow people.
 */
export function humanColumns(compared: readonly Compared[]): Float64Array[] {
  return ratersOf(compared).flatMap((name) => {
    const places = compared.flatMap(({ rater }, i) => (rater === name ? [i] : []));
    const sorted = places.map((i) => compared[i]!.example.human).sort((a, b) => a - b);
    const values = [...new Set(sorted)];
    const levels = Math.max(1, Math.min(mostLevels, Math.floor(sorted.length / recordsPerLevel)));
    const cuts =
      values.length <= levels
        ? values.slice(1)
        : Array.from({ length: levels - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / levels)]!);
    const column = (valueOf: (human: number) => number): Float64Array => {
      const filled = new Float64Array(compared.length);
      for (const i of places) filled[i] = valueOf(compared[i]!.example.human);
      return filled;
    };
    const steps = [...new Set(cuts)].map((cut) => column((human) => (human >= cut ? 1 : 0)));
    return [column((human) => human), ...steps];
  });
}

function ratersOf(compared: readonly Compared[]): string[] {
  return [...new Set(compared.map(({ rater }) => rater))].sort();
}

/**
 * Columns that say the same as those given, with weighted means of 0, standard deviations of 1 and no correlation: what a
 * regression is safe with. What others before them say already is dropped. The weights add up to 1. O(n k²).
 */
export function uncorrelated(columns: readonly Float64Array[], weights: Float64Array): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const column of columns) {
    const { left, share } = without(column, kept, weights);
    if (share > leastNew) kept.push(left);
  }
  return kept;
}

/**
 * What the mean and uncorrelated columns leave of a column, stretched to a standard deviation of 1; that deviation
 * before; and which share of the variance it is.
 */
export function without(column: Float64Array, others: readonly Float64Array[], weights: Float64Array) {
  const mean = weightedMean(column, weights);
  const left = column.map((value) => value - mean);
  const variance = product(left, left, weights);
  // Twice, since the first time leaves rounding of what is taken out.
  for (let round = 0; round < 2; round++) {
    for (const other of others) {
      const shared = product(left, other, weights);
      for (let i = 0; i < left.length; i++) left[i]! -= shared * other[i]!;
    }
  }
  const deviation = Math.sqrt(product(left, left, weights));
  return {
    left: left.map((value) => value / deviation),
    deviation,
    share: variance > 0 ? deviation ** 2 / variance : 0,
  };
}

function product(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += weights[i]! * a[i]! * b[i]!;
  return sum;
}
