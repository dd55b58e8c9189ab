import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { undecided, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import { gated } from './calibrated.ts';
import {
  assertWhole,
  brokenOff,
  contextOf,
  hear,
  replyOf,
  unheard,
  type Call,
  type FinishReason,
  type Part,
  type Reply,
} from './call.ts';
import { renewedCall } from './fallback.ts';
import { allOf, heldWay, streamOf } from './hold.ts';
import { beside, metadataOf } from './metadata.ts';
import { assertOnFail, type OnFail } from './on-fail.ts';
import type { Rate } from './request.ts';
import { settle, type Asked, type Way } from './settle.ts';

export interface QualityGateMiddlewareOptions {
  readonly gate: QualityGate;
  /** Rates the response, as one made by `selfRater` does. */
  readonly rate: Rate;
  /** Milliseconds that each rating may hold up the end of the call. @default as for {@link gated} */
  readonly timeout?: number | undefined;
  /** What is done about a response that is not good enough. @default 'annotate' */
  readonly onFail?: OnFail | undefined;
  /** What is not good enough: a `fail`, or all that is no `pass`. @default 'not-pass' */
  readonly actOn?: 'fail' | 'not-pass' | undefined;
  /**
   * `annotate` passes a stream on as it comes, and the decision comes with its end. `hold` keeps it back until it is decided:
   * the call has not begun to answer before. Whatever `onFail` does but `annotate` needs that.
   * @default 'annotate' where `onFail` is, else 'hold'
   */
  readonly stream?: 'annotate' | 'hold' | undefined;
}

/**
 * A middleware for `wrapLanguageModel` of `ai` 6 and 7. Its type names only what it touches, so one object fits both
 * (`ai` 6 demands exactly 'v3'; `ai` 7 takes any version).
 */
export interface QualityGateMiddleware {
  readonly specificationVersion: 'v3';
  readonly wrapGenerate: <
    Result extends { content: readonly Part[]; finishReason: FinishReason; providerMetadata?: unknown },
  >(
    call: Call & { doGenerate: () => PromiseLike<Result> },
  ) => Promise<Result>;
  readonly wrapStream: <Chunk extends Part, Result extends { stream: ReadableStream<Chunk> }>(
    call: Call & { doStream: () => PromiseLike<Result> },
  ) => Promise<Result>;
}

/**
 * Attaches the gate's decision to a reply, under `providerMetadata.unflatter`, and does what `onFail` says about one that is not
 * good enough. By default the reply is never changed and the call never fails on our account: where no decision can be reached,
 * the decision says `review` and why.
 *
 * The prompt of the decision is the text of the last user message, the response the text of the reply without its reasoning.
 * Only a reply that ended by `stop` is rated: not one that was cut off, filtered or broke, also after its end. A stream that has no
 * end gets one, of the reason `error`, for the decision. A step that calls tools is passed on whatever `onFail` says, unless it
 * broke. Where `ai` cannot tell how a reply ended, ask {@link gated} yourself.
 *
 * With `retry` and `fallback` the best of the attempts is returned, by corrected pass probability; `attempts` beside the decision
 * has them all, and the usage is that of all. A further generation that throws leaves the first reply with its decision. What was
 * chosen from several passes on no certificate: see docs/app.md.
 *
 * @throws UnflatterError `invalid-option`, at once. The calls reject with `quality-gate` where `onFail` is `throw`, and with
 * the reason of the caller who aborts where a reply is held or mended.
 */
export function qualityGateMiddleware(options: QualityGateMiddlewareOptions): QualityGateMiddleware {
  assertOptions<QualityGateMiddlewareOptions>(options, {
    gate: true,
    rate: true,
    timeout: true,
    onFail: true,
    actOn: true,
    stream: true,
  });
  const { gate, rate, timeout, onFail = 'annotate', actOn = 'not-pass' } = options;
  const decideOn = gated(rate, gate, { timeout });
  assertOnFail(onFail);
  assertOption(actOn === 'fail' || actOn === 'not-pass', 'actOn', "'fail' or 'not-pass'", actOn);
  const { stream = onFail === 'annotate' ? 'annotate' : 'hold' } = options;
  const isMode = stream === 'hold' || (stream === 'annotate' && onFail === 'annotate');
  assertOption(isMode, 'stream', onFail === 'annotate' ? "'annotate' or 'hold'" : "'hold' for this onFail", stream);

  const { policy } = gate;
  const decide = async ({ params, model }: Asked, reply: () => Reply, unread?: AbortSignal): Promise<GateDecision> => {
    try {
      const { text, finishReason, callsTools, generator = model?.modelId } = reply();
      assertWhole(finishReason, callsTools);
      const signals = [params.abortSignal, unread].filter((signal) => signal !== undefined);
      const request = { ...contextOf(params.prompt), response: text, generator };
      const decision = await decideOn(request, { abortSignal: AbortSignal.any(signals) });
      metadataOf(decision); // What is no decision is an error here.
      return decision;
    } catch (error) {
      return undecided(error, policy);
    }
  };
  const annotate = async <Target extends object>(
    target: Target,
    call: Call,
    reply: () => Reply,
    unread?: AbortSignal,
  ): Promise<Target> => {
    const unflatter = metadataOf(await decide(call, reply, unread));
    return {
      ...target,
      providerMetadata: beside((target as { providerMetadata?: unknown }).providerMetadata, unflatter),
    };
  };

  return {
    specificationVersion: 'v3',
    wrapGenerate: async (given) => {
      const call = renewedCall(given);
      const result = await call.doGenerate();
      if (onFail === 'annotate') return annotate(result, call, () => replyOf(result));
      return settle(wholeWay<typeof result>(), result, call, { onFail, actOn, decide }, signalOf(call));
    },
    wrapStream: async <Chunk extends Part, Result extends { stream: ReadableStream<Chunk> }>(
      given: Call & { doStream: () => PromiseLike<Result> },
    ) => {
      const call = renewedCall(given);
      const result = await call.doStream();
      if (stream === 'annotate') return { ...result, stream: annotated(result.stream, call) };
      const signal = signalOf(call);
      const parts = await allOf(result.stream, signal);
      const settled = await settle(heldWay<Chunk>(), parts, call, { onFail, actOn, decide }, signal);
      return { ...result, stream: streamOf(settled) };
    },
  };

  /**
   * The stream as it comes. Its end waits for the decision, and for all else that the model may give: an error or a word after
   * the end is of the reply too.
   */
  function annotated<Chunk extends Part>(source: ReadableStream<Chunk>, call: Call): ReadableStream<Chunk> {
    const unread = new AbortController();
    const reader = source.getReader();
    let heard = unheard;
    let end = brokenOff as Chunk;
    return new ReadableStream<Chunk>(
      {
        pull: async (controller) => {
          for (;;) {
            const { done, value: part } = await reader.read();
            if (done) break;
            heard = hear(heard, part);
            if (part.type !== 'finish') return controller.enqueue(part);
            end = part;
          }
          const decided = await annotate(end, call, () => heard, unread.signal);
          if (unread.signal.aborted) return;
          controller.enqueue(decided);
          controller.close();
        },
        cancel: (reason: unknown) => {
          unread.abort(reason);
          return reader.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }
}

function signalOf({ params }: Call): AbortSignal {
  return params.abortSignal ?? new AbortController().signal;
}

/** The result of a call that was not streamed. */
function wholeWay<Result extends { content: readonly Part[]; finishReason: FinishReason }>(): Way<Result> {
  const loose = (result: Result) => result as Result & { usage?: unknown; providerMetadata?: unknown };
  return {
    generate: async (model, params) => (await model.doGenerate(params as never)) as Result,
    replyOf,
    usageOf: (result) => loose(result).usage,
    withMetadata: (result, unflatter, usage) => ({
      ...result,
      usage,
      providerMetadata: beside(loose(result).providerMetadata, unflatter),
    }),
  };
}
