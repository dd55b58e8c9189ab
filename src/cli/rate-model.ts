import { UnflatterError } from '../errors.ts';
import type { RaterModel } from '../rating/rater-model.ts';
import type { RateFlags } from './rate-options.ts';
import { without } from './rate-secret.ts';

/** The model to ask, and the key that it is asked with. */
export interface ChosenModel {
  readonly model: RaterModel;
  /** Takes the key out of a text, which may come from a server that quotes it. */
  readonly withoutKey: (text: string) => string;
}

/** Where a key is looked for, in this order. That of OpenAI goes to no one else. */
const ownKey = 'UNFLATTER_API_KEY';
const openAiKey = 'OPENAI_API_KEY';
const gatewayKeys = ['AI_GATEWAY_API_KEY', 'VERCEL_OIDC_TOKEN'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws UnflatterError `peer-missing` or `invalid-option` */
export async function chosenModel(
  { model: name, baseUrl, schema }: Pick<RateFlags, 'model' | 'baseUrl' | 'schema'>,
  env: Environment,
): Promise<ChosenModel> {
  if (baseUrl === undefined) {
    const keys = gatewayKeys.flatMap((key) => env[key] || []);
    if (keys.length === 0) throw noGatewayKey(name);
    return { model: name, withoutKey: without(keys) };
  }
  const { createOpenAICompatible } = await loadProvider();
  const apiKey = keyFor(baseUrl, env);
  const provider = createOpenAICompatible({
    name: new URL(baseUrl).host,
    baseURL: baseUrl,
    supportsStructuredOutputs: schema,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  return { model: provider.chatModel(name), withoutKey: without(apiKey === undefined ? [] : [apiKey]) };
}

/** What to do where a key is missing or refused. */
export function keyHint(baseUrl: string | undefined): string {
  if (baseUrl === undefined) return `set ${gatewayKeys[0]}, or ask another server with --base-url`;
  return `set ${isOpenAi(baseUrl) ? `${openAiKey} or ` : ''}${ownKey} in the environment`;
}

/** Not by plain HTTP: whoever is on the way could read the key. */
function isOpenAi(baseUrl: string): boolean {
  return new URL(baseUrl).origin === 'https://api.openai.com';
}

function keyFor(baseUrl: string, env: Environment): string | undefined {
  return env[ownKey] || (isOpenAi(baseUrl) ? env[openAiKey] : undefined) || undefined;
}

function noGatewayKey(name: string): UnflatterError {
  const expected = `asked of a server by --base-url, or of the AI Gateway with ${gatewayKeys[0]} in the environment`;
  const message = `--model ${name} must be ${expected}, got neither`;
  return new UnflatterError('invalid-option', message, { option: 'model', expected, received: undefined });
}

async function loadProvider(): Promise<typeof import('@ai-sdk/openai-compatible')> {
  try {
    return await import('@ai-sdk/openai-compatible');
  } catch (cause) {
    const message =
      '--base-url needs the packages "ai" and "@ai-sdk/openai-compatible": npm install ai @ai-sdk/openai-compatible';
    throw new UnflatterError('peer-missing', message, { package: '@ai-sdk/openai-compatible' }, { cause });
  }
}
