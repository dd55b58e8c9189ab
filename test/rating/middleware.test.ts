import { generateText, jsonSchema, streamText, wrapLanguageModel, type ToolSet } from 'ai';
import * as mocks from 'ai/test';
import { MockLanguageModelV3 } from 'ai/test';
import { describe, expect, it, vi } from 'vitest';
import {
  UnflatterError,
  createQualityGate,
  fit,
  type GateDecision,
  type GatePolicy,
  type QualityGate,
} from '../../src/index.ts';
import { qualityGateMiddleware, selfRater, type Rate } from '../../src/rating/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { exampleGate, exampleRater, exampleResponse } from './example-gate.ts';
import { modelThatSays, modelThatStreams, partsOf, reply, usage, type StreamPart } from './models.ts';

const gate = exampleGate();
const good = exampleResponse('example-02-1');
const flattered = exampleResponse('example-01-2');
const tools: ToolSet = { look: { inputSchema: jsonSchema({ type: 'object' }) } };
const metadata = { openai: { logprobs: [{ token: 'a', logprob: -0.1 }] }, cache: { hit: true } };

/** A prompt as it reaches the model. */
const callPrompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: good.prompt }] }];

/** The text in pieces of five characters, as a stream would have it. */
function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,5}/g) ?? [];
}

function wrapped(
  model: MockLanguageModelV3,
  rate: Rate,
  options: { timeout?: number; policy?: GatePolicy; gate?: QualityGate } = {},
) {
  const { policy, gate: by = policy === undefined ? gate : exampleGate(policy), ...rest } = options;
  const middleware = qualityGateMiddleware({ gate: by, rate, ...rest });
  return wrapLanguageModel({ model, middleware });
}

async function generate(model: Parameters<typeof generateText>[0]['model'], prompt = good.prompt) {
  const {
    text,
    content,
    finishReason,
    usage: used,
    warnings,
    toolCalls,
    steps,
  } = await generateText({ model, prompt });
  return {
    seen: { text, content, finishReason, usage: used, warnings, toolCalls },
    metadata: steps.at(-1)!.providerMetadata,
  };
}

async function stream(model: Parameters<typeof streamText>[0]['model'], prompt = good.prompt) {
  const errors: unknown[] = [];
  const result = streamText({ model, prompt, onError: ({ error }) => void errors.push(error) });
  const deltas: string[] = [];
  for await (const delta of result.textStream) deltas.push(delta);
  const [text, content, finishReason, used, steps] = await Promise.all([
    result.text,
    result.content,
    result.finishReason,
    result.usage,
    result.steps,
  ]);
  return {
    seen: { deltas, text, content, finishReason, usage: used, errors },
    metadata: steps.at(-1)!.providerMetadata,
  };
}

/** A decision as JSON has it. */
function asMetadata({ calibrated, ...decision }: GateDecision): unknown {
  return JSON.parse(JSON.stringify({ ...decision, ...calibrated }));
}

const mark = Symbol.for('unflatter.error');

/** What says that it is an error of ours. */
function marked(more: object): Error {
  const error = Object.assign(new Error('odd'), { [mark]: true });
  return Object.defineProperties(error, Object.getOwnPropertyDescriptors(more));
}

/** What throws when this is read. */
function trapped(key: string | symbol): object {
  return Object.defineProperty({}, key, { get: () => thrower(new Error('trap')), enumerable: true });
}

/** Both ways to call a model that says this, wrapped or not. */
const ways = [
  {
    way: 'generateText',
    model: (text: string) => modelThatSays(text, 'stop', { providerMetadata: metadata }),
    call: generate,
  },
  {
    way: 'streamText',
    model: (text: string) => modelThatStreams(partsOf(pieces(text), { providerMetadata: metadata })),
    call: stream,
  },
] as const;

