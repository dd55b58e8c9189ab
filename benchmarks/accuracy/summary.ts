import { significant } from '../../src/math/round.ts';
import { summariseNullRun, type NullRun } from './null-run.ts';
import type { Score } from './protocol.ts';
import { rowOf, type Row } from './rows.ts';
import { taskMeansOf, type TaskMeans } from './task-means.ts';

/** What one run found, as it is stored. */
export interface Summary {
  readonly rows: readonly Row[];
  /** For whoever wants to look closer, unflatter's worst against isotonic first: also those that are too few for a row. */
  readonly tasks: readonly TaskRow[];
  /** Numbers of labels left out, since fewer than two tasks have so many. */
  readonly skipped: readonly { readonly labels: number; readonly tasks: number }[];
  /** Methods left out, and why. */
  readonly missing?: Readonly<Record<string, string>>;
  readonly nullRun?: NullRun | undefined;
}

/** Mean log loss of each method on one task. */
export interface TaskRow {
  readonly task: string;
  readonly source: string;
  /** Whether it has the records of several raters. */
  readonly pooled: boolean;
  readonly labels: number;
  readonly repetitions: number;
  readonly logLoss: Readonly<Record<string, number>>;
  readonly mildLogLoss: Readonly<Record<string, number>>;
}

const fewestTasks = 2;

/** Means over repetitions within each task, then over tasks. */
export function summarise(scores: readonly Score[], sizes: readonly number[]): Summary {
  const bySize = sizes.map((labels) => ({
    labels,
    tasks: taskMeansOf(scores.filter((score) => !score.shuffled && score.labels === labels)),
  }));
  const kept = bySize.filter(({ tasks }) => tasks.length >= fewestTasks);
  return {
    rows: kept.flatMap(({ labels, tasks }) =>
      [...tasks[0]!.means.keys()].map((method) => rowOf(labels, method, tasks)),
    ),
    tasks: bySize.flatMap(({ labels, tasks }) =>
      tasks.map((task) => taskRow(labels, task)).sort((a, b) => aheadOfIsotonic(a) - aheadOfIsotonic(b)),
    ),
    skipped: bySize
      .filter(({ tasks }) => tasks.length < fewestTasks)
      .map(({ labels, tasks }) => ({ labels, tasks: tasks.length })),
    nullRun: summariseNullRun(scores.filter(({ shuffled }) => shuffled)),
  };
}

/** By how many nats unflatter is ahead of isotonic regression on a task. */
export function aheadOfIsotonic({ logLoss }: TaskRow): number {
  return logLoss['isotonic']! - logLoss['unflatter']!;
}

function taskRow(labels: number, { task, source, pooled, repetitions, means }: TaskMeans): TaskRow {
  const losses = (measure: 'logLoss' | 'mildLogLoss'): Record<string, number> =>
    Object.fromEntries([...means].map(([method, own]) => [method, significant(own[measure], 5)]));
  return { task, source, pooled, labels, repetitions, logLoss: losses('logLoss'), mildLogLoss: losses('mildLogLoss') };
}
