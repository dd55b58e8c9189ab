import { seededRandom, shuffled } from '../../src/math/random.ts';

/** Deals groups in random order, each to the fold that holds the fewest records. The fold of every record. */
export function groupedFolds(groups: readonly string[], folds: number): number[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const filled = Array.from({ length: Math.min(folds, sizes.size) }, () => 0);
  const foldOf = new Map<string, number>();
  for (const group of shuffled([...sizes.keys()].sort(), seededRandom(1))) {
    const fold = filled.indexOf(Math.min(...filled));
    filled[fold]! += sizes.get(group)!;
    foldOf.set(group, fold);
  }
  return groups.map((group) => foldOf.get(group)!);
}
