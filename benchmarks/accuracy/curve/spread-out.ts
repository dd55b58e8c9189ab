export interface SpreadOutOptions {
  /** Smallest distance between two. */
  readonly gap: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Places as near to the wanted ones as it takes for none to overlap, in their order and within the bounds. Where there is
 * no room for all, the last ones reach beyond.
 */
export function spreadOut(wanted: readonly number[], { gap, lowest, highest }: SpreadOutOptions): number[] {
  const order = wanted.map((_, i) => i).sort((i, j) => wanted[i]! - wanted[j]!);
  const places = [...wanted];
  let next = highest - gap * (wanted.length - 1);
  let taken = lowest - gap;
  for (const i of order) {
    // At most so low that all that follow still fit, at least one gap below the last.
    taken = Math.max(taken + gap, Math.min(wanted[i]!, next));
    places[i] = taken;
    next += gap;
  }
  return places;
}
