import type { Call, CalledModel, Part } from './call.ts';
import type { GeneratorModel } from './on-fail.ts';

/**
 * A model that answers as the installed `ai` has it. Version 7 converts older models when it wraps them; version 6 takes them as
 * they are, so what a `v2` model says of its end and its usage is put into the newer form here.
 */
export async function asIn(model: GeneratorModel): Promise<GeneratorModel> {
  const { wrapLanguageModel } = await import('ai');
  const wrapped = wrapLanguageModel({ model: model as never, middleware: [] }) as GeneratorModel;
  return isOld(wrapped)
    ? { ...renewedModel(wrapped), specificationVersion: 'v3', provider: wrapped.provider }
    : wrapped;
}

/** A call of a model that answers so: the one that is wrapped may be a `v2` model too. */
export function renewedCall<Given extends Call & { doGenerate?: () => unknown; doStream?: () => unknown }>(
  call: Given,
): Given {
  const { model, doGenerate, doStream } = call;
  if (model === undefined || !isOld(model)) return call;
  return {
    ...call,
    model: renewedModel(model),
    doGenerate: async () => renewed((await doGenerate!()) as Ended),
    doStream: async () => renewedStream((await doStream!()) as Streamed),
  };
}

function isOld(model: CalledModel): boolean {
  return (model as Partial<GeneratorModel>).specificationVersion === 'v2';
}

function renewedModel(model: CalledModel): CalledModel {
  return {
    modelId: model.modelId,
    doGenerate: async (params) => renewed((await model.doGenerate(params)) as Ended),
    doStream: async (params) => renewedStream((await model.doStream(params)) as Streamed),
  };
}

interface Streamed {
  readonly stream: ReadableStream<Part>;
}

function renewedStream<Result extends Streamed>(result: Result): Result {
  const renewing = new TransformStream<Part, Part>({
    transform: (part, controller) => controller.enqueue(part.type === 'finish' ? renewed(part as Ended & Part) : part),
  });
  return { ...result, stream: result.stream.pipeThrough(renewing) };
}

interface Ended {
  readonly finishReason: string;
  readonly usage?: {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly cachedInputTokens?: number;
    readonly reasoningTokens?: number;
  };
}

function renewed<Old extends Ended>({ finishReason, usage = {}, ...rest }: Old) {
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
