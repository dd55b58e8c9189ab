import { quantileSorted } from 'simple-statistics';
import { clusterMembers, resampleClusters } from '../math/clusters.ts';
import { seededRandom } from '../math/random.ts';
import { significant } from '../math/round.ts';
import { areEnough } from './evaluate.ts';

const draws = 1000;

/** A number and the interval that should hold it in 95 of 100 repetitions. */
export interface Estimate {
  /** Null where it does not exist, as an AUC without a failing record. */
  readonly value: number | null;
  /**
   * Null with the number, and where no interval can be trusted: with groups worth fewer than ten of equal weight, and where
   * every draw gave the same, as a share of 0 or 1 does.
   */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What is needed to draw records again: how much each counts, and which belong together. */
export interface Drawn {
  readonly weights: ArrayLike<number>;
  readonly groups: readonly string[];
  readonly seed: number;
}

/**
 * Percentile bootstrap over whole groups, 1,000 draws: measures once with the weights as they are and once a draw, and
 * gives back a function that picks a number of the measurement and returns it with its interval.
 *
 * Percentile intervals of few groups are somewhat too narrow; how much is measured in docs/method.md.
 *
 * @see Davison and Hinkley (1997), Bootstrap Methods and their Application, section 3.8
 */
export function bootstrap<Measured>(
  measure: (weights: ArrayLike<number>) => Measured,
  drawn: Drawn,
): (pick: (measured: Measured) => number | null) => Estimate {
  const { point, draws: redrawn } = redraw(measure, drawn);
  return (pick) => estimateOf(pick(point), redrawn.map(pick));
}

/** The measurement with the weights as they are, and of every draw; of too few groups there are no draws. */
export function redraw<Measured>(
  measure: (weights: ArrayLike<number>) => Measured,
  { weights, groups, seed }: Drawn,
): { readonly point: Measured; readonly draws: readonly Measured[] } {
  const members = clusterMembers(groups);
  const random = seededRandom(seed);
  const point = measure(weights);
  const drawn = areEnough(weights, groups)
    ? Array.from({ length: draws }, () => measure(resampleClusters(members, weights, random)))
    : [];
  return { point, draws: drawn };
}

/** Draws without a value say nothing, and draws that all agree are no proof that the next set will: no interval then. */
export function estimateOf(value: number | null, drawn: readonly (number | null)[]): Estimate {
  const usable = drawn.filter((one): one is number => one !== null && Number.isFinite(one)).sort((a, b) => a - b);
  if (value === null || !Number.isFinite(value)) return { value: null, lower: null, upper: null };
  if (usable.length === 0 || usable[0] === usable.at(-1))
    return { value: significant(value, 6), lower: null, upper: null };
  const at = (level: number): number => significant(quantileSorted(usable, level), 6);
  return { value: significant(value, 6), lower: at(0.025), upper: at(0.975) };
}
