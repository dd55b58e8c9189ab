import { UnflatterError } from '../errors.ts';
import type { RatingRequest } from './request.ts';

/** What the middleware touches of a call, as `ai` 6 and 7 both have it. */
export interface Call {
  readonly params: { readonly prompt: readonly Message[]; readonly abortSignal?: AbortSignal | undefined };
  /** What is asked again. */
  readonly model?: CalledModel;
}

export interface CalledModel {
  readonly modelId: string;
  readonly doGenerate: (params: never) => PromiseLike<unknown>;
  readonly doStream: (params: never) => PromiseLike<unknown>;
}

export interface Part {
  readonly type: string;
}

/** The end of a stream that has none of its own, to put a decision on. Nothing is known of what it used. */
export const brokenOff: Part = {
  type: 'finish',
  finishReason: { unified: 'error', raw: undefined },
  usage: {
    inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  },
} as Part;

/** How a reply ended: in the words of `ai`, and in those of the provider if it said anything. */
export interface FinishReason {
  readonly unified: string;
  readonly raw: string | undefined;
}

export interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
}

/** What came of a generation. */
export interface Reply {
  readonly text: string;
  readonly finishReason: FinishReason;
  /** It is a step on the way: the app is asked to run a tool. */
  readonly callsTools: boolean;
  /** The model that wrote it, as the provider names it. */
  readonly generator: string | undefined;
  /** The error that a stream had. */
  readonly broken?: { readonly error: unknown };
}

/** What a rating needs to know of the messages: the last one of the user, and what it stands in, where there is anything. */
export function contextOf(messages: readonly Message[]): Pick<RatingRequest, 'prompt' | 'conversation' | 'system'> {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const turns = messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : textOf(content),
  }));
  const conversation = turns.slice(0, Math.max(last, 0)).filter(({ role, content }) => isTurn(role) && content !== '');
  const system = turns.filter(({ role }) => role === 'system').map(({ content }) => content);
  return {
    prompt: turns[last]?.content,
    ...(conversation.length === 0 ? {} : { conversation }),
    ...(system.length === 0 ? {} : { system: system.join('\n\n') }),
  };
}

function isTurn(role: string): boolean {
  return role === 'user' || role === 'assistant';
}

export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' ? ((part as { text?: string }).text ?? '') : '')).join('');
}

/** The result of a call that was not streamed, as far as it is read. */
export interface Whole {
  readonly content: readonly Part[];
  readonly finishReason: FinishReason;
  readonly response?: { readonly modelId?: string | undefined } | undefined;
}

export function replyOf({ content, finishReason, response }: Whole): Reply {
  const callsTools = finishReason.unified === 'tool-calls' || content.some(asksForTool);
  return { text: textOf(content), finishReason, callsTools, generator: response?.modelId };
}

/** Nothing of a stream yet. One that ends so has broken off. */
export const unheard: Reply = {
  text: '',
  finishReason: { unified: 'error', raw: undefined },
  callsTools: false,
  generator: undefined,
};

/** The reply as far as it has come, with its next part. One that had an error is broken, however it says that it ended. */
export function hear(reply: Reply, part: Part): Reply {
  if (part.type === 'text-delta') return { ...reply, text: reply.text + ((part as { delta?: string }).delta ?? '') };
  if (part.type === 'response-metadata')
    return { ...reply, generator: (part as { modelId?: string }).modelId ?? reply.generator };
  // Also after the end: what a provider takes back is no answer.
  if (part.type === 'error')
    return { ...reply, broken: part as Part & { error: unknown }, finishReason: unheard.finishReason };
  if (asksForTool(part)) return { ...reply, callsTools: true };
  if (part.type !== 'finish') return reply;
  if (reply.broken !== undefined) return reply;
  const { finishReason } = part as Part & { finishReason: FinishReason };
  return { ...reply, finishReason, callsTools: reply.callsTools || finishReason?.unified === 'tool-calls' };
}

/** A step on the way that came to its end: nothing of one that broke off is to be relied on. */
export function isStep({ callsTools, broken, finishReason }: Reply): boolean {
  return callsTools && broken === undefined && finishReason?.unified !== 'error';
}

/** What the provider runs by itself is over when the reply is. */
function asksForTool(part: Part): boolean {
  return part.type === 'tool-call' && (part as { providerExecuted?: boolean }).providerExecuted !== true;
}

/**
 * Refuses a response that was cut off, filtered or broke, and one that is a step on the way, as a call of tools. Only
 * `stop` is an end by itself: `other` is what `ai` says of every end that it does not know, such as a full context.
 *
 * @throws UnflatterError `response-incomplete`.
 */
export function assertWhole({ unified, raw }: FinishReason, callsTools = false): void {
  if (unified === 'stop' && !callsTools) return;
  const how = raw === undefined || raw === unified ? unified : `${unified} (${raw})`;
  if (unified === 'stop')
    throw new UnflatterError('response-incomplete', 'the response must be an answer, but it calls tools', {
      finishReason: unified,
    });
  throw new UnflatterError('response-incomplete', `the response must end by stop, but it ended by ${how}`, {
    finishReason: unified,
  });
}
