import { jsonSchema, simulateReadableStream, stepCountIs, streamText, tool, wrapLanguageModel } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { describe, expect, it, vi } from 'vitest';
import { isUnflatterError } from '../../src/index.ts';
import { qualityGateMiddleware, type QualityGateMiddlewareOptions, type Rate } from '../../src/rating/index.ts';
import { collect } from '../collect.ts';
import { exampleGate, exampleResponse } from './example-gate.ts';
import { partsOf, usage, type StreamPart } from './models.ts';

const gate = exampleGate();
const good = exampleResponse('example-02-1');
const flattered = exampleResponse('example-01-2');
const { prompt } = good;
const callPrompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: prompt }] }];

const goodParts = partsOf([good.response.slice(0, 7), good.response.slice(7)], {
  providerMetadata: { openai: { id: 'g' } },
});
const badParts = partsOf([flattered.response], { providerMetadata: { openai: { id: 'f' } } });
const finish = goodParts.at(-1)!;
const errorPart: StreamPart = { type: 'error', error: new Error('overloaded') };

/** A model that streams these lists of parts, or throws, one after the other. */
function modelOf(...streams: readonly (StreamPart[] | ReadableStream<StreamPart> | Error)[]): MockLanguageModelV3 {
  let next = 0;
  return new MockLanguageModelV3({
    doStream: async () => {
      const chunks = streams[next++] ?? new Error('asked too often');
      if (chunks instanceof Error) throw chunks;
      if (chunks instanceof ReadableStream) return { stream: chunks };
      return { stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) };
    },
  });
}

function wrapped(model: MockLanguageModelV3, options: Partial<QualityGateMiddlewareOptions>) {
  const middleware = qualityGateMiddleware({ gate, rate: () => 9, stream: 'hold', ...options });
  return wrapLanguageModel({ model, middleware });
}

/** What comes out of the wrapped model itself. */
async function partsThrough(model: MockLanguageModelV3, options: Partial<QualityGateMiddlewareOptions> = {}) {
  const { stream } = await wrapped(model, options).doStream({ prompt: callPrompt });
  return (await collect(stream)) as StreamPart[];
}

function decisionIn(parts: readonly StreamPart[]): unknown {
  const last = parts.findLast(({ type }) => type === 'finish') as { providerMetadata?: Record<string, unknown> };
  return last.providerMetadata?.['unflatter'];
}

function later<Value>(milliseconds: number, value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));
}

