import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { methods } from './methods.ts';
import { measuresOf, type Measures } from './measures.ts';
import { withShuffledLabels } from './shuffle.ts';
import { passes, type Task } from './tasks.ts';

/** Numbers of labels that are fitted on. */
export const sizes = [50, 100, 300, 1000];

/** Number of labels of the null run. */
export const shuffledSize = 100;

const mostScored = 1500;

/** What one method scored on one task, drawn once. */
export interface Score extends Measures {
  readonly task: string;
  readonly source: string;
  readonly labels: number;
  readonly repetition: number;
  readonly method: string;
  /** Whether this is of the null run, whose labels are shuffled. */
  readonly shuffled: boolean;
}

/** Which task, by its place among all of its folder, and which of its repetitions: these seed the draws. */
export interface Job {
  readonly place: number;
  readonly repetition: number;
}

/**
 * One repetition: the groups are split in half at random; records are drawn from one half to fit, and up to 1,500 of
 * the other half are scored. Sizes that the half cannot fill, and draws of one class, are passed over.
 *
 * The null run repeats one size with the labels shuffled, among the fitted records and among the scored ones apart.
 */
export function repeat(task: Task, { place, repetition }: Job): Score[] {
  const random = seededRandom(10_007 * place + repetition);
  const groups = shuffled([...new Set(task.records.map(({ group }) => group))], random);
  const first = new Set(groups.slice(0, groups.length >> 1));
  const pool = task.records.filter(({ group }) => first.has(group));
  const scored = shuffled(
    task.records.filter(({ group }) => !first.has(group)),
    random,
  ).slice(0, mostScored);
  const draws = sizes
    .map((labels) => ({ labels, fitted: shuffled(pool, random).slice(0, labels) }))
    .filter(({ labels, fitted }) => fitted.length === labels && hasBothClasses(fitted, task));
  const common = { task: task.name, source: task.source, repetition };
  return [
    ...draws.flatMap(({ labels, fitted }) =>
      scoresOf(fitted, scored, task).map((score) => ({ ...common, labels, shuffled: false, ...score })),
    ),
    ...draws
      .filter(({ labels }) => labels === shuffledSize)
      .flatMap(({ labels, fitted }) =>
        scoresOf(withShuffledLabels(fitted, random), withShuffledLabels(scored, random), task).map((score) => ({
          ...common,
          labels,
          shuffled: true,
          ...score,
        })),
      ),
  ];
}

function scoresOf(fitted: readonly CalibrationRecord[], scored: readonly CalibrationRecord[], { target }: Task) {
  return Object.entries(methods).map(([method, train]) => {
    const predict = train(fitted, target);
    return { method, ...measuresOf(scored.map(predict), scored, target) };
  });
}

function hasBothClasses(records: readonly CalibrationRecord[], { target }: Task): boolean {
  return new Set(records.map((record) => passes(record, target))).size === 2;
}
