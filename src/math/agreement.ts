/** How far apart two ratings are: same or not, the ranks between them, or their distance. Squared in the sums. */
export type AlphaMetric = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha of ratings, a list a unit: 1 is perfect agreement, 0 is what chance gives, below 0 is worse. Any
 * number of ratings a unit; a missing one is left out of its list. Units with fewer than two ratings say nothing of
 * agreement and do not count.
 *
 * NaN where no unit has two ratings, and where all that count are the same, so that nothing could have differed.
 *
 * @see Krippendorff (2011), Computing Krippendorff's Alpha-Reliability
 * @example krippendorffAlpha([[1, 1], [2, 2], [1, 2]], 'nominal') // 0.4444
 */
export function krippendorffAlpha(units: readonly (readonly number[])[], metric: AlphaMetric): number {
  return weightedAlpha(units, metric)(units.map(() => 1));
}

/**
 * The same for many weightings of the units: ratings are put in order once, and a weighting then costs O(ratings). A
 * weight of 2 is the unit twice.
 *
 * In a coincidence matrix each of the m ratings of a unit is paired with the m − 1 others, at 1 / (m − 1) a pair. Its
 * sums need no matrix. Over the pairs of a list, squared distances add up to 2 m Σ (x − x̄)², and pairs that differ are
 * m² − Σ m_c². Ordinal distances are distances of mid-ranks: half of the ratings at both ends and all between them.
 */
export function weightedAlpha(
  units: readonly (readonly number[])[],
  metric: AlphaMetric,
): (weights: ArrayLike<number>) => number {
  const levels = [...new Set(units.flat())].sort((a, b) => a - b);
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const pairable = units.flatMap((ratings, unit) =>
    ratings.length < 2 ? [] : [{ unit, others: ratings.length - 1, counts: countsOf(ratings, placeOf) }],
  );
  const observedBy = (spreadOf: Spread): number[] => pairable.map(({ others, counts }) => spreadOf(counts) / others);
  // Ranks depend on how much every unit counts; what else a unit disagrees by is always the same.
  const fixed = { nominal: differing, interval: distances(levels), ordinal: undefined }[metric];
  const observedOnce = fixed && observedBy(fixed);
  return (weights) => {
    const sizes = new Float64Array(levels.length);
    for (const { unit, counts } of pairable)
      for (const [place, count] of counts) sizes[place]! += count * weights[unit]!;
    if (sizes.filter((size) => size > 0).length < 2) return NaN;
    const spreadOf = fixed ?? distances(midRanks(sizes));
    const observed = observedOnce ?? observedBy(spreadOf);
    const within = pairable.reduce((sum, { unit }, i) => sum + weights[unit]! * observed[i]!, 0);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return 1 - ((total - 1) * within) / spreadOf([...sizes.entries()]);
  };
}

/** How often each level occurs, by its place. */
type Counts = readonly (readonly [place: number, count: number])[];

/** The sum of squared distances over all ordered pairs of ratings. */
type Spread = (counts: Counts) => number;

function countsOf(ratings: readonly number[], placeOf: ReadonlyMap<number, number>): Counts {
  return [...Map.groupBy(ratings, (rating) => placeOf.get(rating)!)].map(([place, same]) => [place, same.length]);
}

/** Two ratings are at a distance of 1 where they differ. */
function differing(counts: Counts): number {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return total ** 2 - counts.reduce((sum, [, count]) => sum + count ** 2, 0);
}

/** Two ratings are as far apart as the positions of their levels. */
function distances(positions: ArrayLike<number>): Spread {
  return (counts) => {
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const mean = counts.reduce((sum, [place, count]) => sum + count * positions[place]!, 0) / total;
    return 2 * total * counts.reduce((sum, [place, count]) => sum + count * (positions[place]! - mean) ** 2, 0);
  };
}

/** How many ratings lie below each level, and half of those on it. */
function midRanks(sizes: Float64Array): Float64Array {
  let below = 0;
  return sizes.map((size) => {
    below += size;
    return below - size / 2;
  });
}
