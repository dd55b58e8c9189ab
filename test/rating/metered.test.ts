import { afterEach, describe, expect, it, vi } from 'vitest';
import { metered } from '../../src/rating/metered.ts';
import { selfRater } from '../../src/rating/self-rater.ts';
import { modelThatSays, reply } from './models.ts';

const rating = '{"explanation":"x","rating":7}';
const ask = (model: Awaited<ReturnType<typeof metered>>['model']) =>
  selfRater({ model, rubric: 'Good.', scale: { min: 1, max: 10 }, firstWait: 0 })({ response: 'x' });

afterEach(() => vi.unstubAllGlobals());

describe('a metered model', () => {
  it('rates as the model itself, and counts calls, replies and tokens', async () => {
    const meter = await metered(modelThatSays(rating));
    expect(await ask(meter.model)).toMatchObject({ selfRating: 7, rater: 'mock-model-id' });
    await ask(meter.model);
    expect(meter.used()).toEqual({ calls: 2, replies: 2, tokensIn: 24, tokensOut: 10, unmetered: 0 });
  });

  it('counts calls that fail, and replies that do not say what they used', async () => {
    const model = modelThatSays(rating);
    const answers = [
      () => {
        throw Object.assign(new Error('busy'), { statusCode: 503 });
      },
      () => ({ ...reply(rating), usage: { inputTokens: {}, outputTokens: {} } as never }),
    ];
    model.doGenerate = async () => answers.shift()!();
    const meter = await metered(model);
    expect((await ask(meter.model)).selfRating).toBe(7);
    expect(meter.used()).toEqual({ calls: 2, replies: 1, tokensIn: 0, tokensOut: 0, unmetered: 1 });
  });

  it('may be named, as ai names models', async () => {
    vi.stubGlobal('AI_SDK_DEFAULT_PROVIDER', {
      languageModel: (id: string) => modelThatSays(`{"explanation":"${id}","rating":7}`),
    });
    const meter = await metered('vendor/name');
    expect(await ask(meter.model)).toMatchObject({ selfRating: 7, reasoning: 'vendor/name' });
  });
});
