import { undecided, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import { gated } from './calibrated.ts';
import { assertWhole, promptOf, textOf, type Call, type FinishReason, type Part } from './call.ts';
import type { Rate } from './request.ts';

export interface QualityGateMiddlewareOptions {
  readonly gate: QualityGate;
  /** Rates the response, as one made by `selfRater` does. */
  readonly rate: Rate;
  /** Milliseconds that the rating may hold up the end of the call. @default 30000 */
  readonly timeout?: number | undefined;
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

/** What came of a call. Read where an error becomes a `review`. */
type Reply = () => { readonly text: string; readonly finishReason: FinishReason };

/**
 * Attaches the gate's decision to a reply, under `providerMetadata.unflatter`. The reply itself is never changed and the
 * call never fails on our account: where no decision can be reached, the decision says `review` and why.
 *
 * The prompt of the decision is the text of the last user message. A stream is passed on as it comes; the decision is
 * made when it finishes, and joins its `finish` part. Only a reply that ended by `stop` is rated: not one that was cut off,
 * filtered or broke, and not a step that calls tools. Where `ai` cannot tell how a reply ended, ask {@link gated} yourself.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function qualityGateMiddleware({ gate, rate, timeout }: QualityGateMiddlewareOptions): QualityGateMiddleware {
  const decideOn = gated(rate, gate, { timeout });
  const { policy } = gate;
  const decisionOn = async ({ prompt, abortSignal }: Call['params'], reply: Reply, unread?: AbortSignal) => {
    const { text, finishReason } = reply();
    assertWhole(finishReason);
    const signals = [abortSignal, unread].filter((signal) => signal !== undefined);
    return decideOn({ prompt: promptOf(prompt), response: text }, { abortSignal: AbortSignal.any(signals) });
  };
  const annotate = async <Target extends object>(
    target: Target,
    { params }: Call,
    reply: Reply,
    unread?: AbortSignal,
  ): Promise<Target> => {
    const unflatter = await decisionOn(params, reply, unread)
      .then(metadataOf)
      .catch((error: unknown) => metadataOf(undecided(error, policy)));
    const { providerMetadata } = target as { providerMetadata?: object };
    return { ...target, providerMetadata: { ...providerMetadata, unflatter } };
  };
  return {
    specificationVersion: 'v3',
    wrapGenerate: async (call) => {
      const result = await call.doGenerate();
      return annotate(result, call, () => ({ text: textOf(result.content), finishReason: result.finishReason }));
    },
    wrapStream: async (call) => {
      const result = await call.doStream();
      const unread = new AbortController();
      let text = '';
      let broken = false;
      const annotating = {
        transform: async (part: Part, controller: TransformStreamDefaultController) => {
          if (part.type === 'text-delta') text += (part as { delta?: string }).delta ?? '';
          if (part.type === 'error') broken = true;
          if (part.type !== 'finish') return controller.enqueue(part);
          const { finishReason } = part as Part & { finishReason: FinishReason };
          const reply = () => ({ text, finishReason: broken ? { unified: 'error', raw: undefined } : finishReason });
          controller.enqueue(await annotate(part, call, reply, unread.signal));
        },
        // Newer than the types of the DOM, and than some browsers: there the rating runs until its timeout.
        cancel: (reason: unknown) => unread.abort(reason),
      };
      return { ...result, stream: result.stream.pipeThrough(new TransformStream(annotating)) };
    },
  };
}

/** The decision as plain JSON: metadata must survive being written down. */
function metadataOf({ verdict, reason, calibrated, policy, certificate, message, insecure }: GateDecision) {
  const decision = { verdict, reason, ...calibrated, policy, certificate, message, insecure };
  return JSON.parse(JSON.stringify(decision)) as Record<string, unknown>;
}