describe.each(ways)('a model in the middleware, called by $way', ({ model, call }) => {
  it('answers exactly as it does without', async () => {
    const bare = await call(model(flattered.response));
    const { seen } = await call(wrapped(model(flattered.response), () => 9));
    expect(seen).toEqual(bare.seen);
    expect(seen).toMatchObject({ text: flattered.response, finishReason: 'stop', usage: { inputTokens: 12 } });
  });

  it.each([
    ['pass', good],
    ['fail', flattered],
  ] as const)('carries the decision of the gate: %s', async (verdict, rated) => {
    const rate = async () => ({ selfRating: rated.selfRating, rater: exampleRater });
    const { metadata: found } = await call(wrapped(model(rated.response), rate), rated.prompt);
    expect(found?.['unflatter']).toEqual(asMetadata(gate.decide(rated)));
    expect(found?.['unflatter']).toMatchObject({ verdict, selfRating: rated.selfRating, policy: gate.policy });
  });

  it('keeps the metadata that was there', async () => {
    const { metadata: found } = await call(wrapped(model(good.response), () => 9));
    expect(found).toEqual({ ...metadata, unflatter: asMetadata(gate.decide({ ...good, rater: undefined })) });
  });

  it('carries metadata that is plain JSON', async () => {
    for (const rate of [() => 9, () => Number.NaN]) {
      const { metadata: found } = await call(wrapped(model(good.response), rate));
      expect(JSON.parse(JSON.stringify(found))).toStrictEqual(found);
    }
  });

  it('has the response rated against the prompt, once', async () => {
    const rate = vi.fn<Rate>(() => 9);
    await call(wrapped(model(good.response), rate));
    expect(rate.mock.calls).toEqual([
      [
        { prompt: good.prompt, response: good.response, generator: 'mock-model-id' },
        { abortSignal: expect.any(AbortSignal) as AbortSignal },
      ],
    ]);
  });

  it('can be rated by a model', async () => {
    const judge = modelThatSays('{"rating":"9"}', 'stop', { response: { modelId: exampleRater } });
    const rate = selfRater({ model: judge, rubric: 'Is it correct?', scale: { min: 1, max: 10, step: 1 } });
    const { metadata: found } = await call(wrapped(model(good.response), rate));
    expect(found?.['unflatter']).toMatchObject({ verdict: 'pass', selfRating: 9 });
  });

  it.each<[string, Rate, string]>([
    ['throws', () => thrower(new Error('no budget left')), 'rating-failed'],
    ['rejects', () => Promise.reject(new Error('no budget left')), 'rating-failed'],
    ['rejects with nothing', () => Promise.reject(), 'rating-failed'],
    [
      'rejects with an error of ours',
      () => Promise.reject(new UnflatterError('rating-unreadable', 'prose', { reply: 'so so', expected: 'a number' })),
      'rating-unreadable',
    ],
    ['never answers', () => new Promise(() => {}), 'rating-timeout'],
    ['returns NaN', () => Number.NaN, 'rating-missing'],
    ['returns nothing', (() => undefined) as unknown as Rate, 'rating-missing'],
    ['returns null', (() => null) as unknown as Rate, 'rating-missing'],
    ['returns prose', (() => '9/10, excellent') as unknown as Rate, 'rating-missing'],
    ['returns an object without a rating', (() => ({})) as unknown as Rate, 'rating-missing'],
    ['returns a rating off the scale', () => 900, 'rating-off-scale'],
    ['rejects with a bigint as its code', () => Promise.reject(marked({ code: 1n })), 'rating-failed'],
    ['rejects with a verdict as its code', () => Promise.reject(marked({ code: 'above-threshold' })), 'rating-failed'],
    ['rejects with a trap as its code', () => Promise.reject(marked(trapped('code'))), 'rating-failed'],
    ['rejects with a trap as its mark', () => Promise.reject(trapped(mark)), 'rating-failed'],
    ['returns a rating on another scale', () => ({ selfRating: 9, scale: { min: 0, max: 100 } }), 'scale-mismatch'],
  ])('answers as without, and asks for a review, when the rating function %s', async (_name, rate, reason) => {
    const bare = await call(model(good.response));
    const { seen, metadata: found } = await call(wrapped(model(good.response), rate, { timeout: 30 }));
    expect(seen).toEqual(bare.seen);
    expect(found).toMatchObject({ ...metadata, unflatter: { verdict: 'review', reason, policy: gate.policy } });
    expect(found?.['unflatter']).not.toHaveProperty('passProbability');
  });

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a bigint', () => ({ verdict: 'pass', reason: 1n })],
    ['a trap', () => trapped('verdict')],
    ['a rejection', () => Promise.reject(new Error('odd'))],
  ])('answers as without, and asks for a review, when its gate gives %s', async (_name, decide) => {
    const bare = await call(model(good.response));
    const odd = { ...gate, decide: decide as QualityGate['decide'] };
    const { seen, metadata: found } = await call(wrapped(model(good.response), () => 9, { gate: odd }));
    expect(seen).toEqual(bare.seen);
    expect(found).toMatchObject({ ...metadata, unflatter: { verdict: 'review', reason: 'unexpected-error' } });
  });

  it('passes without a rating only by a policy that is called insecure, and is marked', async () => {
    const insecure = wrapped(model(good.response), () => Number.NaN, { policy: { onError: 'pass-insecure' } });
    expect((await call(insecure)).metadata?.['unflatter']).toMatchObject({ verdict: 'pass', insecure: true });
    const secure = wrapped(model(good.response), () => 9, { policy: { onError: 'pass-insecure' } });
    expect((await call(secure)).metadata?.['unflatter']).not.toHaveProperty('insecure');
  });

  it('tells the rating to stop when its time is over', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const rate: Rate = (_request, options) => {
      signals.push(options?.abortSignal);
      return new Promise(() => {});
    };
    await call(wrapped(model(good.response), rate, { timeout: 30 }));
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('is not held up for longer than the timeout', async () => {
    const start = performance.now();
    await call(wrapped(model(good.response), () => new Promise(() => {}), { timeout: 30 }));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

/** A gate whose calibration set has no prompts. */
function gateWithoutPrompts(): QualityGate {
  const records = exampleRecords().map(({ prompt, ...record }) => ({ group: prompt, ...record }));
  return createQualityGate({ calibrator: fit(records, exampleTarget) });
}

/** What the rating function was asked, given these messages. */
async function askedOn(messages: NonNullable<Parameters<typeof generateText>[0]['messages']>, by = gate) {
  const rate = vi.fn<Rate>(() => 9);
  await generateText({ model: wrapped(modelThatSays(good.response), rate, { gate: by }), messages });
  return rate.mock.calls.map(([request]) => request);
}

describe('the material of the rating', () => {
  const written = { response: good.response, generator: 'mock-model-id' };

  it('has the last message of the user, and what was said before it, not after', async () => {
    const asked = await askedOn([
      { role: 'user', content: 'Name a fruit.' },
      { role: 'assistant', content: 'Apple.' },
      { role: 'user', content: 'And a vegetable?' },
      { role: 'assistant', content: 'It is' },
    ]);
    const conversation = [
      { role: 'user', content: 'Name a fruit.' },
      { role: 'assistant', content: 'Apple.' },
    ];
    expect(asked).toEqual([{ prompt: 'And a vegetable?', conversation, ...written }]);
  });

  it('has no turn without words, as a call of a tool', async () => {
    const asked = await askedOn([
      { role: 'user', content: 'Look it up.' },
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'call-1', toolName: 'look', input: {} }] },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'call-1', toolName: 'look', output: { type: 'text', value: 'found' } },
        ],
      },
      { role: 'user', content: 'And?' },
    ]);
    expect(asked).toEqual([{ prompt: 'And?', conversation: [{ role: 'user', content: 'Look it up.' }], ...written }]);
  });

  it('has the system prompt', async () => {
    const rate = vi.fn<Rate>(() => 9);
    await generateText({
      model: wrapped(modelThatSays(good.response), rate),
      system: 'Be brief.',
      prompt: good.prompt,
    });
    expect(rate.mock.calls[0]![0]).toEqual({ prompt: good.prompt, system: 'Be brief.', ...written });
  });

  it('has the text of a message with several parts', async () => {
    const image = { type: 'file' as const, data: new Uint8Array([137, 80, 78, 71]), mediaType: 'image/png' };
    const asked = await askedOn([
      { role: 'user', content: [{ type: 'text', text: 'What is ' }, image, { type: 'text', text: 'this?' }] },
    ]);
    expect(asked).toEqual([{ prompt: 'What is this?', ...written }]);
  });

  it('has no prompt where the user said nothing', async () => {
    const messages = [{ role: 'assistant' as const, content: 'Canberra is' }];
    expect(await askedOn(messages, gateWithoutPrompts())).toEqual([{ prompt: undefined, ...written }]);
  });

  it('is not put together where the user said nothing and the calibrator needs a prompt', async () => {
    expect(await askedOn([{ role: 'assistant', content: 'Canberra is' }])).toEqual([]);
  });

  it('has the text of the reply, its reasoning and tool calls left out', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const content = [
      { type: 'reasoning' as const, text: 'The user wants a number.' },
      { type: 'text' as const, text: 'It is ' },
      // Of the provider's own: what it asks the app to run is no response yet.
      { type: 'tool-call' as const, toolCallId: 'call-1', toolName: 'look', input: '{}', providerExecuted: true },
      { type: 'text' as const, text: '212.' },
    ];
    const model = modelThatSays('', 'stop', { content });
    await generateText({ model: wrapped(model, rate), prompt: good.prompt, tools });
    expect(rate.mock.calls[0]![0].response).toBe('It is 212.');
  });
});

