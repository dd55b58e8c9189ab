import { MockLanguageModelV3 } from 'ai/test';

/** Stands for a provider in the examples of the docs: rates with an eight, or a yes, and answers briefly. */
export const openai = (modelId: string): MockLanguageModelV3 =>
  new MockLanguageModelV3({
    modelId,
    doGenerate: async ({ responseFormat }) => ({
      content: [
        {
          type: 'text',
          text:
            responseFormat?.type === 'json'
              ? JSON.stringify(filled(responseFormat.schema as Schema))
              : 'Not found: the server has nothing at that address.',
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

/** As far as the schema of a rating goes. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly string[];
}

function filled({ type, properties, enum: levels }: Schema): unknown {
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties!).map(([key, inside]) => [key, filled(inside)]));
  if (type === 'number') return 0.8;
  if (levels === undefined) return 'It is right, and brief.';
  return levels.includes('8') ? '8' : levels.at(-1);
}
