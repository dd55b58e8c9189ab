import { studentTail } from '../math/student.ts';
import { deviationsOf, ratingShiftOf, sharedBy } from './deviations.ts';
import type { Unit } from './unit.ts';

/** Whether the labelled records are rated as all are: they should be, if they are a random sample or say how they were chosen. */
export interface LabelSelection {
  /** Mean self-rating of the labelled records, weighted by inclusion, less that of all; on the rating scale. */
  readonly ratingDifference: number;
  /** Of no difference. A small one says that the labels were chosen in another way than they tell. */
  readonly pValue: number;
}

/** On 0..1. Null where every record is labelled, where labels are of one group, and where all ratings are the same. */
export function selectionOf(units: readonly Unit[]): LabelSelection | null {
  const labels = deviationsOf(units, 'passes');
  if (labels === null || labels.groups < 2 || labels.labelled === units.length) return null;
  const shift = ratingShiftOf(units);
  const seen = (sharedBy(shift, shift) * labels.groups) / (labels.groups - 1);
  if (!(seen > 1e-24)) return null;
  // Where the few that weigh most happen to be rated alike, or none of them was chosen, the labels look surer than they are.
  const variance = Math.max(seen, choiceVariance(units));
  // An estimate has these degrees of freedom as well: few labels that weigh most leave few.
  const pValue = studentTail(shift.value / Math.sqrt(variance), Math.max(1, labels.freedom));
  return { ratingDifference: shift.value, pValue };
}

/**
 * What choosing each record with its inclusion does to the mean rating of those chosen. It is known if all records tell theirs,
 * labelled or not; 0 if they do not.
 *
 * @see Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, on Poisson sampling
 */
function choiceVariance(units: readonly Unit[]): number {
  const mean = units.reduce((sum, { rating }) => sum + rating, 0) / units.length;
  let sum = 0;
  for (const { inclusion, rating } of units) {
    if (inclusion === undefined) return 0;
    sum += ((rating - mean) ** 2 * (1 - inclusion)) / inclusion;
  }
  return sum / units.length ** 2;
}