describe('a reply without text', () => {
  const call = { type: 'tool-call' as const, toolCallId: 'call-1', toolName: 'look', input: '{}' };

  it('is not rated, and is for review, when it only calls a tool', async () => {
    const rate = vi.fn<Rate>(() => 10);
    const model = wrapped(modelThatSays('', 'tool-calls', { content: [call] }), rate);
    const { toolCalls, steps } = await generateText({ model, prompt: good.prompt, tools });
    expect(toolCalls).toMatchObject([{ toolCallId: 'call-1', toolName: 'look' }]);
    expect(steps.at(-1)!.providerMetadata?.['unflatter']).toMatchObject({
      verdict: 'review',
      reason: 'response-incomplete',
    });
    expect(rate).not.toHaveBeenCalled();
  });

  it('is not rated, and is for review, when it streams only a tool call', async () => {
    const rate = vi.fn<Rate>(() => 10);
    const parts: StreamPart[] = [call, ...partsOf([]).slice(-1)];
    const result = streamText({
      model: wrapped(modelThatStreams(parts), rate),
      prompt: good.prompt,
      tools,
    });
    expect((await result.steps).at(-1)!.providerMetadata?.['unflatter']).toMatchObject({
      verdict: 'review',
      reason: 'response-incomplete',
    });
    expect(rate).not.toHaveBeenCalled();
  });

  it.each(['', ' \n\t'])('is not rated, and is for review, when it is %j', async (text) => {
    const rate = vi.fn<Rate>(() => 10);
    const { metadata: found } = await generate(wrapped(modelThatSays(text), rate));
    expect(found?.['unflatter']).toMatchObject({ verdict: 'review', reason: 'response-empty' });
    expect(rate).not.toHaveBeenCalled();
  });
});

