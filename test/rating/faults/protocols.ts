import { createRequire } from 'node:module';
import type { LanguageModel } from 'ai';

/* Not as imports: there the examples of the docs have a stand-in. These are the real ones. */
const load = createRequire(import.meta.url);
const { createAnthropic } = load('@ai-sdk/anthropic') as typeof import('@ai-sdk/anthropic');
const { createOpenAI } = load('@ai-sdk/openai') as {
  createOpenAI: (options: object) => Record<'chat' | 'responses', (id: string) => Exclude<LanguageModel, string>>;
};

export const protocols = ['chat', 'responses', 'messages'] as const;
export type Protocol = (typeof protocols)[number];

/** The tokens of one reply, in and out together. */
export interface Said {
  readonly text: string;
  readonly tokens: number;
  /** Whether the model was stopped at its limit of tokens. */
  readonly cutOff?: boolean;
}

/** A model of the real package, which speaks the protocol with a server. */
export function modelOf(protocol: Protocol, baseURL: string, deaf: boolean): Exclude<LanguageModel, string> {
  const options = { apiKey: 'none', baseURL, ...(deaf && { fetch: withoutSignal }) };
  if (protocol === 'messages') return createAnthropic(options)('claude-sonnet-4-5');
  const openai = createOpenAI(options);
  return protocol === 'chat' ? openai.chat('gpt-5.2') : openai.responses('gpt-5.2');
}

/** As some providers do it: whoever gives a call up, it goes on. */
const withoutSignal: typeof fetch = (input, init) => fetch(input, { ...init, signal: null });

/** A whole reply as the protocol writes it. */
export function bodyOf(protocol: Protocol, { text, tokens, cutOff = false }: Said): string {
  const model = 'example-model';
  if (protocol === 'chat')
    return JSON.stringify({
      id: 'reply',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: cutOff ? 'length' : 'stop' }],
      usage: { prompt_tokens: tokens - 5, completion_tokens: 5, total_tokens: tokens },
    });
  if (protocol === 'responses')
    return JSON.stringify({
      id: 'reply',
      object: 'response',
      created_at: 1,
      status: cutOff ? 'incomplete' : 'completed',
      ...(cutOff && { incomplete_details: { reason: 'max_output_tokens' } }),
      model,
      output: [
        {
          type: 'message',
          id: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text, annotations: [] }],
        },
      ],
      usage: { input_tokens: tokens - 5, output_tokens: 5, total_tokens: tokens },
    });
  return JSON.stringify({
    id: 'reply',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: cutOff ? 'max_tokens' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: tokens - 5, output_tokens: 5 },
  });
}

/** An error as the protocol writes it. */
export function errorBodyOf(protocol: Protocol, status: number): string {
  const message = `scripted ${status}`;
  if (protocol === 'messages') return JSON.stringify({ type: 'error', error: { type: 'api_error', message } });
  return JSON.stringify({ error: { message, type: 'scripted', param: null, code: null } });
}
