import type { LanguageModel } from 'ai';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { assertOption, assertScale } from '../calibrator/target.ts';
import { UnflatterError } from '../errors.ts';
import type { Scale } from '../types.ts';
import { assertTimeout, withDeadline } from './deadline.ts';
import { ratingInstructions, ratingMaterial, ratingSchema } from './prompt.ts';
import { readRating } from './reply.ts';
import type { RateOptions, RatingRequest, SelfRating } from './request.ts';

/**
 * A `LanguageModel` of the `ai` package, version 6 or 7, or the id of one. Only what sets a model apart is named, so that
 * these types stand without that package.
 */
export type RaterModel =
  | string
  | {
      readonly specificationVersion: 'v2' | 'v3' | 'v4';
      readonly provider: string;
      readonly modelId: string;
      readonly doGenerate: (options: never) => PromiseLike<unknown>;
    };

export interface SelfRaterOptions {
  readonly model: RaterModel;
  /** What a good response does, in words. */
  readonly rubric: string;
  /** The scale to rate on. With a `step`, as 1 for whole numbers, only its levels are accepted. */
  readonly scale: Scale;
  /**
   * What to call the rater. Providers may return dated ids: then an update on their side is, rightly, another rater, and
   * a calibrator refuses it with `rater-mismatch`. A name given here stays.
   * @default the model id that the provider returns
   */
  readonly rater?: string | undefined;
  /** Milliseconds until a rating is given up, retries included. @default 30000 */
  readonly timeout?: number | undefined;
}

/**
 * Makes a rating function that asks a model to rate a response, with structured output.
 *
 * It resolves to a rating exactly on the scale, and names the scale and, by a hash, the instructions; or it rejects: with `rating-unreadable` or
 * `rating-off-scale` for any other reply, with `rating-timeout`, or with the provider's error.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function selfRater({
  model,
  rubric,
  scale,
  rater,
  timeout = 30_000,
}: SelfRaterOptions): (request: RatingRequest, options?: RateOptions) => Promise<SelfRating> {
  assertOption(
    typeof model === 'string' || typeof model?.doGenerate === 'function',
    'model',
    'a language model',
    model,
  );
  assertScale('scale', scale);
  assertOption(typeof rubric === 'string' && rubric.trim() !== '', 'rubric', 'a text that is not blank', rubric);
  assertTimeout(timeout);
  const system = ratingInstructions(rubric, scale);
  const ratingPrompt = fingerprintOf(system);
  return async (request, { abortSignal } = {}) => {
    const { generateText, jsonSchema, NoObjectGeneratedError, Output } = await loadAi();
    const output = Output.object({ schema: jsonSchema<{ rating: unknown }>(ratingSchema(scale)) });
    const ask = (signal: AbortSignal) =>
      generateText({
        model: model as LanguageModel,
        system,
        prompt: ratingMaterial(request),
        output,
        abortSignal: signal,
      });
    const reply = await withDeadline(timeout, abortSignal, ask).then(
      ({ steps }) => steps.at(-1)!,
      (error: unknown) => {
        if (NoObjectGeneratedError.isInstance(error))
          return { text: error.text ?? '', finishReason: error.finishReason, response: error.response };
        throw error;
      },
    );
    const selfRating = readRating(complete(reply), scale);
    return { selfRating, rater: rater ?? reply.response?.modelId, ratingPrompt, scale };
  };
}

/** Ends of a rating. Also one that `ai` does not know (`other`): whether a JSON object is whole shows by itself. */
const ends = new Set(['stop', 'tool-calls', 'other']);

/** The text of a reply that was not cut off. */
function complete({
  text,
  finishReason,
}: {
  readonly text: string;
  readonly finishReason: string | undefined;
}): string {
  if (finishReason !== undefined && ends.has(finishReason)) return text;
  const expected = 'a reply that ends by itself';
  throw new UnflatterError('rating-unreadable', `the rater must give ${expected}, but it ended by ${finishReason}`, {
    reply: text.slice(0, 1000),
    expected,
  });
}

async function loadAi(): Promise<typeof import('ai')> {
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
