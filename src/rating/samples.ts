import { UnflatterError, isUnflatterError, type ErrorCode } from '../errors.ts';
import { ask, loadAi, type Question, type Reply } from './ask.ts';
import type { Spending } from './budget.ts';
import { ratingMaterial } from './material.ts';
import { readReply, type Answered } from './reply.ts';
import type { RatingRequest } from './request.ts';
import { tokenProbabilities } from './token-probabilities.ts';

/** A reply that was read. */
export interface RatedReply {
  /** One for each criterion. */
  readonly answers: readonly Answered[];
  readonly modelId: string | undefined;
  readonly provider: string | undefined;
  readonly probabilities: readonly number[] | undefined;
}

type Asked = Omit<Question, 'material' | 'again'>;

/**
 * Asks for several ratings of one response, one after the other: what one uses is known before the next is asked for. A
 * reply that is no rating is asked for again once in all, where the budget has room.
 *
 * @throws UnflatterError `rating-unreadable` too where another model gives one of them: ratings of two are not one of either.
 */
export async function rateSamples(
  asked: Asked,
  request: RatingRequest,
  count: number,
  { call }: Spending,
): Promise<RatedReply[]> {
  const ai = await loadAi();
  const first = { ...asked, material: ratingMaterial(request), again: false };
  const replyTo = async (question: Question): Promise<Reply> => {
    const reply = await call((signal, tokensLeft) => ask(ai, question, signal, tokensLeft));
    assertEnded(reply);
    return reply;
  };
  const rated: RatedReply[] = [];
  let mayRepair = true;
  while (rated.length < count) {
    const reply = await replyTo(first);
    try {
      rated.push(read(reply, asked));
    } catch (error) {
      if (!mayRepair || !isUnflatterError(error) || !repairable.has(error.code)) throw error;
      mayRepair = false;
      const material = ratingMaterial(request, reply.text.slice(0, 1000));
      const repaired = await replyTo({ ...asked, material, again: true }).catch((cause: unknown) => {
        // That there was no room says less than what was wrong with the reply.
        throw isUnflatterError(cause, 'budget-exhausted') ? error : cause;
      });
      rated.push(read(repaired, asked));
    }
    assertSameModel(rated);
  }
  return rated;
}

/**
 * What a model may do better when it is told. Not a refusal, which is an answer, and a rating that is pressed out of a model
 * is none; and not a reply that was cut off, which would be cut off again.
 */
const repairable: ReadonlySet<ErrorCode> = new Set([
  'rating-unreadable',
  'rating-off-scale',
  'reply-prose',
  'reply-fenced',
  'reply-repeated-key',
  'reply-second-object',
]);

function assertSameModel(rated: readonly RatedReply[]): void {
  const [first, last] = [rated[0]!.modelId, rated.at(-1)!.modelId];
  if (first === last) return;
  const expected = 'all samples by one model';
  const message = `the rater must give ${expected}, but some are by ${first} and some by ${last}`;
  throw new UnflatterError('rating-unreadable', message, { reply: String(last), expected });
}

function read({ text, modelId, provider, metadata }: Reply, { task, probabilities }: Asked): RatedReply {
  return {
    answers: readReply(text, task),
    modelId,
    provider,
    probabilities: probabilities ? tokenProbabilities(metadata, text, task.replyScale) : undefined,
  };
}

/** Ends of a rating. Also one that `ai` does not know (`other`): whether a JSON object is whole shows by itself. */
const ends: ReadonlySet<string | undefined> = new Set(['stop', 'tool-calls', 'other']);

/**
 * A reply counts only if it ended by itself.
 *
 * @throws UnflatterError `reply-truncated`, `reply-refused`, or `rating-unreadable` for any other end.
 */
function assertEnded({ text, finishReason }: Reply): void {
  if (ends.has(finishReason)) return;
  const expected = 'a reply that ends by itself';
  const message = `the rater must give ${expected}, but it ended by ${finishReason}`;
  const code = codeOfEnd(finishReason);
  throw new UnflatterError(code, message, { reply: text.slice(0, 1000), expected });
}

function codeOfEnd(finishReason: string | undefined): 'reply-truncated' | 'reply-refused' | 'rating-unreadable' {
  if (finishReason === 'length') return 'reply-truncated';
  return finishReason === 'content-filter' ? 'reply-refused' : 'rating-unreadable';
}
