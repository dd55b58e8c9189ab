import { Experimental_DecisionMockModelV4, MockLanguageModelV3 } from 'ai/test';

/** Stands for a provider in the examples of the docs: rates with an eight, or a yes, and answers briefly. */
export const openai = Object.assign(languageModel, { decisionModel });

function languageModel(modelId: string): MockLanguageModelV3 {
  return new MockLanguageModelV3({
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
}

/** The seventh of ten levels, or the one above. */
function decisionModel(modelId: string): Experimental_DecisionMockModelV4 {
  return new Experimental_DecisionMockModelV4({
    modelId,
    doDecide: async ({ questions }) => ({
      answers: Object.fromEntries(
        Object.keys(questions).map((id) => {
          const probabilities = Object.fromEntries(
            Array.from({ length: 10 }, (_, i) => [i, i === 7 || i === 6 ? 0.5 : 0]),
          );
          return [id, { type: 'score', score: 6.5, probabilities }];
        }),
      ),
      warnings: [],
    }),
  });
}

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
