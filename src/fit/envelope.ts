import type { FeatureScaling } from '../calibrator/calibrator.ts';
import { builtIn } from '../calibrator/custom.ts';
import { transformed } from '../calibrator/heads.ts';
import { significant } from '../math/round.ts';
import { distanceAlarms, firstOfResponses } from './distance.ts';
import type { Example } from './examples.ts';

/** Share of records like the labels that may be called outside, by a range or by the joint distance. */
const falseAlarms = 0.05;

/** The margin is never less, nor more, whatever the labels say: in units of a feature. */
const margins = { least: 0.5, most: 3 };

/**
 * A feature that hardly varies would make one more word an outlier. So its unit is at least a doubling, five in a hundred
 * words, or a tenth of the whole.
 */
const leastUnits: Readonly<Record<string, number>> = {
  'per 100 words': 5,
  '0..1': 0.1,
  '0 or 1': 0.1,
  '0..1 of the scale': 0.1,
};
const doubling = Math.LN2;

/** A feature over a set of records, NaN where it is absent. */
export interface Measured {
  readonly scaling: Omit<FeatureScaling, 'slack'>;
  readonly column: Float64Array;
}

/**
 * Features with the slack of their range. All have the same margin beyond it, in units of their own, which is chosen so
 * that about one in twenty of the labels' own records would be outside of the range of the other groups, less those that
 * the joint distance may call outside: many features are many chances to be outside by one. The same as split conformal prediction with the largest excess over all
 * features as the score, each record against the other groups.
 *
 * @see Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World, chapter 4
 */
export function withEnvelope(examples: readonly Example[], measured: readonly Measured[]): FeatureScaling[] {
  const features = measured.map(({ scaling }) => scaling);
  const groups = numbered(examples);
  const excesses = new Float64Array(examples.length);
  const seen = new Float64Array(examples.length);
  for (const feature of measured) raiseByExcess({ excesses, groups, seen }, feature);
  const once = Float64Array.from(firstOfResponses(examples), (i) => excesses[i]!);
  const margin = marginOf(once, falseAlarms - distanceAlarms(examples, features));
  return features.map((feature) => ({ ...feature, slack: significant(margin * unitOf(feature), 6) }));
}

function marginOf(excesses: Float64Array, alarms: number): number {
  // Less what rounding may have added to a whole number.
  const place = Math.ceil((excesses.length + 1) * (1 - alarms) - 1e-9) - 1;
  const wanted = excesses.sort()[place] ?? margins.most;
  return Math.min(margins.most, Math.max(margins.least, wanted));
}

function unitOf({ name, transform, spread, min, max }: Omit<FeatureScaling, 'slack'>): number {
  const unit = builtIn.find((one) => one.name === name)?.unit ?? '';
  const least = transform === 'log' ? doubling : (leastUnits[unit] ?? 0);
  // What never varied has a spread of one, which means nothing: without a unit of its own, any other value is outside.
  return min === max ? least : Math.max(least, spread);
}

interface Room {
  readonly excesses: Float64Array;
  readonly groups: Int32Array;
  /** Written anew for each feature. */
  readonly seen: Float64Array;
}

/** How far each record lies beyond the records of all other groups, where that is further than for any feature before. */
function raiseByExcess({ excesses, groups, seen }: Room, { scaling, column }: Measured): void {
  const unit = unitOf(scaling);
  if (unit === 0) return;
  column.forEach((value, i) => (seen[i] = transformed(value, scaling.transform) / unit));
  const highest = extremes(seen, groups, 1);
  const lowest = extremes(seen, groups, -1);
  for (let i = 0; i < seen.length; i++) {
    const value = seen[i]!;
    const above = value - (highest.group === groups[i] ? highest.next : highest.first);
    const below = -value - (lowest.group === groups[i] ? lowest.next : lowest.first);
    excesses[i] = Math.max(excesses[i]!, Number.isFinite(above) ? above : 0, Number.isFinite(below) ? below : 0);
  }
}

/** The largest of the values, or of their opposites, the group it is in, and the largest of all other groups. */
function extremes(seen: Float64Array, groups: Int32Array, side: 1 | -1) {
  let [first, next, group] = [-Infinity, -Infinity, -1];
  for (let i = 0; i < seen.length; i++) {
    const value = side * seen[i]!;
    if (value > first) {
      if (groups[i] !== group) next = first;
      [first, group] = [value, groups[i]!];
    } else if (value > next && groups[i] !== group) next = value;
  }
  return { first, next, group };
}

function numbered(examples: readonly Example[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(examples, ({ group }) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
}
