import { areEnough } from '../../fit/evaluate.ts';
import type { ProxyData } from './data.ts';
import { proxyThresholds } from './options.ts';

/** Why nothing can be said, in words; undefined where something can. */
export function enough({ weights, groups, goal }: ProxyData): string | undefined {
  if (!areEnough(weights, groups)) return 'the groups are worth fewer than ten of equal weight';
  if (goal.passes === undefined) return new Set(goal.values).size > 1 ? undefined : 'the goal is the same in all rows';
  const fewest = Math.min(...[0, 1].map((side) => new Set(groups.filter((_, i) => goal.passes![i] === side)).size));
  if (fewest >= proxyThresholds.fewestEach) return undefined;
  return `only ${fewest} groups are on one side of the goal, fewer than ${proxyThresholds.fewestEach}`;
}
