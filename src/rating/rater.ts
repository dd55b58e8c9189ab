import { fingerprintOf } from '../calibrator/fingerprint.ts';
import type { OptionNames } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { budgetNames, createBudget, type BudgetOptions, type Spending } from './budget.ts';
import { assertCache, cacheKey, keep, lookUp, type RatingCache } from './cache.ts';
import { shareInFlight } from './in-flight.ts';
import { ratingMaterial } from './material.ts';
import { ratingInstructions, ratingSchema, reminderOf, type Criterion, type RatingTask } from './prompt.ts';
import { rateSamples } from './samples.ts';
import type { RaterModel } from './rater-model.ts';
import type { RateOptions, RatingRequest, SelfRating, Usage } from './request.ts';
import { replyScaleOf, type RatingScale } from './scales.ts';
import { keptIn, keptRatings, namesOf, withoutAbsent, type KeptRating } from './self-rating.ts';

/** How a model is asked to rate. */
export interface RaterOptions extends BudgetOptions {
  readonly model: RaterModel;
  /**
   * The scale to rate on. With a `step`, as 1 for whole numbers, only its levels are accepted; of named levels only the
   * names. See `scales`.
   */
  readonly scale: RatingScale;
  /**
   * Whether the model gives its reasons before the rating; they come back as `reasoning`. Reasons first make models that
   * judge their own work prefer it less where it is wrong (arXiv 2504.03846), and a fit can read them. They cost some fifty
   * tokens and their time.
   * @default true
   */
  readonly reason?: boolean | undefined;
  /**
   * Ratings to ask for, one call each, one after the other; a model that is asked at temperature 0 says the same each time.
   * They are one rating with `samples`, and one record. The budget and the timeout are for all of them together; `maxCalls`
   * is then `samples` + 2 by default.
   * @default 1
   */
  readonly samples?: number | undefined;
  /**
   * What to call the rater; the id of its model is then the `raterModel` of the rating. Providers may return dated ids: then
   * an update on their side is, rightly, another rater, and a calibrator refuses it with `rater-mismatch`. A name given here
   * stays.
   * @default the model id that the provider returns
   */
  readonly rater?: string | undefined;
  /**
   * Keeps ratings, as `memoryCache()` does: what the same model was asked about the same material by the same rating
   * prompt is not asked again, and equal requests at the same time share one rating. Only ratings are kept, no errors. Models
   * of one provider and id count as the same: where their settings differ, give each rater a cache of its own.
   * @default none
   */
  readonly cache?: RatingCache | undefined;
}

/** For `assertOptions`. */
export const raterNames = {
  ...budgetNames,
  model: true,
  scale: true,
  reason: true,
  samples: true,
  rater: true,
  cache: true,
} as const satisfies OptionNames<RaterOptions>;

type NoteUsage = (used: Usage) => void;

/** What is rated. */
export interface Asked {
  readonly criteria: readonly Criterion[];
  readonly needsSources: boolean;
  readonly probabilities: boolean;
}

/**
 * A function that gives one rating for each criterion, in their order.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function createRater(
  options: RaterOptions,
  { criteria, needsSources, probabilities }: Asked,
): (request: RatingRequest, options?: RateOptions) => Promise<SelfRating[]> {
  const { model, scale: given, reason = true, samples = 1, rater, cache, maxCalls = samples + 2, ...limits } = options;
  const isModel = typeof model === 'string' || typeof model?.doGenerate === 'function';
  assertOption(isModel, 'model', 'a language model', model);
  const replyScale = replyScaleOf(given);
  assertAsked({ reason, samples, maxCalls });
  const hasLevels = replyScale.levels !== undefined && replyScale.scale.step !== undefined;
  assertOption(typeof probabilities === 'boolean', 'probabilities', 'true or false', probabilities);
  const canHave = !probabilities || (hasLevels && samples === 1);
  assertOption(canHave, 'probabilities', 'left out with samples, or without levels at equal steps', probabilities);
  assertCache(cache);
  const budget = createBudget({ ...limits, maxCalls });
  const task: RatingTask = { criteria, replyScale, reason };
  const { scale } = replyScale;
  const ratingPrompt = ratingPromptOf(task);
  const wanted = { criteria: criteria.length, replyScale, samples, probabilities };
  const inFlight = shareInFlight<readonly KeptRating[]>();

  const rateAnew = async (request: RatingRequest, spending: Spending, note: NoteUsage): Promise<KeptRating[]> => {
    const replies = await rateSamples({ model, task, probabilities }, request, samples, spending);
    note(spending.used());
    return keptRatings(replies);
  };
  const rateOrRecall = (
    store: RatingCache,
    request: RatingRequest,
    signal: AbortSignal | undefined,
    note: NoteUsage,
  ) => {
    const asked = typeof model === 'string' ? [model] : [model.provider, model.modelId];
    const key = cacheKey([asked, ratingPrompt, scale, samples, probabilities, ratingMaterial(request)]);
    // Within the budget: a cache that hangs does not hold up a rating for longer than a model that does.
    const rate = (stop: AbortSignal) =>
      budget(async (spending) => {
        const kept = keptIn(await lookUp(store, key), wanted);
        if (kept !== undefined) return kept;
        const ratings = await rateAnew(request, spending, note);
        keep(store, key, ratings);
        return ratings;
      }, stop);
    return inFlight(key, signal, rate);
  };

  return async (request, { abortSignal } = {}) => {
    const { sources, generator } = request;
    const hasSources = !needsSources || (Array.isArray(sources) && sources.length > 0);
    assertOption(hasSources, 'sources', 'at least one, for this rubric', sources);
    // It stays so where another request pays for the rating, or did.
    let usage: Usage = { calls: 0, tokens: 0 };
    const note: NoteUsage = (used) => {
      usage = used;
    };
    const ratings = await (cache === undefined
      ? budget((spending) => rateAnew(request, spending, note), abortSignal)
      : rateOrRecall(cache, request, abortSignal, note));
    return ratings.map((rating) =>
      withoutAbsent({ ...rating, ...namesOf(rater, rating.rater), ratingPrompt, scale, generator, usage }),
    );
  };
}

function assertAsked({
  reason,
  samples,
  maxCalls,
}: Required<Pick<RaterOptions, 'reason' | 'samples' | 'maxCalls'>>): void {
  assertOption(typeof reason === 'boolean', 'reason', 'true or false', reason);
  const isCount = Number.isInteger(samples) && samples! >= 1 && samples! <= 100;
  assertOption(isCount, 'samples', 'a whole number from 1 to 100', samples);
  assertOption(!(maxCalls! < samples!), 'maxCalls', `at least ${samples}, as many as samples`, maxCalls);
}

/** A hash of all that a rater is told, whatever the material, and of the numbers of named levels, which it is not told. */
function ratingPromptOf(task: RatingTask): string {
  const { levels, named } = task.replyScale;
  const reminders = [reminderOf(task, false), reminderOf(task, true)];
  const told = [ratingInstructions(task), ...reminders, JSON.stringify(ratingSchema(task))];
  return fingerprintOf([...told, ...(named ? [JSON.stringify(levels)] : [])].join('\n'));
}