/** The decision on a good reply that ended so, by the wrapped model itself; both ways to call it. */
const decisions = [
  {
    way: 'generated',
    decisionOn: async (finishReason: object | undefined, rate: Rate) => {
      const model = new MockLanguageModelV3({
        doGenerate: async () => reply(good.response, 'stop', { finishReason: finishReason as never }),
      });
      return (await wrapped(model, rate).doGenerate({ prompt: callPrompt })).providerMetadata?.['unflatter'];
    },
  },
  {
    way: 'streamed',
    decisionOn: async (finishReason: object | undefined, rate: Rate) => {
      const parts = partsOf(pieces(good.response)).slice(0, -1);
      return decisionIn(await partsThrough([...parts, { type: 'finish', finishReason, usage } as StreamPart], rate));
    },
  },
] as const;

describe.each(decisions)('a reply that is $way', ({ decisionOn }) => {
  it.each([
    ['was cut off', { unified: 'length', raw: 'max_tokens' }],
    ['was filtered', { unified: 'content-filter', raw: 'safety' }],
    ['failed', { unified: 'error', raw: undefined }],
    ['was interrupted', { unified: 'interrupted', raw: undefined }],
    ['just stopped, without a word of the provider', { unified: 'other', raw: undefined }],
    ['filled the context', { unified: 'other', raw: 'model_context_window_exceeded' }],
    ['called a tool', { unified: 'tool-calls', raw: 'tool_use' }],
    ['ended in a way that is new', { unified: 'paused', raw: 'paused' }],
  ])('is not rated, and is for review, when it %s', async (_name, finishReason) => {
    const rate = vi.fn<Rate>(() => 9);
    expect(await decisionOn(finishReason, rate)).toMatchObject({
      verdict: 'review',
      reason: 'response-incomplete',
      message: expect.stringContaining(`the response must end by stop, but it ended by ${finishReason.unified}`),
    });
    expect(rate).not.toHaveBeenCalled();
  });

  it.each([undefined, null, 'stop', {}])(
    'is not rated, and is for review, when it ended by %j',
    async (finishReason) => {
      const rate = vi.fn<Rate>(() => 9);
      expect(await decisionOn(finishReason as object, rate)).toMatchObject({ verdict: 'review' });
      expect(rate).not.toHaveBeenCalled();
    },
  );

  it.each([
    ['by itself', { unified: 'stop', raw: 'end_turn' }],
    ['by itself, without a word of the provider', { unified: 'stop', raw: undefined }],
  ])('is rated when it ended %s', async (_name, finishReason) => {
    expect(await decisionOn(finishReason, () => 9)).toMatchObject({ verdict: 'pass', selfRating: 9 });
  });
});

