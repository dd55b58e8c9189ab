import { canonicalJson } from '../calibrator/canonical.ts';
import { fingerprintOf } from '../calibrator/fingerprint.ts';
import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { UnflatterError } from '../errors.ts';
import { budgetNames, createBudget, type BudgetOptions } from './budget.ts';
import { readAnswer, refusalOf } from './decision-answer.ts';
import { withOwnLimit } from './deadline.ts';
import { levelsFor, type DecisionQuestion, type DecisionReading, type Levels } from './decision-question.ts';
import { decisionState, type StatePart } from './decision-state.ts';
import { assertMaterial } from './material.ts';
import { isRecord } from './plain-object.ts';
import type { RateOptions, RatingRequest, SelfRating } from './request.ts';
import { namesOf, withoutAbsent } from './self-rating.ts';

/** A decision model of `ai` 7, or the id of one. Only what sets a model apart is named. */
export type DecisionModel =
  | string
  | {
      readonly specificationVersion: string;
      readonly provider: string;
      readonly modelId: string;
      readonly doDecide: (options: never) => PromiseLike<unknown>;
    };

/** `experimental_decide`, as far as it is used. Its result is read as if anything could come. */
export type Decide = (options: {
  readonly model: never;
  readonly state: readonly StatePart[];
  readonly questions: { readonly [id: string]: DecisionQuestion };
  readonly maxRetries: number;
  readonly abortSignal: AbortSignal;
}) => PromiseLike<unknown>;

export interface DecisionRaterOptions extends DecisionReading, BudgetOptions {
  readonly model: DecisionModel;
  /** @default `experimental_decide` of the package `ai`, version 7 */
  readonly decide?: Decide | undefined;
  /** What to call the rater. A name given here stays. @default the model id that the provider returns */
  readonly rater?: string | undefined;
}

/** What `ratingFromDecision` is told of a question that an app asks itself. */
export interface AskedDecision extends DecisionReading {
  /** The key of the question among those that were asked. */
  readonly id: string;
  /** What to call the rater. @default the model id in the result */
  readonly rater?: string | undefined;
}

const readingNames = { question: true, order: true, scale: true, criterion: true } as const;

const id = 'rating';

/**
 * Makes a rating function that asks a decision model one question about a response: `gated(decisionRater({ model,
 * question }), gate)` decides on the corrected answer.
 *
 * The prompt, the response, and what else the request brings go to the model as JSON objects, apart from the question.
 * A distribution is used as it is native to the model; see `scale`. The budget owns all retries.
 *
 * It rejects, before any call, with `response-missing` or `invalid-option` for a request that cannot be rated; as
 * {@link ratingFromDecision} throws; with `reply-refused` or `invalid-option` where the model refuses or
 * takes no such question, with what the budget is spent by, or with the provider's error.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function decisionRater(
  options: DecisionRaterOptions,
): (request: RatingRequest, options?: RateOptions) => Promise<SelfRating> {
  assertOptions<DecisionRaterOptions>(options, {
    ...budgetNames,
    ...readingNames,
    model: true,
    decide: true,
    rater: true,
  });
  const { model, decide, rater, question, order, scale, criterion, ...limits } = options;
  const isModel = typeof model === 'string' || typeof model?.doDecide === 'function';
  assertOption(isModel, 'model', 'a decision model', model);
  const asked = { id, question, order, scale, rater, criterion };
  levelsAsked(asked);
  const budget = createBudget(limits);
  const provider = typeof model === 'string' ? undefined : model.provider;
  return withOwnLimit(async (request: RatingRequest, { abortSignal }: RateOptions = {}) => {
    assertMaterial(request);
    return budget(async ({ call, used }) => {
      const ask = decide ?? (await loadDecide());
      const state = decisionState(request);
      const result = await call(async (signal) => {
        const questions = { [id]: question };
        const asking = ask({ model: model as never, state, questions, maxRetries: 0, abortSignal: signal });
        const value = await asking.then(undefined, (error: unknown) => {
          throw ourError(error) ?? error;
        });
        return { value, tokens: tokensOf(value) };
      });
      const rating = ratingFromDecision(result, asked);
      return withoutAbsent({ ...rating, provider, generator: request.generator, usage: used() });
    }, abortSignal);
  });
}

/**
 * The rating in a result of `experimental_decide`, for apps that ask it themselves: `gate.decide({ prompt, response,
 * ...ratingFromDecision(result, { id, question }) })`.
 *
 * With a distribution and a scale with steps, `selfRating` is the level next to the rating to expect, and
 * `probabilities` are those of the levels: what is corrected is the rating to expect, and its spread counts.
 *
 * @throws UnflatterError `reply-refused`, `rating-unreadable` for no answer or one of another kind, `rating-missing`,
 *   `rating-off-scale` or `probabilities-invalid`; `invalid-option` for a question that is none.
 */
export function ratingFromDecision(result: unknown, asked: AskedDecision): SelfRating {
  assertOptions<AskedDecision>(asked, { ...readingNames, id: true, rater: true }, 'asked');
  const levels = levelsAsked(asked);
  const { answers, rounding, response } = isRecord(result) ? result : {};
  const answer = isRecord(answers) && Object.hasOwn(answers, asked.id) ? answers[asked.id] : undefined;
  const modelId = isRecord(response) && typeof response['modelId'] === 'string' ? response['modelId'] : undefined;
  return withoutAbsent({
    ...readAnswer(answer, levels, rounding),
    ...namesOf(asked.rater, modelId),
    criterion: asked.criterion,
    ratingPrompt: ratingPromptOf(asked),
  });
}

/** @throws UnflatterError `invalid-option`. */
function levelsAsked({ criterion, ...reading }: AskedDecision): Levels {
  const isName = criterion === undefined || (typeof criterion === 'string' && criterion.trim() !== '');
  assertOption(isName, 'criterion', 'a name that is not blank', criterion);
  return levelsFor(reading);
}

/** Another question, or other places of its options, ask for another rating. */
function ratingPromptOf({ question, order }: DecisionReading): string {
  const options = question.type === 'choice' ? Object.keys(question.criteria) : undefined;
  return fingerprintOf(canonicalJson({ question, options, order }));
}

/** Errors of `ai` are told by their marks: two copies of it may be loaded. */
function ourError(error: unknown): UnflatterError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const isMarked = (name: string) => Symbol.for(`vercel.ai.error.${name}`) in error;
  const { message, questionType } = error as { readonly message?: unknown; readonly questionType?: unknown };
  if (isMarked('AI_DecisionRefusalError')) return refusalOf(String(message), error);
  if (!isMarked('AI_DecisionUnsupportedQuestionTypeError')) return undefined;
  const expected = 'of a type that the model takes';
  const details = { option: 'question', expected, received: questionType };
  return new UnflatterError('invalid-option', `question must be ${expected}: ${String(message)}`, details, {
    cause: error,
  });
}

function tokensOf(result: unknown): number | undefined {
  const usage = isRecord(result) ? result['usage'] : undefined;
  const known = isRecord(usage) ? [usage['inputTokens'], usage['outputTokens']].filter(Number.isFinite) : [];
  return known.length === 0 ? undefined : (known as number[]).reduce((sum, one) => sum + one, 0);
}

async function loadDecide(): Promise<Decide> {
  const found = await import('ai').then(
    (ai) => (ai as object as { readonly experimental_decide?: Decide }).experimental_decide,
    () => undefined,
  );
  if (found !== undefined) return found;
  const message = 'decisionRater needs the package "ai", version 7: npm install ai';
  throw new UnflatterError('peer-missing', message, { package: 'ai' });
}
