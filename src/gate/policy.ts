import { assertOption } from '../calibrator/target.ts';

/** How a pass probability becomes a verdict. */
export interface GatePolicy {
  /** Pass from this pass probability on, 0..1. @default 0.8 */
  readonly passThreshold?: number | undefined;
  /** Fail below this pass probability, 0..1, at most `passThreshold`. What lies between is `review`. @default 0.5 */
  readonly failThreshold?: number | undefined;
  /**
   * The verdict where none can be reached: no rating, a timeout, a response unlike the labels. `pass-insecure` lets
   * all of that through, and marks the decision.
   * @default 'review'
   */
  readonly onError?: 'review' | 'fail' | 'pass-insecure' | undefined;
}

/** A policy with its defaults. A decision carries it. */
export type ResolvedPolicy = { readonly [Key in keyof GatePolicy]-?: NonNullable<GatePolicy[Key]> };

/** @throws UnflatterError `invalid-option`. */
export function resolvePolicy(policy: GatePolicy = {}): ResolvedPolicy {
  assertOption(typeof policy === 'object' && policy !== null, 'policy', 'an object', policy);
  const { passThreshold = 0.8, onError = 'review' } = policy;
  assertOption(
    typeof passThreshold === 'number' && passThreshold > 0 && passThreshold <= 1,
    'passThreshold',
    'above 0 and at most 1',
    passThreshold,
  );
  const { failThreshold = Math.min(0.5, passThreshold) } = policy;
  assertOption(
    typeof failThreshold === 'number' && failThreshold >= 0 && failThreshold <= passThreshold,
    'failThreshold',
    `from 0 to the passThreshold ${passThreshold}`,
    failThreshold,
  );
  assertOption(
    ['review', 'fail', 'pass-insecure'].includes(onError),
    'onError',
    'review, fail or pass-insecure',
    onError,
  );
  return { passThreshold, failThreshold, onError };
}
