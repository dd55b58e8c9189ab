import { clusterMean } from '../../src/math/clusters.ts';
import { significant } from '../../src/math/round.ts';
import type { Score } from './protocol.ts';

/** What methods made of shuffled labels, where nothing is to be learnt. */
export interface NullRun {
  readonly labels: number;
  readonly tasks: number;
  readonly repetitions: number;
  /** Log loss of the base rate less that of each method: what it learnt from nothing, below zero where that cost it. */
  readonly gains: Readonly<Record<string, Gain>>;
}

export interface Gain {
  readonly mean: number;
  /** Over repetitions, each of which shuffled anew. Null with one. */
  readonly standardError: number | null;
}

/** Means over the scores of the null run; undefined where there are none. */
export function summariseNullRun(scores: readonly Score[]): NullRun | undefined {
  const byMethod = Map.groupBy(scores, ({ method }) => method);
  const base = byMethod.get('base rate');
  if (base === undefined) return undefined;
  const gains = [...byMethod].map(([method, own]) => [method, gainOf(base, own)] as const);
  return {
    labels: base[0]!.labels,
    tasks: new Set(base.map(({ task }) => task)).size,
    repetitions: new Set(base.map(({ repetition }) => repetition)).size,
    gains: Object.fromEntries(gains),
  };
}

/** Whether a gain is above zero by more than the noise of the shuffles allows one time in forty. */
export function isBeyondNoise({ mean, standardError }: Gain): boolean {
  return standardError !== null && mean > 1.96 * standardError;
}

/** Both lists hold the same splits in the same order. */
function gainOf(base: readonly Score[], own: readonly Score[]): Gain {
  const { mean, standardError } = clusterMean(
    base.map(({ logLoss }, i) => logLoss - own[i]!.logLoss),
    base.map(() => 1),
    base.map(({ repetition }) => String(repetition)),
  );
  return {
    mean: significant(mean, 5),
    standardError: Number.isNaN(standardError) ? null : significant(standardError, 3),
  };
}
