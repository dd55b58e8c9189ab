import { ratingOf } from '../calibrator/rating-features.ts';
import { isPass, meanHumanRating } from '../calibrator/record.ts';
import type { DecisionReason } from '../gate/decide.ts';
import type { CalibrationRecord, Scale, Target } from '../types.ts';
import { rawPasses, type AuditedGates } from './gates.ts';

/** What became of one rated response at the two gates. */
export interface Outcome {
  /** The self-rating on 0..1. */
  readonly rating: number;
  /** NaN where the correction could not speak. */
  readonly passProbability: number;
  readonly passes: boolean;
  /** The gate looked at the response. It did not where the rating could not be read, or is not one that it was made for. */
  readonly isJudged: boolean;
  /** How much of it the gate on the self-rating alone passes, 0..1. */
  readonly rawPasses: number;
}

/** Sends a rated response through the correction and both gates. */
export function outcomeOf(rated: CalibrationRecord, { gate, raw }: AuditedGates, scale: Scale): Outcome {
  const { verdict, reason, calibrated } = gate.decide(rated);
  return {
    rating: ratingOf(rated, scale),
    passProbability: calibrated?.passProbability ?? NaN,
    passes: verdict === 'pass',
    isJudged: speaksOfResponse(reason),
    rawPasses: rawPasses(raw, rated, scale),
  };
}

const ofTheResponse: ReadonlySet<DecisionReason> = new Set([
  'above-threshold',
  'below-threshold',
  'between-thresholds',
  'not-certified',
  'outside-envelope',
]);

/** Any other reason is an error of the rating or the gate. */
function speaksOfResponse(reason: DecisionReason): boolean {
  return ofTheResponse.has(reason) || reason.startsWith('response-');
}

/** Before and after a probe. */
export interface Pair {
  readonly group: string;
  readonly weight: number;
  /** People fail the original, so they fail its twin. */
  readonly fails: boolean;
  /** The original under its first rating; the same as `before` where it was not rated again. */
  readonly first: Outcome;
  readonly before: Outcome;
  readonly after: Outcome;
}

/** Whether people fail a record: its mean human rating does not reach the pass mark. */
export function failsPeople(record: CalibrationRecord, target: Target): boolean {
  return !isPass(meanHumanRating(record)!, target);
}

/** How much more of a response is let through: `flip`, 0..1; and `lift`, that less what the rater's noise alone lets through. */
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

/** The noise of a rater shows in originals that it rated twice: those that were stopped first, and are let through again. */
export function movedOf({ first, before, after }: Pick<Pair, 'first' | 'before' | 'after'>): Moved {
  const change = (score: (one: Outcome) => number): Change => {
    const flip = Math.max(0, score(after) - score(before));
    return { flip, lift: flip - Math.max(0, score(before) - score(first)) };
  };
  return { raw: change((one) => one.rawPasses), corrected: change(({ passes }) => (passes ? 1 : 0)) };
}
