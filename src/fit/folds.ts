import { seededRandom, shuffled } from '../math/random.ts';

/** With many records, a fit on four fifths of them is as good as one on nine tenths. */
const mostFolds = { ofFew: 10, ofMany: 5 };
const manyRecords = 5000;

/**
 * A fold for every record, with groups whole: groups are dealt in seeded random order, the largest first, each to
 * the fold that holds the fewest records. Up to ten folds, of 5,000 records and more up to five.
 */
export function assignFolds(groups: readonly string[], seed: number): number[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const most = groups.length < manyRecords ? mostFolds.ofFew : mostFolds.ofMany;
  const folds = Math.min(most, sizes.size);
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
