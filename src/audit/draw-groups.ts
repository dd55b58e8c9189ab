import { groupOf } from '../calibrator/record.ts';
import { seededRandom, shuffled } from '../math/random.ts';
import type { CalibrationRecord } from '../types.ts';

/** Whole groups at random until there are so many records, or all; in order of their ids. The order of the records plays no part. */
export function drawGroups(records: readonly CalibrationRecord[], most: number, seed: number): CalibrationRecord[] {
  const ordered = records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (ordered.length <= most) return ordered;
  const groups = [...Map.groupBy(ordered, groupOf).values()];
  const drawn: CalibrationRecord[] = [];
  for (const group of shuffled(groups, seededRandom(seed))) {
    if (drawn.length >= most) break;
    drawn.push(...group);
  }
  return drawn.sort((a, b) => (a.id < b.id ? -1 : 1));
}
