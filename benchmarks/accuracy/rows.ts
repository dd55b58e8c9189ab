import { significant } from '../../src/math/round.ts';
import type { Measures } from './measures.ts';
import { overTasks, type OverTasks } from './resample.ts';
import { meansOf, type TaskMeans } from './task-means.ts';

/** One method at one number of labels: means over tasks, the worst of them, and how unflatter compares. */
export interface Row extends Measures {
  readonly labels: number;
  readonly tasks: number;
  /** How many of them have the records of several raters. */
  readonly pooled: number;
  readonly sources: number;
  readonly method: string;
  /** The task on which the log loss of this method is the highest. */
  readonly worst: OnTask;
  /** The same at the mild clip. */
  readonly mildWorst: OnTask;
  /** Log loss less that of isotonic regression: mean over tasks, worst task. */
  readonly againstIsotonic: { readonly mean: number; readonly worst: number; readonly worstTask: string };
  /** Log loss of unflatter less that of this method: below zero, unflatter is ahead. */
  readonly unflatterAhead: Comparison;
  /** The same at the mild clip. */
  readonly unflatterAheadMildly: Comparison;
  /** The same by task, unflatter's worst task first, and on how many of them it is behind. */
  readonly behind: { readonly tasks: number; readonly byTask: Readonly<Record<string, number>> };
}

/** A number, and the task that it belongs to. */
export interface OnTask {
  readonly task: string;
  readonly value: number;
}

/** A mean over tasks, and the task where it is the highest: unflatter's worst. */
export interface Comparison extends OverTasks {
  readonly worst: OnTask;
}

type Clip = 'logLoss' | 'mildLogLoss';

export function rowOf(labels: number, method: string, tasks: readonly TaskMeans[]): Row {
  const { logLoss, mildLogLoss, auc, calibrationError, lengthBias } = meansOf(
    tasks.map(({ means }) => means.get(method)!),
  );
  const sources = tasks.map(({ source }) => source);
  const ofIsotonic = gapsByTask(tasks, method, 'isotonic');
  const ofUnflatter = gapsByTask(tasks, 'unflatter', method);
  return {
    labels,
    tasks: tasks.length,
    pooled: tasks.filter(({ pooled }) => pooled).length,
    sources: new Set(sources).size,
    method,
    logLoss: significant(logLoss, 5),
    worst: highest(tasks, method, 'logLoss'),
    mildLogLoss: significant(mildLogLoss, 5),
    mildWorst: highest(tasks, method, 'mildLogLoss'),
    auc: significant(auc, 5),
    calibrationError: significant(calibrationError, 5),
    lengthBias: significant(lengthBias, 5),
    againstIsotonic: {
      mean: overTasks(gaps(tasks, method, 'isotonic'), sources).mean,
      worst: ofIsotonic[0]!.value,
      worstTask: ofIsotonic[0]!.task,
    },
    unflatterAhead: compared(tasks, method, 'logLoss'),
    unflatterAheadMildly: compared(tasks, method, 'mildLogLoss'),
    behind: {
      tasks: ofUnflatter.filter(({ value }) => value > 0).length,
      byTask: Object.fromEntries(ofUnflatter.map(({ task, value }) => [task, value])),
    },
  };
}

function compared(tasks: readonly TaskMeans[], method: string, clip: Clip): Comparison {
  const sources = tasks.map(({ source }) => source);
  const worst = gapsByTask(tasks, 'unflatter', method, clip)[0]!;
  return { ...overTasks(gaps(tasks, 'unflatter', method, clip), sources), worst };
}

/** Log loss of one method less that of another, a task each. */
function gaps(tasks: readonly TaskMeans[], method: string, other: string, clip: Clip = 'logLoss'): number[] {
  return tasks.map(({ means }) => means.get(method)![clip] - means.get(other)![clip]);
}

/** The same with the names of the tasks, largest first. */
function gapsByTask(tasks: readonly TaskMeans[], method: string, other: string, clip?: Clip): OnTask[] {
  return gaps(tasks, method, other, clip)
    .map((gap, i) => ({ task: tasks[i]!.task, value: significant(gap, 5) }))
    .sort((a, b) => b.value - a.value);
}

function highest(tasks: readonly TaskMeans[], method: string, clip: Clip): OnTask {
  return tasks
    .map(({ task, means }) => ({ task, value: significant(means.get(method)![clip], 5) }))
    .reduce((worst, own) => (own.value > worst.value ? own : worst));
}
