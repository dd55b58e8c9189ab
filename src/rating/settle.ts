import { UnflatterError, shown } from '../errors.ts';
import type { GateDecision } from '../gate/decide.ts';
import { isStep, type Call, type CalledModel, type Reply } from './call.ts';
import { leaving } from './deadline.ts';
import { asIn } from './fallback.ts';
import { withFeedback } from './feedback.ts';
import { metadataOf, plain, type DecisionMetadata } from './metadata.ts';
import { furtherOf, speaksOfResponse, type OnFail } from './on-fail.ts';
import { asSelected, bestBy } from './selection.ts';
import { sumOfUsage } from './usage.ts';

/** How a result is made and read: of `generateText` in one piece, of `streamText` in parts. */
export interface Way<Output> {
  readonly generate: (model: CalledModel, params: object, signal: AbortSignal) => Promise<Output>;
  readonly replyOf: (output: Output) => Reply;
  readonly usageOf: (output: Output) => unknown;
  readonly withMetadata: (output: Output, unflatter: DecisionMetadata, usage: unknown) => Output;
}

export interface Settling {
  readonly onFail: OnFail;
  readonly actOn: 'fail' | 'not-pass';
  /** Never rejects. */
  readonly decide: (asked: Asked, reply: () => Reply) => Promise<GateDecision>;
}

/** What was asked, of which model. */
export interface Asked {
  readonly params: Call['params'];
  readonly model?: CalledModel | undefined;
}

interface Attempt<Output> {
  readonly output: Output;
  /** None where it cannot be read. */
  readonly reply: Reply | undefined;
  readonly decision: GateDecision;
  readonly generator: string | undefined;
}

/**
 * Decides on a first result, does what is to be done about it, and gives back what the caller gets. When the signal is aborted it
 * gives back nothing, whatever is there. A further generation that throws, or none that is better, leaves the first one.
 *
 * @throws UnflatterError `quality-gate`, or the reason of the signal.
 */
export async function settle<Output>(
  way: Way<Output>,
  first: Output,
  { params, model }: Call,
  { onFail, actOn, decide }: Settling,
  signal: AbortSignal,
): Promise<Output> {
  const judged = async (output: Output, by: CalledModel | undefined): Promise<Attempt<Output>> => {
    const decision = await decide({ params, model: by }, () => way.replyOf(output));
    signal.throwIfAborted();
    const reply = readable(() => way.replyOf(output));
    return { output, reply, decision, generator: reply?.generator ?? by?.modelId };
  };
  const isToMend = ({ reply, decision: { verdict } }: Attempt<Output>): boolean => {
    const isBad = verdict !== 'pass' && (actOn === 'not-pass' || verdict !== 'review');
    return isBad && (reply === undefined || !isStep(reply));
  };

  const attempts = [await judged(first, model)];
  let last = attempts[0]!;
  if (onFail === 'throw' && isToMend(last)) throw refusal(last);
  let fault: string | undefined;
  while (attempts.length <= furtherOf(onFail) && isToMend(last) && speaksOfResponse(last.decision.reason)) {
    try {
      last = await judged(...(await again(last)));
      attempts.push(last);
    } catch (error) {
      signal.throwIfAborted();
      fault = faultOf(error);
      break;
    }
  }
  const best = bestBy(attempts, ({ decision }) => decision);
  const decision = metadataOf(asSelected(best.decision, attempts.length));
  const history =
    typeof onFail === 'string' ? {} : { generator: best.generator, attempts: attempts.map(attemptMetadata), fault };
  const usage = sumOfUsage(attempts.map(({ output }) => way.usageOf(output)));
  return way.withMetadata(best.output, plain({ ...decision, ...history }), usage);

  async function again({ reply, decision: { reason } }: Attempt<Output>): Promise<[Output, CalledModel]> {
    const other = typeof onFail === 'object' && 'fallback' in onFail ? await asIn(onFail.fallback) : undefined;
    const by = other ?? model!;
    // The headers may have a key of the first provider, which is nobody else's business.
    const changed =
      other === undefined ? { prompt: withFeedback(params.prompt, reply?.text ?? '', reason) } : { headers: undefined };
    return [await leaving(signal, () => way.generate(by, { ...params, ...changed }, signal)), by];
  }
}

/** What was thrown, in words. Anything can be, also what has none. */
function faultOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return shown(error);
  }
}

function readable(read: () => Reply): Reply | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function attemptMetadata({ reply, generator, decision }: Attempt<unknown>): DecisionMetadata {
  return { response: reply?.text, generator, ...metadataOf(decision) };
}

function refusal({ decision, reply }: Attempt<unknown>): UnflatterError<'quality-gate'> {
  const { verdict, reason, message } = decision;
  const why = message === undefined ? reason : `${reason}: ${message}`;
  return new UnflatterError(
    'quality-gate',
    `the response did not pass the quality gate: ${verdict}, ${why}`,
    { verdict: verdict === 'fail' ? 'fail' : 'review', reason },
    reply?.broken === undefined ? {} : { cause: reply.broken.error },
  );
}
