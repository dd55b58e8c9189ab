import { UnflatterError } from '../errors.ts';

/** What the middleware touches of a call, as `ai` 6 and 7 both have it. */
export interface Call {
  readonly params: { readonly prompt: readonly Message[]; readonly abortSignal?: AbortSignal | undefined };
}

export interface Part {
  readonly type: string;
}

/** How a reply ended: in the words of `ai`, and in those of the provider if it said anything. */
export interface FinishReason {
  readonly unified: string;
  readonly raw: string | undefined;
}

interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
}

/** The text of the last message of the user. */
export function promptOf(messages: readonly Message[]): string | undefined {
  const last = messages.findLast(({ role }) => role === 'user');
  if (last === undefined) return undefined;
  return typeof last.content === 'string' ? last.content : textOf(last.content);
}

export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' ? ((part as { text?: string }).text ?? '') : '')).join('');
}

/**
 * Whether a reply that ended so is whole. Whole ends are named and all others are not: versions of `ai` differ in them.
 */
export function isWhole(finishReason: string | undefined): boolean {
  return finishReason === 'stop' || finishReason === 'tool-calls' || finishReason === 'other';
}

/**
 * Refuses a response that was cut off, filtered or broke. `other` without a word of the provider is what a stream ends
 * by that just stops.
 *
 * @throws UnflatterError `response-incomplete`.
 */
export function assertWhole({ unified, raw }: FinishReason): void {
  if (isWhole(unified) && (unified !== 'other' || raw !== undefined)) return;
  const message = `the response must end by itself, but it ended by ${unified}`;
  throw new UnflatterError('response-incomplete', message, { finishReason: unified });
}
