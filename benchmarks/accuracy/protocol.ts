import type { CalibrationRecord } from '../../src/index.ts';
import { areaUnderCurve, calibrationError, logLosses, tiesOf } from '../../src/math/metrics.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { methods } from './methods.ts';
import { passes, type Task } from './tasks.ts';

/** What one method scored on one task, drawn once. */
export interface Score {
  readonly task: string;
  readonly source: string;
  readonly labels: number;
  readonly repetition: number;
  readonly method: string;
  readonly logLoss: number;
  readonly auc: number;
  readonly calibrationError: number;
  readonly lengthBias: number;
}

const mostScored = 1500;

/**
 * One repetition: the groups are split in half at random; records are drawn from one half to fit, and up to 1,500 of
 * the other half are scored. Sizes that the half cannot fill, and draws of one class, are passed over.
 */
export function repeat(task: Task, place: number, repetition: number, sizes: readonly number[]): Score[] {
  const random = seededRandom(10_007 * place + repetition);
  const groups = shuffled([...new Set(task.records.map(({ group }) => group))], random);
  const first = new Set(groups.slice(0, groups.length >> 1));
  const pool = task.records.filter(({ group }) => first.has(group));
  const scored = shuffled(
    task.records.filter(({ group }) => !first.has(group)),
    random,
  ).slice(0, mostScored);
  return sizes.flatMap((labels) => {
    const drawn = shuffled(pool, random).slice(0, labels);
    const classes = new Set(drawn.map((record) => passes(record, task.target)));
    if (drawn.length < labels || classes.size < 2) return [];
    return Object.entries(methods).map(([method, train]) => {
      const predict = train(drawn, task.target);
      return {
        task: task.name,
        source: task.source,
        labels,
        repetition,
        method,
        ...scoreOf(scored.map(predict), scored, task),
      };
    });
  });
}

function scoreOf(probabilities: readonly number[], scored: readonly CalibrationRecord[], { target }: Task) {
  const outcomes = scored.map((record) => passes(record, target));
  const weights = scored.map(() => 1);
  const ties = tiesOf(probabilities);
  const losses = logLosses(probabilities, outcomes);
  return {
    logLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    auc: areaUnderCurve([ties], outcomes, weights),
    calibrationError: calibrationError(probabilities, ties, outcomes, weights),
    lengthBias: lengthBias(
      probabilities,
      outcomes,
      scored.map(({ features }) => features!.characters!),
    ),
  };
}

/** Largest distance between mean predicted and mean observed over fifths of the length. */
function lengthBias(probabilities: readonly number[], outcomes: readonly number[], lengths: readonly number[]): number {
  const order = lengths.map((_, i) => i).sort((i, j) => lengths[i]! - lengths[j]!);
  const gaps = Array.from({ length: 5 }, (_, fifth) => {
    const part = order.slice(Math.floor((fifth * order.length) / 5), Math.floor(((fifth + 1) * order.length) / 5));
    return Math.abs(part.reduce((sum, i) => sum + probabilities[i]! - outcomes[i]!, 0) / part.length);
  });
  return Math.max(...gaps);
}
