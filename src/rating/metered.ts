import type { LanguageModel } from 'ai';
import { loadAi } from './ask.ts';
import type { RaterModel } from './rater-model.ts';

/** What all calls of a model have used so far. */
export interface Metered {
  /** Failed calls included. */
  readonly calls: number;
  /** Calls that brought a reply, whatever it said. */
  readonly replies: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Replies that did not say what they used. */
  readonly unmetered: number;
}

type Generated = {
  readonly usage?: { readonly inputTokens?: Tokens; readonly outputTokens?: Tokens };
};

/** A number in version 2 of the interface, an object with a total from 3 on. */
type Tokens = number | { readonly total?: number | undefined } | undefined;

/**
 * A model that counts what it uses.
 *
 * @throws UnflatterError `peer-missing` for an id without that package.
 * @param model a model, or the id of one, which `ai` resolves as it would itself
 */
export async function metered(
  model: RaterModel,
): Promise<{ readonly model: Exclude<RaterModel, string>; readonly used: () => Metered }> {
  const inner = typeof model === 'string' ? await resolved(model) : model;
  let used: Metered = { calls: 0, replies: 0, tokensIn: 0, tokensOut: 0, unmetered: 0 };
  const doGenerate = async (options: never): Promise<Generated> => {
    used = { ...used, calls: used.calls + 1 };
    const result = (await inner.doGenerate(options)) as Generated;
    const [tokensIn, tokensOut] = [result.usage?.inputTokens, result.usage?.outputTokens].map(totalOf);
    used = {
      ...used,
      replies: used.replies + 1,
      tokensIn: used.tokensIn + (tokensIn ?? 0),
      tokensOut: used.tokensOut + (tokensOut ?? 0),
      unmetered: used.unmetered + (tokensIn === undefined || tokensOut === undefined ? 1 : 0),
    };
    return result;
  };
  // Models are instances of classes, whose properties do not spread.
  const { specificationVersion, provider, modelId, supportedUrls } = inner as typeof inner & {
    supportedUrls?: unknown;
  };
  const counting = { specificationVersion, provider, modelId, supportedUrls, doGenerate };
  return { model: counting, used: () => used };
}

function totalOf(tokens: Tokens): number | undefined {
  const total = typeof tokens === 'object' ? tokens.total : tokens;
  return Number.isFinite(total) ? total : undefined;
}

async function resolved(id: string): Promise<Exclude<RaterModel, string>> {
  const { gateway } = await loadAi();
  const provider = (globalThis as { AI_SDK_DEFAULT_PROVIDER?: { languageModel: (id: string) => LanguageModel } })
    .AI_SDK_DEFAULT_PROVIDER;
  return (provider ?? gateway).languageModel(id) as Exclude<RaterModel, string>;
}
