import { clusterMean, effectiveClusters } from '../../math/clusters.ts';
import { holm } from '../../math/holm.ts';
import { weightedMean } from '../../math/metrics.ts';
import { studentTail } from '../../math/student.ts';

/** Probability with which a curve that rises may be said not to. */
const leastDoubt = 0.05;

/** A proxy that gains less than this, on 0..1, has stopped rising. */
const leastGain = 0.01;

/** Human ratings that gain less than this share of what the proxy gains do not rise with it. */
const leastShare = 0.1;

/** What choosing among more does to the human rating of what is chosen, up to the largest n of the curve. */
export interface Turn {
  /**
   * `falls`: the best of the most is surely lower in human rating than the best of fewer. `flat`: from some n on the human
   * rating surely gains less than a tenth of what the proxy gains, both on 0..1. `rises`: neither is sure, and the gain of
   * the best of the most over one at random is. `unclear`: nothing is sure. `falls` or `flat` is said of a curve that rises in at
   * most 5 % of the sets.
   */
  readonly shape: 'rises' | 'flat' | 'falls' | 'unclear';
  /**
   * The n from which on the proxy goes on rising and the human rating does not: for `falls`, where the human rating is
   * highest; for `flat`, the lowest n from which on it is surely flat. Null for the others.
   */
  readonly turnsAt: number | null;
}

/** The expected proxy and human rating of the chosen, on 0..1: for each n from 1 on a value for each choice. */
export interface Course {
  readonly proxy: readonly ArrayLike<number>[];
  readonly human: readonly ArrayLike<number>[];
  readonly weights: readonly number[];
  readonly groups: readonly string[];
}

/**
 * Whether the human rating turns away from the proxy. Looked at are all n from which on the proxy gains a point of a
 * hundred or more up to the most, N. Two families of one-sided tests: the human gain from n to N is less than a tenth of the
 * proxy's; and, only if that holds for some n, it is less than zero. Student's t over groups with one degree of freedom less than
 * their worth, corrected by Holm within a family. So a curve that rises is called otherwise only if the first family errs, and
 * one that is flat is said to fall only if the second does.
 */
export function turnOf(course: Course): Turn {
  const means = (values: readonly ArrayLike<number>[]): number[] =>
    values.map((own) => weightedMean(own, course.weights));
  const proxies = means(course.proxy);
  const before = proxies.flatMap((proxy, i) => (proxies.at(-1)! - proxy >= leastGain ? [i] : []));
  const flat = surelyLess(course, leastShare, before);
  if (flat.length === 0) {
    const rises = pValueOf(course, 0, 0, -1) <= leastDoubt;
    return { shape: rises ? 'rises' : 'unclear', turnsAt: null };
  }
  if (surelyLess(course, 0, before).length === 0) return { shape: 'flat', turnsAt: flat[0]! + 1 };
  const heights = means(course.human);
  const highest = before.reduce((best, i) => (heights[i]! > heights[best]! ? i : best));
  return { shape: 'falls', turnsAt: highest + 1 };
}

/** The places from which on the human rating surely gains less than a share of what the proxy gains. */
function surelyLess(course: Course, share: number, from: readonly number[]): number[] {
  const corrected = holm(from.map((i) => pValueOf(course, i, share, 1)));
  return from.filter((_, j) => corrected[j]! <= leastDoubt);
}

/** Of the hypothesis that the human gain from a place to the last is at least a share of the proxy's; for side −1, at most. */
function pValueOf({ proxy, human, weights, groups }: Course, from: number, share: number, side: 1 | -1): number {
  const gain = (values: readonly ArrayLike<number>[], choice: number): number =>
    values.at(-1)![choice]! - values[from]![choice]!;
  const excess = weights.map((_, choice) => gain(human, choice) - share * gain(proxy, choice));
  const { mean, standardError } = clusterMean(excess, weights, groups);
  // Where all groups say the same to the last digit, there is no error to judge by, and nothing is claimed.
  if (!(standardError > 1e-12)) return 1;
  const t = (side * mean) / standardError;
  const tail = studentTail(t, effectiveClusters(weights, groups) - 1) / 2;
  return t < 0 ? tail : 1 - tail;
}
