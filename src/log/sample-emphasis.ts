import { sigmoid } from '../math/logistic.ts';

/** What tells how much there is to learn of one entry. */
export interface Informative {
  /** Null where nothing is known of it: it is then as near the threshold as can be. */
  readonly passProbability: number | null;
  /** 0: in the middle of the labels. 1: as far out as counts as like them, or further. */
  readonly thinness: number;
  readonly slice?: string | undefined;
}

/**
 * How much each entry is to be preferred: half by how near it is to the threshold, half by how thin the labels are where it
 * lies. By slices, each slice gets the same in all, however small it is. Sums to 1, or is 0 throughout.
 */
export function emphasisOf(entries: readonly Informative[], threshold: number, bySlice: boolean): number[] {
  const emphasis = entries.map(() => 0);
  const slices = Map.groupBy(entries.keys(), (i) => (bySlice ? entries[i]!.slice : undefined));
  for (const places of slices.values()) {
    for (const worth of [(one: Informative) => nearness(one, threshold), (one: Informative) => one.thinness]) {
      const of = places.map((i) => worth(entries[i]!));
      const sum = of.reduce((total, one) => total + one, 0);
      if (sum > 0) places.forEach((i, k) => (emphasis[i]! += of[k]! / sum / 2 / slices.size));
    }
  }
  return emphasis;
}

/** So much steeper than the logistic function itself: half of all emphasis would else be far from the threshold. */
const steepness = 4;

/** 1 at the threshold, ½ where the logits are 0.44 apart: around 0.8, at 0.72 and 0.86. */
function nearness({ passProbability }: Informative, threshold: number): number {
  if (passProbability === null) return 1;
  const p = sigmoid(steepness * (logit(passProbability) - logit(threshold)));
  return 4 * p * (1 - p);
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
