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
 * Refuses a response that was cut off, filtered or broke, and one that is a step on the way, as a call of tools. Only
 * `stop` is an end by itself: `other` is what `ai` says of every end that it does not know, such as a full context.
 *
 * @throws UnflatterError `response-incomplete`.
 */
export function assertWhole({ unified, raw }: FinishReason): void {
  if (unified === 'stop') return;
  const how = raw === undefined || raw === unified ? unified : `${unified} (${raw})`;
  throw new UnflatterError('response-incomplete', `the response must end by stop, but it ended by ${how}`, {
    finishReason: unified,
  });
}
