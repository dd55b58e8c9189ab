import { levelsOf } from '../calibrator/scale.ts';
import type { Scale } from '../types.ts';
import type { PageSettings } from './page-state.ts';

/** Keys of one row of a keyboard, in their order. */
const row = '1234567890-';

/**
 * The ratings of a scale that a person chooses from, with the key of each: its own digit where every rating has one, else
 * the place in the row of digits. A scale without steps has those of one; none where there are more than eleven, or where
 * steps of one do not end on the highest.
 */
export function levelsFor(scale: Scale): PageSettings['levels'] {
  const values = levelsOf({ ...scale, step: scale.step ?? 1 }).map(rounded);
  if (values.length > row.length || values.at(-1) !== rounded(scale.max)) return [];
  const [lowest, highest] = [values[0]!, values.at(-1)!];
  const areDigits = values.every(Number.isInteger) && lowest >= 0 && highest <= (lowest === 0 ? 9 : 10);
  // Ten has the key of the zero, unless zero is a rating itself: then all are digits, or it is the eleventh.
  const fromZero = `0${row.slice(0, 9)}-`;
  return values.map((value, i) => ({
    value,
    key: areDigits ? String(value).at(-1)! : lowest === 0 && highest === 10 ? fromZero[i]! : row[i]!,
  }));
}

/** Without the tail that adding up steps as .1 leaves. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
