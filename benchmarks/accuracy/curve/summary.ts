import { significant } from '../../../src/math/round.ts';
import type { Score } from '../protocol.ts';
import { taskMeansOf } from '../task-means.ts';
import { labelsNeeded, type Needed } from './labels-needed.ts';
import { curveMaxima, curveSizes } from './sizes.ts';

/** What a run of the curve found, as it is stored. */
export interface CurveSummary {
  /** The folder of the data. */
  readonly name: string;
  /** One a maximum, each over the tasks that hold it. */
  readonly curves: readonly Curve[];
  /** Methods left out, and why. */
  readonly missing?: Readonly<Record<string, string>>;
}

/** Log loss by number of labels, over the same splits of the same tasks all along. */
export interface Curve {
  readonly maximum: number;
  readonly tasks: readonly string[];
  readonly sources: number;
  readonly labels: readonly number[];
  /** What unflatter has at 100 labels, which the others are asked to reach. */
  readonly goal: { readonly labels: number; readonly logLoss: number };
  readonly methods: readonly MethodCurve[];
}

export interface MethodCurve {
  readonly method: string;
  /** Mean over tasks, one a number of labels. */
  readonly logLoss: readonly number[];
  /** Labels for the log loss of the goal. */
  readonly needed: Needed;
}

/** Number of labels at which unflatter sets the goal. */
export const goalSize = 100;

const fewestTasks = 2;

/** Curves over the maxima that two tasks or more can hold. */
export function summariseCurves(scores: readonly Score[]): Curve[] {
  return curveMaxima
    .map((maximum) => ({ maximum, whole: wholeSplits(scores, maximum) }))
    .filter(({ whole }) => new Set(whole.map(({ task }) => task)).size >= fewestTasks)
    .map(({ maximum, whole }) => curveOf(maximum, whole));
}

/** The scores up to a number of labels of the splits that have one at each: a curve is over the same splits all along. */
function wholeSplits(scores: readonly Score[], maximum: number): Score[] {
  const wanted = curveSizes.filter((labels) => labels <= maximum);
  const splits = Map.groupBy(
    scores.filter(({ labels }) => labels <= maximum),
    ({ task, repetition }) => JSON.stringify([task, repetition]),
  );
  return [...splits.values()].filter((own) => new Set(own.map(({ labels }) => labels)).size === wanted.length).flat();
}

function curveOf(maximum: number, scores: readonly Score[]): Curve {
  const labels = curveSizes.filter((size) => size <= maximum);
  const bySize = labels.map((size) => taskMeansOf(scores.filter((score) => score.labels === size)));
  const lossesOf = (method: string): number[] =>
    bySize.map((tasks) => tasks.reduce((sum, { means }) => sum + means.get(method)!.logLoss, 0) / tasks.length);
  const tasks = bySize[0]!;
  const goal = lossesOf('unflatter')[labels.indexOf(goalSize)]!;
  return {
    maximum,
    tasks: tasks.map(({ task }) => task),
    sources: new Set(tasks.map(({ source }) => source)).size,
    labels,
    goal: { labels: goalSize, logLoss: significant(goal, 5) },
    methods: [...tasks[0]!.means.keys()].map((method) => {
      const losses = lossesOf(method);
      const points = labels.map((size, i) => ({ labels: size, logLoss: losses[i]! }));
      return { method, logLoss: losses.map((loss) => significant(loss, 5)), needed: labelsNeeded(points, goal) };
    }),
  };
}
