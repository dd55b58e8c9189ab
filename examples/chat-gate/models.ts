import { fileURLToPath } from 'node:url';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { wrapLanguageModel, type LanguageModel } from 'ai';
import { createQualityGate, fit } from 'unflatter';
import { qualityGateMiddleware, selfRater, type QualityGateMiddlewareOptions } from 'unflatter/ai';
import { readRecords, readTarget } from 'unflatter/node';
import { startStandIn } from './stand-in.ts';

/** What can be done about a response, by the names that the page has for it. */
const modes = {
  annotate: {},
  hold: { stream: 'hold' },
  retry: { onFail: { retry: 2 } },
  throw: { onFail: 'throw' },
} as const satisfies Readonly<Record<string, Partial<QualityGateMiddlewareOptions>>>;

export type Mode = keyof typeof modes;

export function isMode(mode: unknown): mode is Mode {
  return typeof mode === 'string' && Object.hasOwn(modes, mode);
}

/** One model for each mode: of a provider where there is a key, else the stand-in. */
export async function createModels(env: NodeJS.ProcessEnv): Promise<Readonly<Record<Mode, LanguageModel>>> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL, MODEL = 'gpt-5' } = env;
  const baseURL = apiKey === undefined ? await startStandIn() : (OPENAI_BASE_URL ?? 'https://api.openai.com/v1');
  const provider = createOpenAICompatible({
    name: 'provider',
    baseURL,
    ...(apiKey === undefined ? {} : { apiKey }),
    supportsStructuredOutputs: true,
    includeUsage: true,
  });
  const model = provider.chatModel(apiKey === undefined ? 'stand-in' : MODEL);

  // Your own app reads the calibrator that was fitted on labels of its own: readCalibrator('calibrator.json').
  const path = fileURLToPath(new URL('../../calibration-data/example/records.jsonl', import.meta.url));
  const target = await readTarget(path);
  const gate = createQualityGate({ calibrator: fit(await readRecords([path], { target }), target) });
  const rate = selfRater({
    model,
    rubric: 'Correct and helpful.',
    scale: { min: 1, max: 10, step: 1 },
    // The rater of those labels. A calibrator of your own has the name of your model.
    rater: 'example-model',
  });
  const gated = ([mode, more]: [string, Partial<QualityGateMiddlewareOptions>]) => [
    mode,
    wrapLanguageModel({ model, middleware: qualityGateMiddleware({ gate, rate, ...more }) }),
  ];
  return Object.fromEntries(Object.entries(modes).map(gated)) as Record<Mode, LanguageModel>;
}
