import { significant } from '../../src/math/round.ts';
import type { Measures } from './measures.ts';
import { overTasks, type OverTasks } from './resample.ts';
import { meansOf, type TaskMeans } from './task-means.ts';

/** One method at one number of labels: means over tasks, and how unflatter compares. */
export interface Row extends Measures {
  readonly labels: number;
  readonly tasks: number;
  readonly sources: number;
  readonly method: string;
  /** Log loss less that of isotonic regression: mean over tasks, worst task. */
  readonly againstIsotonic: { readonly mean: number; readonly worst: number; readonly worstTask: string };
  /** Log loss of unflatter less that of this method: below zero, unflatter is ahead. */
  readonly unflatterAhead: OverTasks;
  /** The same at the mild clip. */
  readonly unflatterAheadMildly: OverTasks;
  /** The same by task, unflatter's worst task first, and on how many of them it is behind. */
  readonly behind: { readonly tasks: number; readonly byTask: Readonly<Record<string, number>> };
}

export function rowOf(labels: number, method: string, tasks: readonly TaskMeans[]): Row {
  const { logLoss, mildLogLoss, auc, calibrationError, lengthBias } = meansOf(
    tasks.map(({ means }) => means.get(method)!),
  );
  const sources = tasks.map(({ source }) => source);
  const ofIsotonic = gapsByTask(tasks, method, 'isotonic');
  const ofUnflatter = gapsByTask(tasks, 'unflatter', method);
  const [worstTask, worst] = ofIsotonic[0]!;
  return {
    labels,
    tasks: tasks.length,
    sources: new Set(sources).size,
    method,
    logLoss: significant(logLoss, 5),
    mildLogLoss: significant(mildLogLoss, 5),
    auc: significant(auc, 5),
    calibrationError: significant(calibrationError, 5),
    lengthBias: significant(lengthBias, 5),
    againstIsotonic: { mean: overTasks(gaps(tasks, method, 'isotonic'), sources).mean, worst, worstTask },
    unflatterAhead: overTasks(gaps(tasks, 'unflatter', method), sources),
    unflatterAheadMildly: overTasks(gaps(tasks, 'unflatter', method, 'mildLogLoss'), sources),
    behind: { tasks: ofUnflatter.filter(([, gap]) => gap > 0).length, byTask: Object.fromEntries(ofUnflatter) },
  };
}

/** Log loss of one method less that of another, a task each. */
function gaps(
  tasks: readonly TaskMeans[],
  method: string,
  other: string,
  measure: 'logLoss' | 'mildLogLoss' = 'logLoss',
): number[] {
  return tasks.map(({ means }) => means.get(method)![measure] - means.get(other)![measure]);
}

/** The same with the names of the tasks, largest first. */
function gapsByTask(tasks: readonly TaskMeans[], method: string, other: string): (readonly [string, number])[] {
  return gaps(tasks, method, other)
    .map((gap, i) => [tasks[i]!.task, significant(gap, 5)] as const)
    .sort(([, a], [, b]) => b - a);
}
