/**
 * Where to cut values into about so many bins of equal weight. Equal values are never parted, and a value that weighs more
 * than a bin has one of its own. Cuts lie between values, with few digits where there is room.
 */
export function cutsOf(
  values: readonly (number | undefined)[],
  weights: ArrayLike<number>,
  wanted: number,
): readonly number[] {
  const weightOf = new Map<number, number>();
  let total = 0;
  values.forEach((value, i) => {
    if (value === undefined) return;
    weightOf.set(value, (weightOf.get(value) ?? 0) + weights[i]!);
    total += weights[i]!;
  });
  const distinct = [...weightOf].sort(([a], [b]) => a - b);
  const part = total / wanted;
  const cuts: number[] = [];
  let [before, left] = [0, total];
  distinct.forEach(([value, weight], i) => {
    const previous = distinct[i - 1]?.[0];
    // Closed where that comes nearer to a part than with the next value; slivers are no bins.
    const isFull = before + weight / 2 > part && before > part / 4 && left > part / 4;
    if (previous !== undefined && isFull) {
      cuts.push(between(previous, value));
      before = 0;
    }
    before += weight;
    left -= weight;
  });
  return cuts;
}

/** The number of fewest digits that is above the one and at most the other, from near their middle. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  for (let digits = 1; digits < 17; digits++) {
    const cut = Number(middle.toPrecision(digits));
    if (cut > low && cut <= high) return cut;
  }
  return high;
}