it('a reply whose stream had an error is not rated, and is for review, however it finished', async () => {
  const rate = vi.fn<Rate>(() => 9);
  const parts = partsOf(pieces(good.response));
  const broken = [
    ...parts.slice(0, -2),
    { type: 'error' as const, error: new Error('overloaded') },
    ...parts.slice(-2),
  ];
  const given = await partsThrough(broken, rate);
  expect(given.slice(0, -1)).toEqual(broken.slice(0, -1));
  expect(decisionIn(given)).toMatchObject({ verdict: 'review', reason: 'response-incomplete' });
  expect(rate).not.toHaveBeenCalled();
});

it('a reply that was cut off fails, where the policy says so', async () => {
  const model = wrapped(modelThatSays(good.response, 'length'), () => 9, { policy: { onError: 'fail' } });
  const { metadata: found } = await generate(model);
  expect(found?.['unflatter']).toMatchObject({ verdict: 'fail', reason: 'response-incomplete' });
});

function decisionIn(parts: readonly StreamPart[]): unknown {
  return (parts.at(-1) as { providerMetadata?: Record<string, unknown> }).providerMetadata?.['unflatter'];
}

/** The parts that come out of the wrapped model itself. */
async function partsThrough(chunks: StreamPart[], rate: Rate): Promise<StreamPart[]> {
  const { stream: out } = await wrapped(modelThatStreams(chunks), rate).doStream({ prompt: callPrompt });
  return collect(out);
}

