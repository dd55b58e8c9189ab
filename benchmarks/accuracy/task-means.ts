import type { Measures } from './measures.ts';
import type { Score } from './protocol.ts';

/** One task at one number of labels: the means of each method over the repetitions. */
export interface TaskMeans {
  readonly task: string;
  readonly source: string;
  readonly pooled: boolean;
  readonly repetitions: number;
  readonly means: ReadonlyMap<string, Measures>;
}

/** Scores of one number of labels, by task. */
export function taskMeansOf(scores: readonly Score[]): TaskMeans[] {
  return [...Map.groupBy(scores, ({ task }) => task)].map(([task, some]) => ({
    task,
    source: some[0]!.source,
    pooled: some[0]!.pooled,
    repetitions: new Set(some.map(({ repetition }) => repetition)).size,
    means: new Map([...Map.groupBy(some, ({ method }) => method)].map(([method, own]) => [method, meansOf(own)])),
  }));
}

/** The mean of each measure. */
export function meansOf(some: readonly Measures[]): Measures {
  const mean = (pick: (measures: Measures) => number): number =>
    some.reduce((sum, measures) => sum + pick(measures), 0) / some.length;
  return {
    logLoss: mean(({ logLoss }) => logLoss),
    mildLogLoss: mean(({ mildLogLoss }) => mildLogLoss),
    auc: mean(({ auc }) => auc),
    calibrationError: mean(({ calibrationError }) => calibrationError),
    lengthBias: mean(({ lengthBias }) => lengthBias),
  };
}
