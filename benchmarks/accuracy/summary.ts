import { quantileSorted } from 'simple-statistics';
import { seededRandom } from '../../src/math/random.ts';
import { significant } from '../../src/math/round.ts';
import { methods } from './methods.ts';
import type { Score } from './protocol.ts';

export interface Row {
  readonly labels: number;
  readonly tasks: number;
  readonly method: string;
  readonly logLoss: number;
  readonly auc: number;
  readonly calibrationError: number;
  readonly lengthBias: number;
  /** Log loss less that of isotonic regression: mean over tasks, worst task. */
  readonly againstIsotonic: { readonly mean: number; readonly worst: number; readonly worstTask: string };
  /** Log loss of unflatter less that of this method: mean over tasks, and a 95 % interval over tasks. */
  readonly unflatterAhead: { readonly mean: number; readonly lower: number; readonly upper: number };
}

export interface Summary {
  readonly rows: readonly Row[];
  /** Mean log loss by task, for whoever wants to look closer. */
  readonly tasks: readonly {
    readonly task: string;
    readonly labels: number;
    readonly repetitions: number;
    readonly logLoss: Readonly<Record<string, number>>;
  }[];
}

/** Means over repetitions within each task, then over tasks. */
export function summarise(scores: readonly Score[]): Summary {
  const rows: Row[] = [];
  const perTask: Summary['tasks'][number][] = [];
  for (const [labels, ofSize] of [...Map.groupBy(scores, (score) => score.labels)].sort(([a], [b]) => a - b)) {
    const tasks = [...Map.groupBy(ofSize, ({ task }) => task)].map(([task, some]) => {
      const means = new Map(
        [...Map.groupBy(some, ({ method }) => method)].map(([method, own]) => [method, meansOf(own)]),
      );
      perTask.push({
        task,
        labels,
        repetitions: some.length / means.size,
        logLoss: Object.fromEntries([...means].map(([method, { logLoss }]) => [method, significant(logLoss, 5)])),
      });
      return { task, means };
    });
    for (const method of Object.keys(methods)) rows.push(rowOf(labels, method, tasks));
  }
  return { rows, tasks: perTask };
}

type Means = ReturnType<typeof meansOf>;

function meansOf(scores: readonly Score[]) {
  const mean = (pick: (score: Score) => number): number =>
    scores.reduce((sum, score) => sum + pick(score), 0) / scores.length;
  return {
    logLoss: mean(({ logLoss }) => logLoss),
    auc: mean(({ auc }) => auc),
    calibrationError: mean((score) => score.calibrationError),
    lengthBias: mean((score) => score.lengthBias),
  };
}

function rowOf(
  labels: number,
  method: string,
  tasks: readonly { task: string; means: ReadonlyMap<string, Means> }[],
): Row {
  const over = (pick: (means: ReadonlyMap<string, Means>) => number): number[] => tasks.map(({ means }) => pick(means));
  const mean = (values: readonly number[]): number =>
    significant(values.reduce((sum, value) => sum + value, 0) / values.length, 5);
  const gaps = over((means) => means.get(method)!.logLoss - means.get('isotonic')!.logLoss);
  const worst = Math.max(...gaps);
  return {
    labels,
    tasks: tasks.length,
    method,
    logLoss: mean(over((means) => means.get(method)!.logLoss)),
    auc: mean(over((means) => means.get(method)!.auc)),
    calibrationError: mean(over((means) => means.get(method)!.calibrationError)),
    lengthBias: mean(over((means) => means.get(method)!.lengthBias)),
    againstIsotonic: { mean: mean(gaps), worst: significant(worst, 5), worstTask: tasks[gaps.indexOf(worst)]!.task },
    unflatterAhead: withInterval(over((means) => means.get('unflatter')!.logLoss - means.get(method)!.logLoss)),
  };
}

/** Mean and percentile bootstrap interval over tasks. */
function withInterval(values: readonly number[]): Row['unflatterAhead'] {
  const random = seededRandom(1);
  const mean = (some: readonly number[]): number => some.reduce((sum, value) => sum + value, 0) / some.length;
  const drawn = Array.from({ length: 4000 }, () =>
    mean(values.map(() => values[Math.floor(random() * values.length)]!)),
  ).sort((a, b) => a - b);
  return {
    mean: significant(mean(values), 5),
    lower: significant(quantileSorted(drawn, 0.025), 5),
    upper: significant(quantileSorted(drawn, 0.975), 5),
  };
}
