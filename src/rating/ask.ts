import type { LanguageModel } from 'ai';
import { UnflatterError } from '../errors.ts';
import type { Answer } from './budget.ts';
import { reminderOf, ratingInstructions, ratingSchema, type RatingTask } from './prompt.ts';
import type { RaterModel } from './rater-model.ts';
import { askForProbabilities } from './token-probabilities.ts';

/** A reply of the rater, before it is read. */
export interface Reply {
  readonly text: string;
  readonly finishReason: string | undefined;
  /** The model id that the provider returned. */
  readonly modelId: string | undefined;
  /** The provider, as `ai` names it. */
  readonly provider: string | undefined;
  /** What the provider says of the reply; log probabilities, where it has them. */
  readonly metadata: unknown;
}

export interface Question {
  readonly model: RaterModel;
  readonly task: RatingTask;
  /** The material, encoded. */
  readonly material: string;
  /** Whether an earlier reply could not be read. */
  readonly again: boolean;
  /** Whether log probabilities are asked for. */
  readonly probabilities: boolean;
}

/** A model may always write so many tokens: fewer are no rating, and some providers refuse fewer. */
const leastOutput = 64;
/** No rating needs more, and some providers refuse to be allowed more. */
const mostOutput = 8192;

/**
 * Asks the model once, for no more tokens than are left. A reply that is no object is an answer too, which has used its tokens: what it is worth is for others
 * to say.
 */
export async function ask(
  ai: Ai,
  question: Question,
  abortSignal: AbortSignal,
  tokensLeft: number,
): Promise<Answer<Reply>> {
  const { model, task, material, again, probabilities } = question;
  const { generateText, jsonSchema, NoObjectGeneratedError, Output } = ai;
  try {
    const { steps } = await generateText({
      model: model as LanguageModel,
      system: ratingInstructions(task),
      prompt: `${material}\n${reminderOf(task, again)}`,
      output: Output.object({ schema: jsonSchema(ratingSchema(task)) }),
      // The budget is the one owner of retries.
      maxRetries: 0,
      abortSignal,
      ...(tokensLeft === Infinity ? {} : { maxOutputTokens: outputFor(tokensLeft) }),
      ...(probabilities ? { providerOptions: askForProbabilities } : {}),
    });
    const { text, finishReason, usage, response, providerMetadata, model: by } = steps.at(-1)!;
    const { provider } = by;
    const value = { text, finishReason, modelId: response.modelId, provider, metadata: providerMetadata };
    return { value, tokens: usage.totalTokens };
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const { text = '', finishReason, usage, response } = error;
    const provider = typeof model === 'string' ? undefined : model.provider;
    const value = { text, finishReason, modelId: response?.modelId, provider, metadata: undefined };
    return { value, tokens: usage?.totalTokens };
  }
}

function outputFor(tokensLeft: number): number {
  return Math.min(mostOutput, Math.max(leastOutput, Math.floor(tokensLeft)));
}

type Ai = typeof import('ai');

/** @throws UnflatterError `peer-missing`. */
export async function loadAi(): Promise<Ai> {
  try {
    return await import('ai');
  } catch (cause) {
    throw new UnflatterError(
      'peer-missing',
      'selfRater needs the package "ai", version 6 or 7: npm install ai',
      { package: 'ai' },
      { cause },
    );
  }
}
