import { significant } from '../../../src/math/round.ts';

/** The whole picture. */
export const size = { width: 880, height: 520 };

/** What the lines are drawn in. */
export const frame = { left: 64, right: 700, top: 56, bottom: 464 };

/** Places of a value that goes from one end to the other. */
export type Scale = (value: number) => number;

export function scaleOver([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** A place as it is written: a hundredth of a pixel is plenty. */
export function placed(value: number): number {
  return significant(value, 5);
}