describe('the stream', () => {
  const rich: StreamPart[] = [
    { type: 'stream-start', warnings: [] },
    { type: 'reasoning-start', id: 'r' },
    { type: 'reasoning-delta', id: 'r', delta: 'Let me think.' },
    { type: 'reasoning-end', id: 'r' },
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: 'It is ' },
    { type: 'source', sourceType: 'url', id: 's', url: 'http://localhost/' },
    { type: 'raw', rawValue: { anything: [1, 2] } },
    { type: 'text-delta', id: 't', delta: '' },
    { type: 'text-delta', id: 't', delta: '212 °F.' },
    { type: 'text-end', id: 't' },
    { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage },
  ];

  it('passes every part on as it was and in order; only the last gains the decision', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const parts = await partsThrough(rich, rate);
    expect(parts.slice(0, -1)).toEqual(rich.slice(0, -1));
    const { providerMetadata, ...finish } = parts.at(-1) as StreamPart & { type: 'finish' };
    expect(finish).toEqual(rich.at(-1));
    expect(Object.keys(providerMetadata ?? {})).toEqual(['unflatter']);
    expect(rate.mock.calls[0]![0].response).toBe('It is 212 °F.');
  });

  it('passes a part on before the next one is there', async () => {
    const source = new TransformStream<StreamPart, StreamPart>();
    const model = new MockLanguageModelV3({ doStream: async () => ({ stream: source.readable }) });
    const { stream: out } = await wrapped(model, () => 9).doStream({ prompt: [] });
    const [reader, writer] = [out.getReader(), source.writable.getWriter()];
    for (const part of rich.slice(0, -1)) {
      void writer.write(part);
      expect((await reader.read()).value).toEqual(part);
    }
    await reader.cancel();
  });

  it('keeps back only the last part while the rating is made', async () => {
    const rating = Promise.withResolvers<number>();
    const model = wrapped(modelThatStreams(rich), () => rating.promise);
    const { stream: out } = await model.doStream({ prompt: callPrompt });
    const reader = out.getReader();
    for (const part of rich.slice(0, -1)) expect((await reader.read()).value).toEqual(part);
    const last = reader.read();
    expect(await Promise.race([last, later(20)])).toBe('later');
    rating.resolve(9);
    expect((await last).value).toMatchObject({ type: 'finish', providerMetadata: { unflatter: { selfRating: 9 } } });
  });

  it('passes an error part on, and rates nothing that did not finish', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const broken: StreamPart[] = [...rich.slice(0, 6), { type: 'error', error: new Error('overloaded') }];
    const given = await partsThrough(broken, rate);
    expect(given.slice(0, -1)).toEqual(broken);
    expect(given.at(-1)).toMatchObject({ type: 'finish', finishReason: { unified: 'error' } });
    expect(decisionIn(given)).toMatchObject({ verdict: 'review', reason: 'response-incomplete' });
    expect(rate).not.toHaveBeenCalled();
  });

  it('ends with a decision for streamText too, where the model did not finish', async () => {
    const { metadata: found } = await stream(wrapped(modelThatStreams(rich.slice(0, -1)), () => 9));
    expect(found?.['unflatter']).toMatchObject({ verdict: 'review', reason: 'response-incomplete' });
  });

  it('does not pass where an error comes after the end', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const error: StreamPart = { type: 'error', error: new Error('overloaded') };
    const given = await partsThrough([...partsOf(pieces(good.response)), error], rate);
    expect(given.map(({ type }) => type).slice(-2)).toEqual(['error', 'finish']);
    expect(decisionIn(given)).toMatchObject({ verdict: 'review', reason: 'response-incomplete' });
    expect(rate).not.toHaveBeenCalled();
  });

  it('has all of its text rated, also what comes after the end', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const tail: StreamPart = { type: 'text-delta', id: 'text-1', delta: ' And more.' };
    const given = await partsThrough([...partsOf([good.response]), tail], rate);
    expect(given.slice(-2)).toMatchObject([tail, { type: 'finish', providerMetadata: { unflatter: {} } }]);
    expect(rate.mock.calls.map(([{ response }]) => response)).toEqual([`${good.response} And more.`]);
  });

  it('tells the rating to stop when nobody reads on', async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    const rate = vi.fn<Rate>(() => new Promise(() => {}));
    const { stream: out } = await wrapped(modelThatStreams(rich), rate).doStream({ prompt: callPrompt });
    const reader = out.getReader();
    for (const _ of rich.slice(0, -1)) await reader.read();
    const last = reader.read();
    await vi.waitFor(() => expect(rate).toHaveBeenCalledOnce());
    const { abortSignal } = rate.mock.calls[0]![1]!;
    expect(abortSignal!.aborted).toBe(false);
    await reader.cancel('seen enough');
    expect((await last).done).toBe(true);
    expect(abortSignal!.reason).toBe('seen enough');
    await later(20);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('tells the rating to stop when the caller aborts', async () => {
    const controller = new AbortController();
    const rate = vi.fn<Rate>(() => {
      controller.abort('changed my mind');
      return new Promise(() => {});
    });
    const model = wrapped(modelThatStreams(rich), rate);
    const { stream: out } = await model.doStream({ prompt: callPrompt, abortSignal: controller.signal });
    const parts = await collect(out);
    expect(parts.at(-1)).toMatchObject({
      providerMetadata: { unflatter: { verdict: 'review', reason: 'rating-failed' } },
    });
    expect(rate.mock.calls[0]![1]!.abortSignal!.reason).toBe('changed my mind');
  });

  it('tells the model when nobody reads on', async () => {
    const cancel = vi.fn<(reason: unknown) => void>();
    const endless = new ReadableStream<StreamPart>({
      pull: (controller) => controller.enqueue({ type: 'text-delta', id: 't', delta: 'and on ' }),
      cancel,
    });
    const model = new MockLanguageModelV3({ doStream: async () => ({ stream: endless }) });
    const { stream: out } = await wrapped(model, () => 9).doStream({ prompt: [] });
    const reader = out.getReader();
    await reader.read();
    await reader.cancel('seen enough');
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledExactlyOnceWith('seen enough'));
  });

  it('keeps what came beside it', async () => {
    const model = new MockLanguageModelV3({
      doStream: async () => ({
        stream: (await modelThatStreams(rich).doStream({ prompt: [] })).stream,
        request: { body: '{"a":1}' },
        response: { headers: { 'x-id': '7' } },
      }),
    });
    expect(await wrapped(model, () => 9).doStream({ prompt: [] })).toMatchObject({
      request: { body: '{"a":1}' },
      response: { headers: { 'x-id': '7' } },
    });
  });
});

