import { levelsOf } from '../calibrator/scale.ts';
import type { Scale } from '../types.ts';
import type { PageSettings } from './page-state.ts';

/** Keys of one row of a keyboard, in their order. */
const row = '1234567890-';
/** Letters that do nothing else, by place. */
const letters = 'qwertyiopad';

/**
 * The ratings of a scale that a person chooses from, with the key of each: its own digit where it is one, since nobody
 * presses a digit to give another; else a letter, or, where no rating is a digit, the place in their row. A scale without steps has those of one; none where there are more than eleven, or where
 * steps of one do not end on the highest.
 */
export function levelsFor(scale: Scale): PageSettings['levels'] {
  const values = levelsOf({ ...scale, step: scale.step ?? 1 }).map(rounded);
  if (values.length > row.length || values.at(-1) !== rounded(scale.max)) return [];
  const isDigit = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 9;
  const keyOf = (value: number, i: number): string => {
    if (isDigit(value)) return String(value);
    // Ten has the key of the zero, unless zero is a rating itself: then that behind it.
    if (value === 10) return values.includes(0) ? '-' : '0';
    return letters[i]!;
  };
  const hasDigit = values.some(isDigit);
  return values.map((value, i) => ({ value, key: hasDigit ? keyOf(value, i) : row[i]! }));
}

/** Without the tail that adding up steps as .1 leaves. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
