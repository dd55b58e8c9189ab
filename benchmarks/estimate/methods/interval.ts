import { studentQuantile } from '../../../src/math/student.ts';

/** What a method says of a pass rate; undefined where it says nothing. */
export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export const confidence = 0.95;

/** Two-sided 5 % point of the normal distribution. */
export const z = 1.959963984540054;

export function around(estimate: number, standardError: number, freedom = Infinity): Interval {
  const times = Number.isFinite(freedom) ? studentQuantile(1 - confidence, freedom) : z;
  return { estimate, lower: estimate - times * standardError, upper: estimate + times * standardError };
}
