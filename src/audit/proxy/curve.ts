import { quantileSorted } from 'simple-statistics';
import type { Estimate } from '../../fit/bootstrap.ts';
import { tiesOf } from '../../math/metrics.ts';
import type { ProxyData } from './data.ts';
import { smallSample, spread, type Drawing } from './draws.ts';
import { proxyThresholds } from './options.ts';
import { topMeans } from './ranks.ts';

/** The share of the rows with the best metric, and their mean goal. */
export interface SelectionPoint {
  readonly share: number;
  /** Rows on one value of the metric count in proportion. */
  readonly goal: Estimate;
  /** Of as many rows chosen by the goal itself. Choosing at random gives the value at a share of 1. */
  readonly best: number;
}

/** Choosing harder lowers the goal: the mean goal at the narrower share `to` is surely worse than at `from`. */
export interface Turn {
  readonly from: number;
  readonly to: number;
  /** Mean goal at `to` less that at `from`. */
  readonly change: Estimate;
}

const shares = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);
const compared = [0.05, 0.1, 0.25, 0.5, 1].map((share) => shares.indexOf(share));

export function curveMeasurer({ metric, goal }: ProxyData): (weights: ArrayLike<number>) => readonly number[] {
  const ties = tiesOf(metric.scores);
  return (weights) => topMeans(ties, goal.values, weights, shares);
}

type Drawn = Drawing<{ readonly curve: readonly number[] }>;

export function selectionCurve({ goal, weights }: ProxyData, drawn: Drawn): SelectionPoint[] {
  const best = topMeans(tiesOf(goal.scores), goal.values, weights, shares);
  return shares.map((share, i) => ({ share, goal: drawn.estimate(({ curve }) => curve[i]!), best: best[i]! }));
}

/**
 * The largest sure fall of the goal between two of a few shares, all pairs of them tested at once: a fall is sure when it
 * is more standard errors than the largest over all pairs is by chance in 95 of 100 draws.
 *
 * @see Westfall and Young (1993), Resampling-Based Multiple Testing, section 2.5 (single-step maxT)
 */
export function turnOf({ goal, weights }: ProxyData, drawn: Drawn): Turn | null {
  const wide = compared.filter((i) => shares[i]! * weights.length >= proxyThresholds.fewestChosen);
  const pairs = wide.flatMap((to, place) => wide.slice(place + 1).map((from) => ({ from, to })));
  const falls = pairs.flatMap((pair) => {
    const change = ({ curve }: { curve: readonly number[] }): number => curve[pair.to]! - curve[pair.from]!;
    const all = drawn.draws.map((one) => goal.sign * change(one));
    const [value, error] = [goal.sign * change(drawn.point), spread(all)];
    // Where the metric cannot tell the rows of the wider share apart, there is nothing to choose.
    if (!(error > 1e-9)) return [];
    // Draws lie about their own mean: with rows drawn twice, a share is less sharply cut than in the rows themselves.
    const center = all.reduce((sum, one) => sum + one, 0) / all.length;
    return [{ ...pair, change, value, t: value / error, noise: all.map((one) => (one - center) / error) }];
  });
  if (falls.length === 0) return null;
  const lowest = drawn.draws.map((_, draw) => Math.min(...falls.map(({ noise }) => noise[draw]!)));
  const inDraws = quantileSorted(
    lowest.sort((a, b) => a - b),
    proxyThresholds.falseAlarm,
  );
  const critical = smallSample(drawn.groupsWorth) * inDraws;
  const sure = falls.filter(({ t }) => t < critical);
  const deepest = Math.min(...sure.map(({ value }) => value));
  // Of falls that are the same, as within a tie, the one that says how little choosing is enough.
  const largest = sure.findLast(({ value }) => value < deepest + 1e-9);
  if (largest === undefined) return null;
  return { from: shares[largest.from]!, to: shares[largest.to]!, change: drawn.estimate(largest.change) };
}