describe('a stream that is held', () => {
  it('gives nothing before it is decided, and then every part as it was and in order', async () => {
    const rating = Promise.withResolvers<number>();
    const given = partsThrough(modelOf(goodParts), { rate: () => rating.promise });
    expect(await Promise.race([given, later(30, 'nothing')])).toBe('nothing');
    rating.resolve(9);
    const parts = await given;
    expect(parts.slice(0, -1)).toEqual(goodParts.slice(0, -1));
    expect(parts.at(-1)).toMatchObject({ ...finish, providerMetadata: { openai: { id: 'g' }, unflatter: {} } });
    expect(decisionIn(parts)).toMatchObject({ verdict: 'pass', selfRating: 9 });
  });

  it('gives streamText nothing before it is decided, and then the whole text', async () => {
    const rating = Promise.withResolvers<number>();
    const { textStream } = streamText({ model: wrapped(modelOf(goodParts), { rate: () => rating.promise }), prompt });
    const deltas: string[] = [];
    const reading = (async () => {
      for await (const delta of textStream) deltas.push(delta);
    })();
    await later(30, undefined);
    expect(deltas).toEqual([]);
    rating.resolve(9);
    await reading;
    expect(deltas.join('')).toBe(good.response);
  });

  it('is given whatever the verdict when it is only to be annotated', async () => {
    const given = await partsThrough(modelOf(badParts));
    expect(given.slice(0, -1)).toEqual(badParts.slice(0, -1));
    expect(decisionIn(given)).toMatchObject({ verdict: 'fail', reason: 'below-threshold' });
  });

  it('is given for review when it is empty or had an error, and unrated', async () => {
    const rate = vi.fn<Rate>(() => 9);
    expect(decisionIn(await partsThrough(modelOf(partsOf([])), { rate }))).toMatchObject({
      verdict: 'review',
      reason: 'response-empty',
    });
    const broken = [...goodParts.slice(0, 4), errorPart, ...goodParts.slice(4)];
    const given = await partsThrough(modelOf(broken), { rate });
    expect(given.slice(0, -1)).toEqual(broken.slice(0, -1));
    expect(decisionIn(given)).toMatchObject({ verdict: 'review', reason: 'response-incomplete' });
    expect(rate).not.toHaveBeenCalled();
  });

  it.each<[string, StreamPart[]]>([
    ['did not finish', goodParts.slice(0, -1)],
    ['ended with an error', [...goodParts.slice(0, -1), errorPart]],
    ['has nothing in it', []],
  ])('is given as it came, and an end with the decision, when it %s', async (_name, unfinished) => {
    const rate = vi.fn<Rate>(() => 9);
    const given = await partsThrough(modelOf(unfinished), { rate });
    expect(given.slice(0, -1)).toEqual(unfinished);
    expect(given.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'error' } });
    expect(decisionIn(given)).toMatchObject({ verdict: 'review', reason: 'response-incomplete' });
    expect(rate).not.toHaveBeenCalled();
  });

  it('is given for review when an error comes after its end', async () => {
    const rate = vi.fn<Rate>(() => 9);
    expect(decisionIn(await partsThrough(modelOf([...goodParts, errorPart]), { rate }))).toMatchObject({
      verdict: 'review',
      reason: 'response-incomplete',
    });
    expect(rate).not.toHaveBeenCalled();
  });

  it('keeps the name of its model where the provider says more without it', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const more: StreamPart = { type: 'response-metadata', id: 'response-1' };
    const model = modelOf([...goodParts.slice(0, 4), more, ...goodParts.slice(4)]);
    await partsThrough(Object.assign(model, { modelId: 'asked-model' }), { rate });
    expect(rate.mock.calls.map(([{ generator }]) => generator)).toEqual(['mock-model-id']);
  });

  it('has its reasoning passed on and left out of the rating', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const thinking: StreamPart[] = [
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: 'Let me think.' },
      { type: 'reasoning-end', id: 'r' },
      ...goodParts,
    ];
    const given = await partsThrough(modelOf(thinking), { rate });
    expect(given.slice(0, -1)).toEqual(thinking.slice(0, -1));
    expect(rate.mock.calls.map(([{ response }]) => response)).toEqual([good.response]);
  });

  it('fails the call with the error by which the stream of the model breaks', async () => {
    const overloaded = new Error('overloaded');
    const breaking = new ReadableStream<StreamPart>({
      start: (controller) => goodParts.slice(0, 4).forEach((part) => controller.enqueue(part)),
      pull: (controller) => controller.error(overloaded),
    });
    await expect(partsThrough(modelOf(breaking))).rejects.toBe(overloaded);
  });
});

