import { estimateOf, redraw, type Estimate } from '../../fit/bootstrap.ts';
import { effectiveClusters } from '../../math/clusters.ts';
import { studentTail } from '../../math/student.ts';
import type { ProxyData } from './data.ts';

/** A measurement of the rows and of a thousand draws of their groups. */
export interface Drawing<Measured> {
  readonly estimate: (pick: (measured: Measured) => number) => Estimate;
  /** Share of the draws in which a number is below zero or does not exist; 1 without draws. */
  readonly below: (pick: (measured: Measured) => number) => number;
  readonly point: Measured;
  readonly draws: readonly Measured[];
  /** How many groups of equal weight there are. */
  readonly groupsWorth: number;
}

export function drawing<Measured>(
  { weights, groups }: Pick<ProxyData, 'weights' | 'groups'>,
  seed: number,
  measure: (weights: ArrayLike<number>) => Measured,
): Drawing<Measured> {
  const { point, draws } = redraw(measure, { weights, groups, seed });
  return {
    point,
    draws,
    estimate: (pick) => estimateOf(pick(point), draws.map(pick)),
    below: (pick) => (1 + draws.filter((one) => !(pick(one) >= -1e-9)).length) / (1 + draws.length),
    groupsWorth: effectiveClusters(weights, groups),
  };
}

/**
 * The ends of an interval as a verdict uses them. Where all draws agree, as for a perfect metric, there is no interval;
 * then as far from the value as three groups in all: what was seen in none of G groups happens to less than 3 / G, 95 %
 * sure.
 */
export function boundsOf({ value, lower, upper }: Estimate, groupsWorth: number): readonly [number, number] {
  if (value === null) return [-Infinity, Infinity];
  return [lower ?? value - 3 / groupsWorth, upper ?? value + 3 / groupsWorth];
}

/** The two-sided p-value of a number being zero, by Student's t on the spread of its draws; 1 where nothing is known. */
export function differsFromZero<Measured>(
  { point, draws, groupsWorth }: Drawing<Measured>,
  pick: (measured: Measured) => number,
): number {
  const error = Math.max(smallSample(groupsWorth) * spread(draws.map(pick)), 1 / groupsWorth);
  const p = studentTail(pick(point) / error, groupsWorth - 1);
  return draws.length === 0 || Number.isNaN(p) ? 1 : p;
}

/** What few groups leave out of the spread of their draws, which is that about their own mean. */
export function smallSample(groupsWorth: number): number {
  return Math.sqrt(groupsWorth / (groupsWorth - 1));
}

/** Standard deviation of the numbers that exist. */
export function spread(values: readonly number[]): number {
  const usable = values.filter(Number.isFinite);
  const mean = usable.reduce((sum, value) => sum + value, 0) / usable.length;
  return Math.sqrt(usable.reduce((sum, value) => sum + (value - mean) ** 2, 0) / usable.length);
}
