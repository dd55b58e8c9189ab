import { studentQuantile, studentTail } from '../math/student.ts';
import type { ConfidenceInterval } from './interval.ts';
import type { MeanEstimate } from './mean.ts';

/** A mean in a sum, and how often: below 0 where it is taken off. */
export interface Term {
  readonly times: number;
  readonly mean: MeanEstimate;
}

/** A sum of means. */
export interface Combined {
  readonly estimate: number;
  /** Null where one of the means has none. */
  readonly interval: ConfidenceInterval | null;
  /** Of a sum of 0. Below 1 − confidence just where the interval leaves 0 out. Null at least with the interval. */
  readonly pValue: number | null;
}

/**
 * A sum of means. Its interval is put together from theirs, which must have one confidence: on each side, its bound lies as
 * far from the sum as theirs lie from them, added as standard errors are. So a mean near 0 or 1 keeps its lopsided interval.
 * Means of the same groups are related; how closely is read from what each group does to either. O(groups of all means).
 *
 * @see Zou and Donner (2008), Construction of Confidence Limits about Effect Measures: A General Approach, Statistics in
 *   Medicine 27
 */
export function combine(terms: readonly Term[]): Combined {
  const counted = terms.filter(({ times }) => times !== 0);
  const estimate = counted.reduce((sum, { times, mean }) => sum + times * mean.estimate, 0);
  const [below, above] = [reach(counted, 'lower'), reach(counted, 'upper')];
  const confidence = counted[0]?.mean.interval?.confidence;
  // No distance at all is no certainty: it is that of two equal sets.
  if (confidence === undefined || below === null || above === null || below + above === 0)
    return { estimate, interval: null, pValue: null };
  const freedom = Math.min(...counted.map(({ mean }) => mean.freedom));
  const towardsNone = (estimate > 0 ? below : above) / studentQuantile(1 - confidence, freedom);
  return {
    estimate,
    interval: { lower: estimate - below, upper: estimate + above, confidence },
    pValue: towardsNone > 0 ? studentTail(Math.abs(estimate) / towardsNone, freedom) : null,
  };
}

/** How far the sum may lie above its bound on one side; null where nothing says so. */
function reach(terms: readonly Term[], side: 'lower' | 'upper'): number | null {
  const byGroup = new Map<string, number>();
  let alone = 0;
  for (const { times, mean } of terms) {
    if (mean.interval === null) return null;
    const isSame = times > 0 === (side === 'lower');
    const distance = isSame ? mean.estimate - mean.interval.lower : mean.interval.upper - mean.estimate;
    const length = Math.sqrt([...mean.influence.values()].reduce((sum, value) => sum + value ** 2, 0));
    // What no group moves is related to nothing.
    if (length === 0) alone += (times * distance) ** 2;
    else
      for (const [group, value] of mean.influence)
        byGroup.set(group, (byGroup.get(group) ?? 0) + (times * distance * value) / length);
  }
  return Math.sqrt([...byGroup.values()].reduce((sum, value) => sum + value ** 2, alone));
}

/** How far each group moves the sum from the truth, as far as it can be known. */
export function influenceOf(terms: readonly Term[]): ReadonlyMap<string, number> {
  const byGroup = new Map<string, number>();
  for (const { times, mean } of terms)
    for (const [group, value] of mean.influence) byGroup.set(group, (byGroup.get(group) ?? 0) + times * value);
  return byGroup;
}