describe('a held stream that is not good enough', () => {
  it('fails the call with a typed error by a middleware that throws', async () => {
    const error: unknown = await partsThrough(modelOf(badParts), { onFail: 'throw' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(isUnflatterError(error, 'quality-gate')).toBe(true);
    expect(error).toMatchObject({ details: { verdict: 'fail', reason: 'below-threshold' } });
  });

  it('is an error of streamText, after one generation and without a word of it', async () => {
    const model = modelOf(badParts, goodParts);
    const errors: unknown[] = [];
    const result = streamText({
      model: wrapped(model, { onFail: 'throw' }),
      prompt,
      onError: ({ error }) => void errors.push(error),
    });
    const deltas: string[] = [];
    for await (const delta of result.textStream) deltas.push(delta);
    expect(deltas).toEqual([]);
    expect(errors).toMatchObject([{ code: 'quality-gate', details: { verdict: 'fail' } }]);
    await expect(Promise.resolve(result.text)).rejects.toMatchObject({ name: 'AI_NoOutputGeneratedError' });
    expect(model.doStreamCalls).toHaveLength(1);
  });

  it('names the error that the stream had as the cause', async () => {
    const broken = [...goodParts.slice(0, 4), errorPart, finish];
    await expect(partsThrough(modelOf(broken), { onFail: 'throw' })).rejects.toMatchObject({
      code: 'quality-gate',
      details: { verdict: 'review', reason: 'response-incomplete' },
      cause: { message: 'overloaded' },
    });
  });

  it('is not given by a middleware that throws when it did not finish', async () => {
    await expect(partsThrough(modelOf(goodParts.slice(0, -1)), { onFail: 'throw' })).rejects.toMatchObject({
      details: { reason: 'response-incomplete' },
    });
  });

  it('is not given by a middleware that throws when an error comes after its end', async () => {
    const broken = partsThrough(modelOf([...goodParts, errorPart]), { onFail: 'throw' });
    await expect(broken).rejects.toMatchObject({ code: 'quality-gate', cause: { message: 'overloaded' } });
  });

  it('is not given by a middleware that throws when it calls a tool and then breaks', async () => {
    const call: StreamPart = { type: 'tool-call', toolCallId: 'call-1', toolName: 'look', input: '{}' };
    const calling = [...goodParts.slice(0, -1), call];
    for (const parts of [[...calling, errorPart], [...calling, errorPart, finish], [errorPart, ...calling], calling])
      await expect(partsThrough(modelOf(parts), { onFail: 'throw' })).rejects.toMatchObject({
        code: 'quality-gate',
        details: { verdict: 'review', reason: 'response-incomplete' },
      });
  });

  it('is replaced by a second generation, whole, with the usage of both', async () => {
    const model = modelOf(badParts, goodParts);
    const given = await partsThrough(model, { onFail: { retry: 1 } });
    expect(given.slice(0, -1)).toEqual(goodParts.slice(0, -1));
    expect(given.at(-1)).toMatchObject({
      usage: { inputTokens: { total: 24, cacheRead: 4 }, outputTokens: { total: 10 } },
      providerMetadata: {
        openai: { id: 'g' },
        unflatter: { verdict: 'pass', attempts: [{ verdict: 'fail' }, { verdict: 'pass' }] },
      },
    });
    expect(model.doStreamCalls[1]!.prompt.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  it('is replaced by what another model streams', async () => {
    const fallback = Object.assign(modelOf(goodParts.filter(({ type }) => type !== 'response-metadata')), {
      modelId: 'other-model',
    });
    const given = await partsThrough(modelOf(badParts), { onFail: { fallback } });
    expect(decisionIn(given)).toMatchObject({ verdict: 'pass', generator: 'other-model' });
    expect(fallback.doStreamCalls[0]!.prompt).toEqual(callPrompt);
  });

  it('is replaced by what a model of an older specification streams', async () => {
    vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
    const old = goodParts.map((part) =>
      part.type === 'finish'
        ? { ...part, finishReason: 'stop', usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 } }
        : part,
    );
    const fallback = {
      specificationVersion: 'v2' as const,
      provider: 'house',
      modelId: 'old-model',
      supportedUrls: {},
      doGenerate: () => Promise.reject(new Error('only streamed')),
      doStream: async () => ({ stream: simulateReadableStream({ chunks: old, initialDelayInMs: null }) }),
    };
    const given = await partsThrough(modelOf(badParts), { onFail: { fallback } });
    vi.unstubAllGlobals();
    expect(decisionIn(given)).toMatchObject({ verdict: 'pass' });
    expect(given.at(-1)).toMatchObject({ usage: { inputTokens: { total: 15 }, outputTokens: { total: 9 } } });
  });

  it.each([
    ['throws', new Error('no such model')],
    [
      'breaks off',
      new ReadableStream<StreamPart>({ start: (controller) => controller.error(new Error('no such model')) }),
    ],
  ])('is given with its decision when the second generation %s', async (_name, second) => {
    const given = await partsThrough(modelOf(badParts, second), { onFail: { retry: 1 } });
    expect(given.slice(0, -1)).toEqual(badParts.slice(0, -1));
    expect(decisionIn(given)).toMatchObject({ verdict: 'fail', fault: 'no such model', attempts: [{}] });
  });

  it('is replaced by a second generation when it did not finish, or its end has the decision', async () => {
    const unfinished = goodParts.slice(0, 4);
    const given = await partsThrough(modelOf(unfinished, goodParts), { onFail: { retry: 1 } });
    expect(decisionIn(given)).toMatchObject({ verdict: 'pass', attempts: [{ verdict: 'review' }, {}] });
    const alone = await partsThrough(modelOf(unfinished), { onFail: { retry: 1 } });
    expect(alone.slice(0, -1)).toEqual(unfinished);
    expect(decisionIn(alone)).toMatchObject({ verdict: 'review', fault: 'asked too often', attempts: [{}] });
  });

  it('is given rather than a second one that had an error', async () => {
    const broken = [...goodParts.slice(0, 4), errorPart, finish];
    const given = await partsThrough(modelOf(badParts, broken), { onFail: { retry: 1 } });
    expect(decisionIn(given)).toMatchObject({
      verdict: 'fail',
      attempts: [{ verdict: 'fail' }, { verdict: 'review', reason: 'response-incomplete' }],
    });
  });
});

describe('a held step that calls a tool', () => {
  const call: StreamPart = { type: 'tool-call', toolCallId: 'call-1', toolName: 'look', input: '{}' };
  const calling: StreamPart[] = [
    call,
    { type: 'finish', finishReason: { unified: 'tool-calls', raw: 'tool_use' }, usage },
  ];

  it.each<[string, Partial<QualityGateMiddlewareOptions>]>([
    ['annotates', {}],
    ['throws', { onFail: 'throw' }],
    ['retries', { onFail: { retry: 1 } }],
  ])('is passed on unrated, and the last step is gated, by a middleware that %s', async (_name, options) => {
    const rate = vi.fn<Rate>(() => 9);
    const execute = vi.fn<() => Promise<string>>(async () => 'found');
    const result = streamText({
      model: wrapped(modelOf(calling, goodParts), { rate, ...options }),
      prompt,
      tools: { look: tool({ inputSchema: jsonSchema({ type: 'object' }), execute }) },
      stopWhen: stepCountIs(3),
    });
    expect((await collect(result.textStream)).join('')).toBe(good.response);
    expect(execute).toHaveBeenCalledOnce();
    expect(rate).toHaveBeenCalledOnce();
    expect((await result.steps).map(({ providerMetadata }) => providerMetadata?.['unflatter'])).toMatchObject([
      { verdict: 'review', reason: 'response-incomplete' },
      { verdict: 'pass' },
    ]);
  });
});

describe('a caller who aborts a held stream', () => {
  /** Gives a few words and then nothing, and does not listen to anybody. */
  function silent(cancel: (reason: unknown) => void = () => {}): ReadableStream<StreamPart> {
    return new ReadableStream<StreamPart>({
      start: (controller) => goodParts.slice(0, 4).forEach((part) => controller.enqueue(part)),
      pull: () => new Promise(() => {}),
      cancel,
    });
  }

  it.each(['generation', 'rating', 'second generation'])(
    'gets nothing but the reason during the %s, also where the model does not listen',
    async (when) => {
      const unhandled = vi.fn<(reason: unknown) => void>();
      process.on('unhandledRejection', unhandled);
      const controller = new AbortController();
      const reason = new Error('the user left');
      const cancel = vi.fn<(reason: unknown) => void>();
      const model = when === 'generation' ? modelOf(silent(cancel)) : modelOf(badParts, silent(cancel));
      const rate = vi.fn<Rate>(() => (when === 'rating' ? new Promise(() => {}) : 9));
      const call = { prompt: callPrompt, abortSignal: controller.signal };
      const stream = wrapped(model, { rate, onFail: { retry: 1 } }).doStream(call);
      setTimeout(() => controller.abort(reason), 10);
      await expect(stream).rejects.toBe(reason);
      if (when === 'rating') expect(rate.mock.calls[0]![1]!.abortSignal!.reason).toBe(reason);
      else expect(cancel).toHaveBeenCalledExactlyOnceWith(reason);
      await later(20, undefined);
      process.off('unhandledRejection', unhandled);
      expect(unhandled).not.toHaveBeenCalled();
    },
  );

  it('gets nothing but the reason when it was too early for a stream', async () => {
    const reason = new Error('the user left');
    const call = { prompt: callPrompt, abortSignal: AbortSignal.abort(reason) };
    const mute = new ReadableStream<StreamPart>({ pull: () => new Promise(() => {}) });
    await expect(wrapped(modelOf(mute), {}).doStream(call)).rejects.toBe(reason);
  });

  it('has streamText end as aborted, with no text', async () => {
    const controller = new AbortController();
    const onAbort = vi.fn<() => void>();
    const result = streamText({
      model: wrapped(modelOf(silent()), { onFail: 'throw' }),
      prompt,
      abortSignal: controller.signal,
      onAbort,
    });
    setTimeout(() => controller.abort(), 10);
    expect(await collect(result.textStream)).toEqual([]);
    expect(onAbort).toHaveBeenCalledOnce();
  });
});
