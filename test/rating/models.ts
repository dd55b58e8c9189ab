import { simulateReadableStream } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';

/** What a model returns, as `ai` 6 and 7 both take it. */
export type Generated = Awaited<ReturnType<MockLanguageModelV3['doGenerate']>>;
export type StreamPart =
  Awaited<ReturnType<MockLanguageModelV3['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never;
type FinishReason = Generated['finishReason']['unified'];

export const usage: Generated['usage'] = {
  inputTokens: { total: 12, noCache: 10, cacheRead: 2, cacheWrite: undefined },
  outputTokens: { total: 5, text: 5, reasoning: undefined },
};

/** A reply of one text, which ended by itself unless said otherwise. */
export function reply(text: string, finish: FinishReason = 'stop', more: Partial<Generated> = {}): Generated {
  return {
    content: text === '' ? [] : [{ type: 'text', text }],
    finishReason: { unified: finish, raw: finish },
    usage,
    warnings: [],
    ...more,
  };
}

/** A model that always gives this reply. */
export function modelThatSays(text: string, finish?: FinishReason, more?: Partial<Generated>): MockLanguageModelV3 {
  return new MockLanguageModelV3({ doGenerate: async () => reply(text, finish, more) });
}

/** The parts of a streamed reply, one `text-delta` for each piece. */
export function partsOf(pieces: readonly string[], more: { readonly providerMetadata?: object } = {}): StreamPart[] {
  return [
    { type: 'stream-start', warnings: [] },
    { type: 'response-metadata', id: 'response-1', modelId: 'mock-model-id', timestamp: new Date(0) },
    { type: 'text-start', id: 'text-1' },
    ...pieces.map((delta) => ({ type: 'text-delta' as const, id: 'text-1', delta })),
    { type: 'text-end', id: 'text-1' },
    { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage, ...more } as StreamPart,
  ];
}

/** A model that always streams these parts. */
export function modelThatStreams(chunks: StreamPart[]): MockLanguageModelV3 {
  return new MockLanguageModelV3({
    doStream: async () => ({
      stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }),
    }),
  });
}
