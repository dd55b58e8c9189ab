import { assertOption } from '../calibrator/target.ts';
import { undecided, type GateDecision } from '../gate/decide.ts';
import type { QualityGate } from '../gate/gate.ts';
import { gated } from './calibrated.ts';
import { withDeadline } from './deadline.ts';
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
  readonly wrapGenerate: <Result extends { content: readonly Part[]; providerMetadata?: unknown }>(
    call: Call & { doGenerate: () => PromiseLike<Result> },
  ) => Promise<Result>;
  readonly wrapStream: <Chunk extends Part, Result extends { stream: ReadableStream<Chunk> }>(
    call: Call & { doStream: () => PromiseLike<Result> },
  ) => Promise<Result>;
}

interface Call {
  readonly params: { readonly prompt: readonly Message[]; readonly abortSignal?: AbortSignal | undefined };
}

interface Part {
  readonly type: string;
}

interface Message {
  readonly role: string;
  readonly content: string | readonly Part[];
}

/**
 * Attaches the gate's decision to a reply, under `providerMetadata.unflatter`. The reply itself is never changed and the
 * call never fails on our account: where no decision can be reached, the decision says `review` and why.
 *
 * The prompt of the decision is the text of the last user message. A stream is passed on as it comes; the decision is
 * made when it finishes, and joins its `finish` part.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function qualityGateMiddleware({
  gate,
  rate,
  timeout = 30_000,
}: QualityGateMiddlewareOptions): QualityGateMiddleware {
  assertOption(timeout > 0 && timeout < 2 ** 31, 'timeout', 'a number of milliseconds above 0', timeout);
  const rateInTime: Rate = (request, options) =>
    withDeadline(timeout, options?.abortSignal, async (abortSignal) => rate(request, { abortSignal }));
  const decideOn = gated(rateInTime, gate);
  const annotate = async <Target extends object>(
    target: Target,
    { params }: Call,
    responseOf: () => string,
  ): Promise<Target> => {
    const decision = await decideOnCall(params, responseOf).catch((error: unknown) => undecided(error, gate.policy));
    const { providerMetadata } = target as { providerMetadata?: object };
    return { ...target, providerMetadata: { ...providerMetadata, unflatter: metadataOf(decision) } };
  };
  const decideOnCall = async (
    { prompt, abortSignal }: Call['params'],
    responseOf: () => string,
  ): Promise<GateDecision> => {
    const request = { prompt: promptOf(prompt), response: responseOf() };
    // Nothing to rate, as in a step of tool calls: the gate says so without asking for a rating.
    if (request.response.trim() === '')
      return gate.decide({ ...request, selfRating: gate.calibrator.target.ratingScale.min });
    return decideOn(request, { abortSignal });
  };
  return {
    specificationVersion: 'v3',
    wrapGenerate: async (call) => {
      const result = await call.doGenerate();
      return annotate(result, call, () => textOf(result.content));
    },
    wrapStream: async (call) => {
      const result = await call.doStream();
      let response = '';
      const annotated = new TransformStream({
        transform: async (part: Part, controller) => {
          if (part.type === 'text-delta') response += (part as { delta?: string }).delta ?? '';
          controller.enqueue(part.type === 'finish' ? await annotate(part, call, () => response) : part);
        },
      });
      return { ...result, stream: result.stream.pipeThrough(annotated) };
    },
  };
}

/** The decision as plain JSON: metadata must survive being written down. */
function metadataOf({ verdict, reason, calibrated, policy, message, insecure }: GateDecision) {
  return JSON.parse(JSON.stringify({ verdict, reason, ...calibrated, policy, message, insecure })) as Record<
    string,
    unknown
  >;
}

function promptOf(messages: readonly Message[]): string | undefined {
  const last = messages.findLast(({ role }) => role === 'user');
  if (last === undefined) return undefined;
  return typeof last.content === 'string' ? last.content : textOf(last.content);
}

function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' ? ((part as { text?: string }).text ?? '') : '')).join('');
}
