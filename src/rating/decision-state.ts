import type { JsonValue } from './decision-question.ts';
import type { RatingRequest } from './request.ts';

/** One object of what a decision is about. */
export interface StatePart {
  readonly type: 'json';
  readonly value: { [key: string]: JsonValue };
}

/** What is rated, as JSON objects in the order of reading: data beside the question, never words of it. */
export function decisionState({ system, sources, conversation, prompt, response }: RatingRequest): StatePart[] {
  return Object.entries({ system, sources, conversation, prompt, response }).flatMap(([slot, value]) =>
    value === undefined ? [] : [{ type: 'json' as const, value: { [slot]: wellFormed(value) } }],
  );
}

/** A copy as plain data. A lone half of a character is none in JSON. */
function wellFormed(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'string' ? one.toWellFormed() : one,
  ) as JsonValue;
}
