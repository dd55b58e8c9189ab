import type { Part } from './call.ts';
import type { GeneratorModel } from './on-fail.ts';

/**
 * A model that answers as the installed `ai` has it. Version 7 converts older models when it wraps them; version 6 takes them as
 * they are, so what a `v2` model says of its end and its usage is put into the newer form here.
 */
export async function asIn(model: GeneratorModel): Promise<GeneratorModel> {
  const { wrapLanguageModel } = await import('ai');
  const wrapped = wrapLanguageModel({ model: model as never, middleware: [] }) as GeneratorModel;
  if (wrapped.specificationVersion !== 'v2') return wrapped;
  return {
    specificationVersion: 'v3',
    provider: wrapped.provider,
    modelId: wrapped.modelId,
    doGenerate: async (params) => renewed((await wrapped.doGenerate(params)) as Ended),
    doStream: async (params) => {
      const result = (await wrapped.doStream(params)) as { stream: ReadableStream<Part> };
      const renewing = new TransformStream<Part, Part>({
        transform: (part, controller) =>
          controller.enqueue(part.type === 'finish' ? renewed(part as Ended & Part) : part),
      });
      return { ...result, stream: result.stream.pipeThrough(renewing) };
    },
  };
}

interface Ended {
  readonly finishReason: string;
  readonly usage: {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly cachedInputTokens?: number;
    readonly reasoningTokens?: number;
  };
}

function renewed<Old extends Ended>({ finishReason, usage, ...rest }: Old) {
  const { inputTokens, outputTokens, cachedInputTokens, reasoningTokens } = usage;
  return {
    ...rest,
    finishReason: { unified: finishReason === 'unknown' ? 'other' : finishReason, raw: undefined },
    usage: {
      inputTokens: { total: inputTokens, noCache: undefined, cacheRead: cachedInputTokens, cacheWrite: undefined },
      outputTokens: { total: outputTokens, text: undefined, reasoning: reasoningTokens },
    },
  };
}
