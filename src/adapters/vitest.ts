/// <reference types="vitest" preserve="true" />
import type { QualityGate } from '../gate/gate.ts';
import type { Rate } from '../rating/request.ts';
import { assessor, subjectOf, type Subject } from './assessment.ts';

export interface PassGateOptions {
  readonly gate: QualityGate;
  /** Asks for the rating. Left out, the response brings its own, as `selfRating`. */
  readonly rate?: Rate | undefined;
  /** Milliseconds until the rating is given up. @default 30000 */
  readonly timeout?: number | undefined;
}

/** What `expect` of vitest 5 can do with it. */
export interface PassGate {
  /**
   * Asserts that a response, as text or as a rated response, passes a gate. Has to be awaited. With `not`, that it fails
   * it by its thresholds: a `review` is neither, and an error is no fail.
   */
  toPassGate: (gate: QualityGate | PassGateOptions) => Promise<void>;
}

/**
 * A matcher for `expect.extend({ toPassGate })` of vitest: `await expect(response).toPassGate(gate)`.
 *
 * @throws UnflatterError `invalid-option`, as a rejection, where it is given no gate.
 */
export async function toPassGate(
  this: { readonly isNot?: boolean },
  received: string | Subject,
  gate: QualityGate | PassGateOptions,
): Promise<{ pass: boolean; message: () => string }> {
  const options = typeof gate === 'object' && gate !== null && 'gate' in gate ? gate : { gate };
  const assess = assessor(options, (given: unknown) => subjectOf(undefined, given));
  const { verdict, explanation, metadata } = await assess(received);
  const isDecided = metadata['reason'] === 'above-threshold' || metadata['reason'] === 'below-threshold';
  return {
    // What nobody knows makes a test fail, with `not` as well.
    pass: isDecided ? verdict === 'pass' : this.isNot === true,
    message: () => `expected the response ${this.isNot === true ? 'to fail' : 'to pass'} the gate, got ${explanation}`,
  };
}

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends PassGate {}
}
