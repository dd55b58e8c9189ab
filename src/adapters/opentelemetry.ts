import { errorCodes } from '../errors.ts';
import type { GateDecision } from '../gate/decide.ts';
import { assessmentOf, defaultName, scoreBehind } from './assessment.ts';

export interface EvaluationEventOptions {
  /** What is evaluated. @default 'unflatter' */
  readonly name?: string | undefined;
  /** The id of the response, where the event does not join the span of its call. */
  readonly responseId?: string | undefined;
}

/** A log record of OpenTelemetry. */
export interface EvaluationEvent {
  eventName: 'gen_ai.evaluation.result';
  /** INFO where a rule of the gate decided; else WARN, whatever the policy made of it. */
  severityNumber: 9 | 13;
  attributes: { [name: string]: string | number | boolean };
}

/** The reasons that are errors. To be unlike the labels, or between thresholds, is none. */
const errors: ReadonlySet<string> = new Set([...errorCodes, 'not-finite', 'unexpected-error']);

/**
 * A decision as the event `gen_ai.evaluation.result` of OpenTelemetry's conventions for generative AI, to be given to
 * `logger.emit`, with the context of the rated call: score (the corrected pass probability; none for a `review`), label
 * (the verdict; `review` for a pass by `pass-insecure`) and explanation. `unflatter.*` has what the conventions have no name for: the raw self-rating, the human
 * rating to expect and its range.
 *
 * Neither the prompt nor the response is in it.
 */
export function evaluationEvent(
  decision: GateDecision,
  { name = defaultName, responseId }: EvaluationEventOptions = {},
): EvaluationEvent {
  const { label, score, explanation } = assessmentOf(decision);
  const { reason, calibrated, certificate, insecure, self } = decision;
  const attributes = {
    'gen_ai.evaluation.name': name,
    'gen_ai.evaluation.score.value': score,
    'gen_ai.evaluation.score.label': label,
    'gen_ai.evaluation.explanation': explanation,
    'gen_ai.response.id': responseId,
    'error.type': errors.has(reason) ? reason : undefined,
    'unflatter.reason': reason,
    'unflatter.self_rating': calibrated?.selfRating,
    'unflatter.pass_probability': calibrated?.passProbability,
    'unflatter.human_rating': calibrated?.rating,
    'unflatter.human_rating.lower': calibrated?.interval.lower,
    'unflatter.human_rating.upper': calibrated?.interval.upper,
    'unflatter.human_rating.coverage': calibrated?.interval.coverage,
    'unflatter.certificate.digest': certificate?.digest,
    'unflatter.insecure': insecure,
    'unflatter.self': self,
  };
  const known = Object.entries(attributes).filter(([, value]) => isKnown(value));
  return {
    eventName: 'gen_ai.evaluation.result',
    severityNumber: scoreBehind(decision) === undefined ? 13 : 9,
    attributes: Object.fromEntries(known) as EvaluationEvent['attributes'],
  };
}

/** NaN is no value of an attribute. */
function isKnown(value: unknown): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : value !== undefined && value !== null;
}
