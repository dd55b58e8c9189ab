import { clusterMean } from '../../math/clusters.ts';
import { holm } from '../../math/holm.ts';
import { significant } from '../../math/round.ts';
import { studentTail } from '../../math/student.ts';
import { areEnough } from '../evaluate.ts';
import type { RatedRecord } from './people.ts';

/** How much higher or lower a person rates than the others do on the same records. */
export interface Severity {
  readonly labeller: string;
  /** Records that others rated too. */
  readonly records: number;
  /** Mean of own rating less the mean of the others', in units of the human scale: below 0 is severe. */
  readonly difference: number;
  /** Clustered by group. */
  readonly standardError: number;
  /** P-value of no difference, by Student's t with one degree of freedom less than groups, corrected by Holm for all named. */
  readonly pValue: number;
}

/** Of the people with a name whose shared records are of groups worth ten of equal weight; by name. */
export function severities(records: readonly RatedRecord[]): Severity[] {
  const entries = records.flatMap(({ labellers, ratings, weight, group }) => {
    const total = ratings.reduce((sum, rating) => sum + rating, 0);
    return labellers.flatMap((labeller, i) => {
      if (labeller === undefined || ratings.length < 2) return [];
      const others = (total - ratings[i]!) / (ratings.length - 1);
      return [{ labeller, difference: ratings[i]! - others, weight, group }];
    });
  });
  const found = [...Map.groupBy(entries, ({ labeller }) => labeller)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([labeller, own]) => {
      const weights = own.map(({ weight }) => weight);
      const groups = own.map(({ group }) => group);
      if (!areEnough(weights, groups)) return [];
      const { mean, standardError } = clusterMean(
        own.map(({ difference }) => difference),
        weights,
        groups,
      );
      return [{ labeller, records: own.length, mean, standardError, freedom: new Set(groups).size - 1 }];
    });
  // Who always rates as the others do has no error either: 0 / 0, and no sign of a difference.
  const pValues = found.map(({ mean, standardError, freedom }) =>
    mean === 0 ? 1 : studentTail(mean / standardError, freedom),
  );
  const corrected = holm(pValues);
  return found.map(({ labeller, records: count, mean, standardError }, i) => ({
    labeller,
    records: count,
    difference: significant(mean, 6),
    standardError: significant(standardError, 6),
    pValue: significant(corrected[i]!, 6),
  }));
}
