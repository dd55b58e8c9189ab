import { quantileSorted } from 'simple-statistics';
import { clusterMembers, resampleClusters } from '../../src/math/clusters.ts';
import { weightedMean } from '../../src/math/metrics.ts';
import { seededRandom } from '../../src/math/random.ts';
import { significant } from '../../src/math/round.ts';

/** With fewer sources, nothing can be said of how the next one will differ. */
export const fewestSources = 5;

const draws = 4000;

/** A mean over tasks, and the interval that sources like these put around it. */
export interface OverTasks {
  readonly mean: number;
  /** Null with fewer than five sources. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Mean over tasks with a 95 % percentile bootstrap interval over sources: the tasks of one source share their texts and
 * labels, so a source is drawn with all its tasks or not at all.
 *
 * @see Davison and Hinkley (1997), Bootstrap Methods and their Application, section 3.8
 */
export function overTasks(values: readonly number[], sources: readonly string[]): OverTasks {
  const once = values.map(() => 1);
  const mean = significant(weightedMean(values, once), 5);
  const members = clusterMembers(sources);
  if (members.length < fewestSources) return { mean, lower: null, upper: null };
  const random = seededRandom(1);
  const drawn = Array.from({ length: draws }, () => weightedMean(values, resampleClusters(members, once, random))).sort(
    (a, b) => a - b,
  );
  return {
    mean,
    lower: significant(quantileSorted(drawn, 0.025), 5),
    upper: significant(quantileSorted(drawn, 0.975), 5),
  };
}
