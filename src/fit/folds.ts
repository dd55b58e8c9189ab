import { seededRandom, shuffled } from '../math/random.ts';

/** Folds at most, by the number of records: the more there are, the less a fit gains from a larger share of them. */
const mostFolds = [
  { from: 50_000, folds: 3 },
  { from: 5000, folds: 5 },
  { from: 0, folds: 10 },
];

/**
 * A fold for every record, with groups whole: groups are dealt in seeded random order, the largest first, each to
 * the fold that holds the fewest records. Up to ten folds, five from 5,000 records on, three from 50,000 on.
 */
export function assignFolds(groups: readonly string[], seed: number): number[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const most = mostFolds.find(({ from }) => groups.length >= from)!;
  const folds = Math.min(most.folds, sizes.size);
  const filled = Array.from({ length: folds }, () => 0);
  const dealt = shuffled([...sizes.keys()].sort(), seededRandom(seed)).sort((a, b) => sizes.get(b)! - sizes.get(a)!);
  const foldOf = new Map<string, number>();
  for (const group of dealt) {
    const fold = filled.indexOf(Math.min(...filled));
    filled[fold]! += sizes.get(group)!;
    foldOf.set(group, fold);
  }
  return groups.map((group) => foldOf.get(group)!);
}