describe('an error of the model', () => {
  const error = new Error('model is overloaded');

  it('is the error of generateText, unchanged and unrated', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const model = new MockLanguageModelV3({ doGenerate: () => Promise.reject(error) });
    await expect(generateText({ model: wrapped(model, rate), prompt: 'x' })).rejects.toBe(error);
    expect(rate).not.toHaveBeenCalled();
  });

  it('is the error of streamText, unchanged and unrated', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const model = new MockLanguageModelV3({ doStream: () => Promise.reject(error) });
    const errors: unknown[] = [];
    const result = streamText({
      model: wrapped(model, rate),
      prompt: 'x',
      onError: (event) => void errors.push(event.error),
    });
    await result.consumeStream();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBe(error);
    expect(rate).not.toHaveBeenCalled();
  });

  it('is the error of the stream when it breaks off', async () => {
    const rate = vi.fn<Rate>(() => 9);
    const breaking = new ReadableStream<StreamPart>({
      start: (controller) => controller.enqueue({ type: 'text-delta', id: 't', delta: 'It' }),
      pull: (controller) => controller.error(error),
    });
    const model = new MockLanguageModelV3({ doStream: async () => ({ stream: breaking }) });
    const { stream: out } = await wrapped(model, rate).doStream({ prompt: [] });
    await expect(collect(out)).rejects.toBe(error);
    expect(rate).not.toHaveBeenCalled();
  });
});

describe('a call that is not as it should be', () => {
  const { wrapGenerate, wrapStream } = qualityGateMiddleware({
    gate,
    rate: () => thrower(new Error('not to be asked')),
  });
  const trap = Object.defineProperty({}, 'prompt', { get: () => thrower(new Error('trap')) });

  const malformed: readonly (readonly [name: string, params: unknown])[] = [
    ['no params', undefined],
    ['params without a prompt', {}],
    ['a prompt that is null', { prompt: null }],
    ['a prompt that is text', { prompt: 'Hello' }],
    ['a message that is null', { prompt: [null] }],
    ['a message without content', { prompt: [{ role: 'user' }] }],
    ['content that is a number', { prompt: [{ role: 'user', content: 7 }] }],
    ['a part that is null', { prompt: [{ role: 'user', content: [null] }] }],
    ['a getter that throws', trap],
  ];

  it.each(malformed)('gives its result, for review: generated with %s', async (_name, params) => {
    const result = reply(good.response);
    const given = await wrapGenerate({ params: params as never, doGenerate: async () => result });
    expect(given).toEqual({ ...result, providerMetadata: given.providerMetadata });
    expect(given.providerMetadata?.['unflatter']).toMatchObject({ verdict: 'review', reason: 'unexpected-error' });
  });

  it.each(malformed)('gives its parts, for review: streamed with %s', async (_name, params) => {
    const parts = partsOf(pieces(good.response));
    const doStream = () => modelThatStreams(parts).doStream({ prompt: [] });
    const { stream: out } = await wrapStream({ params: params as never, doStream });
    const given = await collect(out);
    expect(given.slice(0, -1)).toEqual(parts.slice(0, -1));
    expect(given.at(-1)).toMatchObject({ providerMetadata: { unflatter: { verdict: 'review' } } });
  });

  it.each([[undefined], [null], ['text'], [[null]]])('gives its result, for review: content %j', async (content) => {
    const result = { content: content as never, finishReason: { unified: 'stop', raw: 'stop' } };
    const given = await wrapGenerate({ params: { prompt: [] }, doGenerate: async () => result });
    expect(given).toMatchObject({ ...result, providerMetadata: { unflatter: { verdict: 'review' } } });
  });
});

