import { deviationsOf, ratingShiftOf, sharedBy, type Deviations } from './deviations.ts';
import type { Unit } from './unit.ts';

/** Whether the labelled records are rated as all are: they should be, if they are a random sample or say how they were chosen. */
export interface LabelSelection {
  /** Mean self-rating of the labelled records, weighted by inclusion, less that of all; on the rating scale. */
  readonly ratingDifference: number;
  /** No less than that of no difference. A small one says that the labels were chosen in another way than they tell. */
  readonly pValue: number;
}

/** At most one honest sample in a hundred is said not to be one. */
export const surelyChosen = 0.01;

/** Whether the labels surely were chosen in another way than they tell, so that no estimate by them is one of all records. */
export function looksChosen(selection: LabelSelection | null): boolean {
  return selection !== null && selection.pValue < surelyChosen;
}

/**
 * On 0..1. Null where every record is labelled, where labels are of one group, and where all ratings are the same.
 *
 * The ratings of all records are known, and so is what choosing does to their mean. A tail of the normal distribution, or a variance
 * of the labelled ones, would accuse honest samples where nearly all are rated alike: Bernstein's inequality holds for any ratings.
 *
 * @see Boucheron, Lugosi and Massart (2013), Concentration Inequalities, 2.8; Hoeffding (1963), for draws without replacement
 */
export function selectionOf(units: readonly Unit[]): LabelSelection | null {
  const labels = deviationsOf(units, 'passes');
  if (labels === null || labels.groups < 2 || labels.labelled === units.length) return null;
  const shift = ratingShiftOf(units);
  const chance = chanceOf(units, labels);
  const seen = (sharedBy(shift, shift) * labels.groups) / (labels.groups - 1);
  const variance = Math.max(seen, chance.variance);
  if (!(variance > 1e-24)) return null;
  const distance = Math.abs(shift.value);
  const pValue = Math.min(1, 2 * Math.exp(-(distance ** 2) / (2 * (variance + (chance.most * distance) / 3))));
  return { ratingDifference: shift.value, pValue };
}

/**
 * What choosing each record with its inclusion does to the mean rating of those chosen: its variance, and the most that one group
 * adds. Labels of a group come together, so they count as fewer, as far as its ratings are alike.
 *
 * @see Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, on Poisson sampling; Kish (1965), Survey Sampling
 */
function chanceOf(units: readonly Unit[], labels: Deviations): { readonly variance: number; readonly most: number } {
  const mean = units.reduce((sum, { rating }) => sum + rating, 0) / units.length;
  const inclusionOf = inclusions(units, labels);
  let sum = 0;
  let most = 0;
  for (const unit of units) {
    const [away, inclusion] = [unit.rating - mean, inclusionOf(unit)];
    sum += (away ** 2 * (1 - inclusion)) / inclusion;
    most = Math.max(most, Math.abs(away) / inclusion);
  }
  const perGroup = labels.evenLabels / labels.effectiveGroups;
  const together = 1 + Math.max(0, perGroup - 1) * alikeness(units, mean);
  return { variance: (sum / units.length ** 2) * together, most: (most / units.length) * mostOfGroup(units) };
}

/** A label that tells none counts as if it were 1; other records, as if they were chosen as seldom as any label was. */
function inclusions(units: readonly Unit[], { labelled }: Deviations): (unit: Unit) => number {
  const share = labelled / units.length;
  if (units.every(({ inclusion }) => inclusion === undefined)) return () => share;
  const told = units.flatMap(({ label, inclusion }) => (label === null ? [] : (inclusion ?? [])));
  const least = told.reduce((one, other) => Math.min(one, other), share);
  return ({ inclusion, label }) => inclusion ?? (label === null ? least : 1);
}

/** How alike the ratings of a group are, from 0 to 1: their intraclass correlation. */
function alikeness(units: readonly Unit[], mean: number): number {
  const groups = new Map<string, { size: number; away: number }>();
  let squares = 0;
  for (const { group, rating } of units) {
    const { size, away } = groups.get(group) ?? { size: 0, away: 0 };
    groups.set(group, { size: size + 1, away: away + rating - mean });
    squares += (rating - mean) ** 2;
  }
  let [pairs, shared] = [0, -squares];
  for (const { size, away } of groups.values()) {
    pairs += size * (size - 1);
    shared += away ** 2;
  }
  return pairs === 0 ? 0 : Math.min(1, Math.max(0, ((shared / pairs) * units.length) / squares));
}

/** Labels of the group that has most. */
function mostOfGroup(units: readonly Unit[]): number {
  const counts = new Map<string, number>();
  for (const { group, label } of units) if (label !== null) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts.values()].reduce((one, other) => Math.max(one, other), 0);
}
