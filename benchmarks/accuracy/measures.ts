import type { CalibrationRecord, Target } from '../../src/index.ts';
import { areaUnderCurve, calibrationError, logLosses, tiesOf } from '../../src/math/metrics.ts';
import { passes } from './tasks.ts';

/** How good the probabilities of one method are. */
export interface Measures {
  /** Nats a record, with probabilities clipped to [.001, .999]. */
  readonly logLoss: number;
  /** The same clipped to [.01, .99], which forgives most of what a 0 or 1 costs. */
  readonly mildLogLoss: number;
  readonly auc: number;
  readonly calibrationError: number;
  readonly lengthBias: number;
}

/** Probabilities of records against what people said of them. */
export function measuresOf(
  probabilities: readonly number[],
  scored: readonly CalibrationRecord[],
  target: Target,
): Measures {
  const outcomes = scored.map((record) => passes(record, target));
  const lengths = scored.map(({ features }) => features!.characters!);
  const weights = scored.map(() => 1);
  const ties = tiesOf(probabilities);
  const mild = probabilities.map((p) => Math.min(0.99, Math.max(0.01, p)));
  return {
    logLoss: meanOf(logLosses(probabilities, outcomes)),
    mildLogLoss: meanOf(logLosses(mild, outcomes)),
    auc: areaUnderCurve([ties], outcomes, weights),
    calibrationError: calibrationError(probabilities, ties, outcomes, weights),
    lengthBias: lengthBias(probabilities, outcomes, lengths),
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

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
