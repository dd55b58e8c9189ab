import { generateText, jsonSchema, Output, type LanguageModel } from 'ai';
import { createQualityGate, type Calibrator } from '../../src/index.ts';
import { gated, selfRater, type RatingRequest } from '../../src/rating/index.ts';
import { ratedOf } from '../speed/decisions.ts';
import { kinds } from '../speed/kinds.ts';

type Model = Exclude<LanguageModel, string>;

/** A model that answers at once, or once `ready` has come. */
export function modelThatRates(ready?: Promise<void>): Model {
  return {
    specificationVersion: 'v4',
    provider: 'benchmark',
    modelId: 'instant',
    supportedUrls: {},
    doGenerate: async () => {
      if (ready !== undefined) await ready;
      return {
        content: [{ type: 'text', text: '{"rating":8}' }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 400, noCache: 400, cacheRead: undefined, cacheWrite: undefined },
          outputTokens: { total: 5, text: 5, reasoning: undefined },
        },
        response: { modelId: 'instant' },
        warnings: [],
      };
    },
    doStream: () => Promise.reject(new Error('no stream is asked for')),
  };
}

/** Different responses of 1,000 characters of English prose, with prompts of 200. */
export function requests(count: number): RatingRequest[] {
  return Array.from({ length: count }, (_, seed) => {
    const { prompt, response } = ratedOf(kinds[0]!, seed);
    return { prompt, response };
  });
}

const rubric = 'The response helps the person who asked.';
const output = Output.object({
  schema: jsonSchema<{ rating: number }>({
    type: 'object',
    properties: { rating: { type: 'number' } },
    required: ['rating'],
    additionalProperties: false,
  }),
});

/** What an app would write by itself: one call with structured output, as long a prompt, no checks. */
export function bareRate(model: Model): (request: RatingRequest) => Promise<number> {
  return async ({ prompt, response }) => {
    const asked = `Prompt: ${prompt}\n\nResponse: ${response}\n\nRate the response from 1 to 10.`;
    const { output: answer } = await generateText({ model, system: rubric, prompt: asked, output, maxRetries: 0 });
    return answer.rating;
  };
}

/** The same with the budget and the strict reading of replies, alone and with the gate. */
export function ownRates(model: Model, calibrator: Calibrator, concurrency?: number) {
  const rate = selfRater({ model, rubric, scale: { min: 1, max: 10 }, concurrency, timeout: 600_000 });
  const gate = createQualityGate({ calibrator });
  return { rate, decide: gated(rate, gate, { timeout: 600_000 }) };
}
