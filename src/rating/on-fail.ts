import { assertOption } from '../calibrator/target.ts';
import type { DecisionReason } from '../gate/decide.ts';
import type { CalledModel } from './call.ts';

/** A `LanguageModel` object of the `ai` package. Only what sets one apart is named: these types stand without that package. */
export interface GeneratorModel extends CalledModel {
  readonly specificationVersion: 'v2' | 'v3' | 'v4';
  readonly provider: string;
}

/**
 * What is done about a response that is not good enough. `annotate`: nothing, the decision stands beside it. `throw`: the call
 * fails with `quality-gate`. `retry`: at most so many times, 1 to 10, the model is asked again. `fallback`: another model is
 * asked, once.
 */
export type OnFail = 'annotate' | 'throw' | { readonly retry: number } | { readonly fallback: GeneratorModel };

/** @throws UnflatterError `invalid-option`. */
export function assertOnFail(onFail: OnFail): void {
  if (onFail === 'annotate' || onFail === 'throw') return;
  const { retry, fallback } = Object(onFail) as { retry?: number; fallback?: GeneratorModel };
  const isOne = (retry === undefined) !== (fallback === undefined);
  assertOption(isOne, 'onFail', "'annotate', 'throw', { retry } or { fallback }", onFail);
  if (fallback === undefined) {
    const counts = Number.isInteger(retry) && retry! >= 1 && retry! <= 10;
    return assertOption(counts, 'onFail.retry', 'a whole number from 1 to 10', retry);
  }
  const isModel = typeof fallback?.doGenerate === 'function' && typeof fallback.doStream === 'function';
  assertOption(isModel, 'onFail.fallback', 'a language model object, not its id', fallback);
}

/** How many further generations there may be. */
export function furtherOf(onFail: OnFail): number {
  if (typeof onFail === 'string') return 0;
  return 'retry' in onFail ? onFail.retry : 1;
}

/** Reasons that speak of the response. All others speak of the rating or of the gate, and no other response mends those. */
const ofTheResponse: ReadonlySet<DecisionReason> = new Set([
  'below-threshold',
  'between-thresholds',
  'outside-envelope',
  'response-wordless',
  'response-boilerplate',
  'response-echo',
  'response-truncated',
  'response-empty',
  'response-too-long',
  'response-incomplete',
]);

export function speaksOfResponse(reason: DecisionReason): boolean {
  return ofTheResponse.has(reason);
}
