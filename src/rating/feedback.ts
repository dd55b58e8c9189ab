import type { DecisionReason } from '../gate/decide.ts';
import type { Message } from './call.ts';

/** What a model is told of its last answer. Words of ours only: nothing that a rater or a response says gets in. */
const flaws: Partial<Record<DecisionReason, string>> = {
  'response-empty': 'It was empty.',
  'response-wordless': 'It had no words.',
  'response-boilerplate': 'It was only the opening of an answer.',
  'response-echo': 'It was only the request again.',
  'response-truncated': 'It was cut off before its end.',
  'response-incomplete': 'It did not come to its end.',
  'response-too-long': 'It was too long.',
};

/**
 * The prompt with the last answer and why it was not taken. It does not say what the correction went by: a model that knows
 * that would change the surface of its answer.
 */
export function withFeedback(prompt: readonly Message[], text: string, reason: DecisionReason): readonly Message[] {
  const flaw = flaws[reason] ?? 'A check of its quality found that it is probably not good enough.';
  const words =
    `Your last answer was not accepted. ${flaw} ` +
    'Answer the same request again from the start: check every statement, and answer all that was asked. ' +
    'Give the new answer alone, and do not mention this note.';
  // Providers refuse an empty message.
  const answer = text.trim() === '' ? [] : [{ role: 'assistant', content: [{ type: 'text', text }] }];
  return [...prompt, ...answer, { role: 'user', content: [{ type: 'text', text: words }] }];
}
