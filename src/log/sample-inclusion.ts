/** Inclusion probabilities are whole multiples of this, and so is what the draw goes by: they are exact, not nearly so. */
const parts = 2 ** 32;

/**
 * How probably each entry is chosen: a floor that is the same for all, and the rest of the budget in proportion to the
 * emphasis, but never above 1. They add up to the budget, in parts of 2⁻³².
 *
 * @param emphasis One number an entry, 0 or more; of entries that have none at all, every one counts alike.
 * @param budget How many are to be chosen, a whole number from 1 to the number of entries.
 * @param floor The least probability, at most budget / entries.
 */
export function inclusionProbabilities(emphasis: readonly number[], budget: number, floor: number): number[] {
  const room = 1 - floor;
  const more = shareOut(emphasis, budget - floor * emphasis.length, room);
  const whole = more.map((extra) => Math.floor(Math.min(1, floor + extra) * parts));
  // What rounding down has left over goes, a part each, to those that have room for it.
  let left = budget * parts - whole.reduce((sum, count) => sum + count, 0);
  // Sums of floats may also be a little too much: the largest has it to spare.
  if (left < 0) {
    const largest = whole.reduce((best, count, i) => (count > whole[best]! ? i : best), 0);
    whole[largest]! += left;
    left = 0;
  }
  while (left > 0) {
    for (let i = 0; i < whole.length && left > 0; i++) {
      if (whole[i]! >= parts) continue;
      const step = Math.min(parts - whole[i]!, Math.ceil(left / whole.length));
      whole[i]! += step;
      left -= step;
    }
  }
  return whole.map((count) => count / parts);
}

/** Shares an amount out in proportion, where none may get more than there is room for; what is over goes to the others. */
function shareOut(emphasis: readonly number[], amount: number, room: number): number[] {
  const largestFirst = emphasis.map((_, i) => i).sort((a, b) => emphasis[b]! - emphasis[a]!);
  const shares = emphasis.map(() => 0);
  let [left, total] = [amount, emphasis.reduce((sum, one) => sum + one, 0)];
  largestFirst.forEach((i, place) => {
    const isAlike = !(total > 0 && emphasis[i]! > 0);
    const share = Math.max(
      0,
      Math.min(room, isAlike ? left / (emphasis.length - place) : (left * emphasis[i]!) / total),
    );
    shares[i] = share;
    left -= share;
    total -= emphasis[i]!;
  });
  return shares;
}
