import { seededRandom, shuffled } from '../math/random.ts';

const mostFolds = 10;

/**
 * A fold for every record, with groups whole: groups are dealt in seeded random order, the largest first, each to
 * the fold that holds the fewest records. Up to ten folds.
 */
export function assignFolds(groups: readonly string[], seed: number): number[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const folds = Math.min(mostFolds, sizes.size);
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
