import { clusterMembers, effectiveClusters } from '../../../math/clusters.ts';
import { holm } from '../../../math/holm.ts';
import { significant } from '../../../math/round.ts';
import { studentQuantile, studentTail } from '../../../math/student.ts';
import { areEnough } from '../../evaluate.ts';
import type { Opinion } from './said.ts';

/** How a labeller's standard has moved against that of the others on the same records. */
export interface Drift {
  readonly labeller: string;
  /** Records that others rated too, and of which the time is known. */
  readonly records: number;
  /** From the labeller's first to the last label, on the human scale: below 0 became stricter. 95 % interval over groups. */
  readonly shift: { readonly value: number; readonly lower: number; readonly upper: number };
  /** P-value of no drift, corrected by Holm for all who are judged. */
  readonly pValue: number;
}

/**
 * Of the labellers whose shared records are of groups worth ten of equal weight; by name. The difference to the mean of the
 * others is regressed on time, so that a drift of the traffic, which everybody sees, is none.
 */
export function driftOf(opinions: readonly Opinion[]): Drift[] {
  const shared = [...Map.groupBy(opinions, ({ record }) => record).values()].flatMap((own) => {
    const total = own.reduce((sum, { value }) => sum + value, 0);
    return own.length < 2
      ? []
      : own.flatMap(({ at, value, ...one }) =>
          at === undefined ? [] : [{ ...one, at, difference: value - (total - value) / (own.length - 1) }],
        );
  });
  const found = [...Map.groupBy(shared, ({ labeller }) => labeller)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([labeller, own]) => {
      const trend = trendOf(own);
      return trend === undefined ? [] : [{ labeller, records: own.length, ...trend }];
    });
  const corrected = holm(found.map(({ pValue }) => pValue));
  return found.map(({ labeller, records, shift }, i) => ({
    labeller,
    records,
    shift,
    pValue: significant(corrected[i]!, 6),
  }));
}

type Timed = Pick<Opinion, 'group' | 'weight'> & { readonly at: number; readonly difference: number };

/**
 * A line through the differences, its rise over the whole time, clustered by group, with what the leverage of each hides put back.
 *
 * @see Bell and McCaffrey (2002), Bias Reduction in Standard Errors for Linear Regression with Multi-Stage Samples, Survey
 *   Methodology 28
 */
function trendOf(own: readonly Timed[]): Pick<Drift, 'shift' | 'pValue'> | undefined {
  const [weights, groups] = [own.map(({ weight }) => weight), own.map(({ group }) => group)];
  const [first, last] = [Math.min(...own.map(({ at }) => at)), Math.max(...own.map(({ at }) => at))];
  if (!areEnough(weights, groups) || !(last > first)) return undefined;
  const times = own.map(({ at }) => (at - first) / (last - first));
  const total = weights.reduce((sum, one) => sum + one, 0);
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total;
  const differences = own.map(({ difference }) => difference);
  const [middle, level] = [meanOf(times), meanOf(differences)];
  const spread = weights.reduce((sum, weight, i) => sum + weight * (times[i]! - middle) ** 2, 0);
  const slope = weights.reduce((sum, weight, i) => sum + weight * (times[i]! - middle) * differences[i]!, 0) / spread;
  const scores = clusterMembers(groups).map((members) => {
    const score = members.reduce((sum, i) => {
      const residual = differences[i]! - level - slope * (times[i]! - middle);
      return sum + weights[i]! * (times[i]! - middle) * residual;
    }, 0);
    // A group draws the line to itself, by its leverage: what is left of it looks smaller than it is.
    const leverage = members.reduce(
      (sum, i) => sum + weights[i]! * (1 / total + (times[i]! - middle) ** 2 / spread),
      0,
    );
    return score / (1 - Math.min(0.99, leverage));
  });
  const count = scores.length;
  const freedom = effectiveClusters(weights, groups) - 2;
  const standardError = Math.sqrt((scores.reduce((sum, score) => sum + score ** 2, 0) * count) / (count - 2)) / spread;
  const reach = standardError * studentQuantile(0.05, freedom);
  return {
    shift: {
      value: significant(slope, 6),
      lower: significant(slope - reach, 6),
      upper: significant(slope + reach, 6),
    },
    // Who always rates as the others do has no error either: 0 / 0, and no sign of a drift.
    pValue: slope === 0 ? 1 : studentTail(slope / standardError, freedom),
  };
}