describe('a model of an older specification', () => {
  const ended = { finishReason: 'stop', usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 } };
  const parts = partsOf(pieces(good.response)).map((part) => (part.type === 'finish' ? { ...part, ...ended } : part));
  const old = {
    specificationVersion: 'v2' as const,
    provider: 'house',
    modelId: 'old-model',
    supportedUrls: {},
    doGenerate: async () => ({ content: [{ type: 'text', text: good.response }], ...ended, warnings: [] }),
    doStream: async () => modelThatStreams(parts as StreamPart[]).doStream({ prompt: [] }),
  };

  it.each([
    ['generated', generate],
    ['streamed', stream],
  ] as const)('is rated, and can pass: %s', async (_name, call) => {
    vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
    for (const onFail of ['annotate', 'throw', { retry: 1 }] as const) {
      const middleware = qualityGateMiddleware({ gate, rate: () => 9, onFail });
      const { seen, metadata: found } = await call(wrapLanguageModel({ model: old as never, middleware }));
      expect(seen).toMatchObject({ text: good.response, finishReason: 'stop', usage: { inputTokens: 3 } });
      expect(found?.['unflatter']).toMatchObject({ verdict: 'pass', selfRating: 9 });
    }
    vi.unstubAllGlobals();
  });

  it('is asked again, and read as before', async () => {
    vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
    let next = 0;
    const texts = [flattered.response, good.response];
    const doGenerate = async () => ({ ...(await old.doGenerate()), content: [{ type: 'text', text: texts[next++] }] });
    const middleware = qualityGateMiddleware({ gate, rate: () => 9, onFail: { retry: 1 } });
    const { seen, metadata: found } = await generate(
      wrapLanguageModel({ model: { ...old, doGenerate } as never, middleware }),
    );
    vi.unstubAllGlobals();
    expect(seen).toMatchObject({ text: good.response, usage: { inputTokens: 6, outputTokens: 8 } });
    expect(found?.['unflatter']).toMatchObject({ verdict: 'pass', attempts: [{ verdict: 'fail' }, {}] });
  });
});

/** What a version of ai may have of mock models. */
type Models = Readonly<Record<string, typeof MockLanguageModelV3 | undefined>>;

it('fits models of the newest specification that ai knows', async () => {
  const { MockLanguageModelV4: Newest = MockLanguageModelV3 } = mocks as unknown as Models;
  const model = new Newest({ doGenerate: async () => reply(good.response) });
  const { metadata: found } = await generate(wrapped(model, () => 9));
  expect(found?.['unflatter']).toMatchObject({ verdict: 'pass' });
});

it('goes on when the caller aborts during the rating: the reply is there, for review', async () => {
  const controller = new AbortController();
  const rate: Rate = () => {
    controller.abort(new Error('the user left'));
    return new Promise(() => {});
  };
  const model = wrapped(modelThatSays(good.response), rate);
  const result = await model.doGenerate({ prompt: callPrompt, abortSignal: controller.signal });
  expect(result.content).toEqual([{ type: 'text', text: good.response }]);
  expect(result.providerMetadata?.['unflatter']).toMatchObject({ verdict: 'review', reason: 'rating-failed' });
});

it('cannot be set up with a rating function that is none', () => {
  const message = 'rate must be a function, got 9';
  expect(() => qualityGateMiddleware({ gate, rate: 9 as never })).toThrow(
    expect.objectContaining({ code: 'invalid-option', message }),
  );
});

it.each([0, -1, Number.NaN, Infinity, 2 ** 31])('cannot be set up with a timeout of %d', (timeout) => {
  expect(() => qualityGateMiddleware({ gate, rate: () => 9, timeout })).toThrow(
    expect.objectContaining({ code: 'invalid-option' }),
  );
});

async function collect(parts: ReadableStream): Promise<StreamPart[]> {
  const all: StreamPart[] = [];
  for await (const part of parts as unknown as AsyncIterable<StreamPart>) all.push(part);
  return all;
}

function thrower(error: unknown): never {
  throw error;
}

function later(milliseconds: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('later'), milliseconds));
}
