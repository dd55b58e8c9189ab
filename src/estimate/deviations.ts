import type { Unit, UnitLabel } from './unit.ts';

/** Labels and predictions as sums over groups: all that an estimate of a mean is made of. */
export interface Deviations {
  readonly records: number;
  readonly labelled: number;
  /** Groups with a label, and how many of equal weight they are worth. */
  readonly groups: number;
  readonly effectiveGroups: number;
  /**
   * Degrees of freedom of the variance of the labels, as if all were equally uncertain: below one less than the groups where few
   * weigh most.
   *
   * @see Satterthwaite (1946), An Approximate Distribution of Estimates of Variance Components
   */
  readonly freedom: number;
  /** How many labels of equal weight they are worth. */
  readonly evenLabels: number;
  /** Labels that say no chance of theirs beside others that do. */
  readonly untold: number;
  /** How many records there are, by weight. */
  readonly population: number;
  /** How many of those the labels stand for by their inclusion, and how they are rated; null where all have the same. */
  readonly standsFor: { readonly population: number; readonly ratings: Mean } | null;
  /** Of the labels, weighted by inclusion. */
  readonly labels: Mean;
  /** Variance of a label about their mean. */
  readonly variance: number;
  /** Whether labels are 0 or 1 each, unrelated, and of equal weight: their mean alone then says how uncertain it is. */
  readonly areTrials: boolean;
  /** Of the predictions of the labelled records, and less that of the predictions of all. Null where a unit has none. */
  readonly predictions: { readonly chosen: Mean; readonly shift: Mean } | null;
}

/** A mean or a difference of means, and what each group adds to its error, in the order in which groups appear. */
export interface Mean {
  readonly value: number;
  readonly byGroup: ReadonlyMap<string, number>;
}

/** A unit with what it counts: in the population, and among the labels. */
interface Counted {
  readonly unit: Unit;
  readonly weight: number;
  /** 0 without a label. */
  readonly chosen: number;
}

/** Null where nothing that counts is labelled. O(units). */
export function deviationsOf(
  units: readonly Unit[],
  aspect: keyof UnitLabel,
  weights?: ArrayLike<number>,
): Deviations | null {
  const counted = countedOf(units, weights);
  const labelled = counted.filter(({ chosen }) => chosen > 0);
  if (labelled.length === 0) return null;
  const shares = new Map<string, number>();
  const total = labelled.reduce((sum, { chosen }) => sum + chosen, 0);
  for (const { unit, chosen } of labelled) shares.set(unit.group, (shares.get(unit.group) ?? 0) + chosen / total);
  const [squares, fourths] = [2, 4].map((power) =>
    [...shares.values()].reduce((sum, share) => sum + share ** power, 0),
  );
  const effectiveGroups = 1 / squares!;
  const hasOneInclusion = new Set(labelled.map(({ unit }) => unit.inclusion ?? 1)).size === 1;
  const labels = meanOf(labelled, ({ label }) => label![aspect], 'chosen');
  const variance = meanOf(labelled, ({ label }) => (label![aspect] - labels.value) ** 2, 'chosen').value;
  const untold = labelled.filter(({ unit }) => unit.inclusion === undefined).length;
  const isEven = shares.size === labelled.length && new Set(shares.values()).size === 1;
  return {
    records: counted.length,
    labelled: labelled.length,
    groups: shares.size,
    effectiveGroups,
    freedom: squares! ** 2 / fourths! - 1,
    evenLabels: total ** 2 / labelled.reduce((sum, { chosen }) => sum + chosen ** 2, 0),
    untold: untold < labelled.length ? untold : 0,
    population: counted.reduce((sum, { weight }) => sum + weight, 0),
    standsFor: hasOneInclusion
      ? null
      : { population: total, ratings: differenceOf(counted, ({ rating }) => rating).shift },
    labels,
    variance,
    areTrials: isEven && labelled.every(({ unit }) => unit.label![aspect] === 0 || unit.label![aspect] === 1),
    predictions: counted.every(({ unit }) => unit.predicted !== null)
      ? differenceOf(counted, ({ predicted }) => predicted![aspect])
      : null,
  };
}

/** How far the self-ratings of the labelled records lie from those of all. */
export function ratingShiftOf(units: readonly Unit[]): Mean {
  return differenceOf(countedOf(units), ({ rating }) => rating).shift;
}

function countedOf(units: readonly Unit[], weights?: ArrayLike<number>): Counted[] {
  return units.flatMap((unit, i) => {
    const weight = weights === undefined ? 1 : weights[i]!;
    return weight > 0 ? [{ unit, weight, chosen: unit.label === null ? 0 : weight / (unit.inclusion ?? 1) }] : [];
  });
}

function differenceOf(counted: readonly Counted[], of: (unit: Unit) => number): { chosen: Mean; shift: Mean } {
  const chosen = meanOf(
    counted.filter((one) => one.chosen > 0),
    of,
    'chosen',
  );
  const all = meanOf(counted, of, 'weight');
  const byGroup = new Map<string, number>();
  for (const [group, value] of all.byGroup) byGroup.set(group, (chosen.byGroup.get(group) ?? 0) - value);
  return { chosen, shift: { value: chosen.value - all.value, byGroup } };
}

function meanOf(counted: readonly Counted[], of: (unit: Unit) => number, by: 'chosen' | 'weight'): Mean {
  let total = 0;
  let sum = 0;
  for (const one of counted) {
    total += one[by];
    sum += one[by] * of(one.unit);
  }
  const value = sum / total;
  const byGroup = new Map<string, number>();
  for (const one of counted) {
    const { group } = one.unit;
    byGroup.set(group, (byGroup.get(group) ?? 0) + (one[by] / total) * (of(one.unit) - value));
  }
  return { value, byGroup };
}

/** Σ over groups of the product of what they add to two errors: how much of their variance the two share. */
export function sharedBy(one: Mean, other: Mean): number {
  let sum = 0;
  for (const [group, value] of one.byGroup) sum += value * (other.byGroup.get(group) ?? 0);
  return sum;
}
