import { studentTail } from '../math/student.ts';
import { ratingShiftOf, sharedBy } from './deviations.ts';
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
  const labelled = new Set(units.flatMap(({ label, group }) => (label === null ? [] : [group])));
  const shift = ratingShiftOf(units);
  const variance = (sharedBy(shift, shift) * labelled.size) / (labelled.size - 1);
  if (labelled.size < 2 || !(variance > 1e-24)) return null;
  const pValue = studentTail(shift.value / Math.sqrt(variance), labelled.size - 1);
  return { ratingDifference: shift.value, pValue };
}
