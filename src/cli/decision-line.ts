import type { ReadRecord } from '../data/records.ts';
import { undecided, type DecisionReason, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import type { RatedResponse } from '../types.ts';

export function decisionOn({ value, issues }: ReadRecord, gate: QualityGate): GateDecision {
  if (issues.length === 0) return gate.decide(value as RatedResponse);
  const message = issues.map((issue) => `${issue.field} ${issue.message}`).join('; ');
  return {
    ...undecided(new Error(message), { onError: 'review' }),
    reason: 'invalid-records' satisfies DecisionReason,
  };
}

/** What an app acts on, and nothing of how it came about. A pass by an error stays marked. */
export function briefLine(read: ReadRecord, decision: GateDecision) {
  const { id, verdict, reason, passProbability } = decisionLine(read, decision);
  const { insecure } = decision;
  return { id, verdict, reason, passProbability, ...(insecure === undefined ? {} : { insecure }) };
}

/** What is written of a decision. */
export function decisionLine(
  { value }: ReadRecord,
  { verdict, reason, calibrated, certificate, message, insecure, self }: GateDecision,
) {
  const { id = null, selfRating = null } = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<'id' | 'selfRating', unknown>
  >;
  return {
    id: plain(id),
    verdict,
    reason,
    passProbability: calibrated?.passProbability ?? null,
    rating: calibrated?.rating ?? null,
    interval: calibrated?.interval ?? null,
    contributions: calibrated?.contributions ?? [],
    selfRating: plain(selfRating),
    ...(calibrated === undefined || calibrated.outside.length === 0 ? {} : { outside: calibrated.outside }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(message === undefined ? {} : { message }),
    ...(insecure === undefined ? {} : { insecure }),
    ...(self === undefined ? {} : { self }),
  };
}

/** What a line gave where a name or a number belongs, unless it is a list or an object: those may be too deep to write. */
function plain(value: unknown): unknown {
  return typeof value === 'object' ? null : value;
}
