import { MockLanguageModelV3 } from 'ai/test';

/** Stands for a provider in the examples of the README: rates with an eight, and answers briefly. */
export const openai = (modelId: string): MockLanguageModelV3 =>
  new MockLanguageModelV3({
    modelId,
    doGenerate: async ({ responseFormat }) => ({
      content: [
        {
          type: 'text',
          text:
            responseFormat?.type === 'json' ? '{"rating":"8"}' : 'Not found: the server has nothing at that address.',
        },
      ],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: {
        inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
        outputTokens: { total: 1, text: 1, reasoning: undefined },
      },
      warnings: [],
    }),
  });
