import { ratingOf } from '../calibrator/rating-features.ts';
import { isPass, meanHumanRating } from '../calibrator/record.ts';
import type { CalibrationRecord, Scale, Target } from '../types.ts';
import { rawPasses, type AuditedGates } from './gates.ts';

/** What became of one rated response at the two gates. */
export interface Outcome {
  /** The self-rating on 0..1. */
  readonly rating: number;
  /** NaN where the correction could not speak. */
  readonly passProbability: number;
  readonly passes: boolean;
  /** How much of it the gate on the self-rating alone passes, 0..1. */
  readonly rawPasses: number;
}

/** Sends a rated response through the correction and both gates. */
export function outcomeOf(rated: CalibrationRecord, { gate, raw }: AuditedGates, scale: Scale): Outcome {
  const { verdict, calibrated } = gate.decide(rated);
  return {
    rating: ratingOf(rated, scale),
    passProbability: calibrated?.passProbability ?? NaN,
    passes: verdict === 'pass',
    rawPasses: rawPasses(raw, rated, scale),
  };
}

/** Before and after a probe. */
export interface Pair {
  readonly group: string;
  readonly weight: number;
  /** People fail the original, so they fail its twin. */
  readonly fails: boolean;
  readonly before: Outcome;
  readonly after: Outcome;
}

/** Whether people fail a record: its mean human rating does not reach the pass mark. */
export function failsPeople(record: CalibrationRecord, target: Target): boolean {
  return !isPass(meanHumanRating(record)!, target);
}

/** How much more of a response is let through than before: `flip` 0..1, and on balance, `lift` −1..1. */
interface Change {
  readonly flip: number;
  readonly lift: number;
}

export interface Moved {
  /** At the gate on the self-rating alone. */
  readonly raw: Change;
  /** At the audited gate. */
  readonly corrected: Change;
}

export function movedOf({ before, after }: Pair): Moved {
  const change = (from: number, to: number): Change => ({ flip: Math.max(0, to - from), lift: to - from });
  return {
    raw: change(before.rawPasses, after.rawPasses),
    corrected: change(before.passes ? 1 : 0, after.passes ? 1 : 0),
  };
}
