import { significant } from '../math/round.ts';
import type { ConfidenceInterval } from './interval.ts';

/** To the digits that a reader is shown at most. */
export function rounded(value: number): number {
  return significant(value, 6);
}

export function roundedInterval(interval: ConfidenceInterval | null): ConfidenceInterval | null {
  return interval && { ...interval, lower: rounded(interval.lower), upper: rounded(interval.upper) };
}
