/** Numbers that belong to units, those of one group next to each other. */
export interface GroupedValues {
  readonly units: Int32Array;
  readonly values: Float64Array;
  /** Where each group begins, and last how many there are. */
  readonly starts: Int32Array;
}

/** Sums over the ordered pairs of entries of different groups, each weighted by both of their units. */
export interface SumsAcross {
  /** Of 1: how many pairs. */
  readonly pairs: number;
  /** Of the product of the two values. */
  readonly products: number;
  /** Of the square of the first. */
  readonly squares: number;
}

/** A number that belongs to a unit, and the group of the unit. */
export interface Entry {
  readonly unit: number;
  readonly group: string;
  readonly value: number;
}

export function groupedValues(entries: readonly Entry[]): GroupedValues {
  const groups = [...Map.groupBy(entries, ({ group }) => group).values()];
  const ordered = groups.flat();
  let start = 0;
  return {
    units: Int32Array.from(ordered, ({ unit }) => unit),
    values: Float64Array.from(ordered, ({ value }) => value),
    starts: Int32Array.from([0, ...groups.map(({ length }) => (start += length))]),
  };
}

/** In O(entries): what lies within groups is taken off what lies anywhere. */
export function sumsAcross({ units, values, starts }: GroupedValues, weights: ArrayLike<number>): SumsAcross {
  let [total, sum, square] = [0, 0, 0];
  let [pairs, products, squares] = [0, 0, 0];
  for (let group = 1; group < starts.length; group++) {
    let [ownTotal, ownSum, ownSquare] = [0, 0, 0];
    for (let i = starts[group - 1]!; i < starts[group]!; i++) {
      const weight = weights[units[i]!]!;
      ownTotal += weight;
      ownSum += weight * values[i]!;
      ownSquare += weight * values[i]! ** 2;
    }
    pairs -= ownTotal ** 2;
    products -= ownSum ** 2;
    squares -= ownTotal * ownSquare;
    total += ownTotal;
    sum += ownSum;
    square += ownSquare;
  }
  return { pairs: pairs + total ** 2, products: products + sum ** 2, squares: squares + total * square };
}
