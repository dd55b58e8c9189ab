import { assertOptions } from '../calibrator/options.ts';
import { assertOption } from '../calibrator/target.ts';
import { withOwnLimit } from './deadline.ts';
import { createRater, raterNames, type RaterOptions } from './rater.ts';
import type { RateOptions, RatingRequest, SelfRating } from './request.ts';
import type { Rubric } from './rubrics.ts';
import { withoutAbsent } from './self-rating.ts';

export type { RaterModel } from './rater-model.ts';
export type { RaterOptions } from './rater.ts';

export interface SelfRaterOptions extends RaterOptions {
  /** What a good response does: one of `rubrics`, one of your own, or words alone. */
  readonly rubric: string | Rubric;
  /**
   * Asks for the log probabilities of the rating too, on a scale with up to 21 levels at equal steps. Where the provider
   * gives them, they come back as `probabilities`; see `docs/rating.md`. Not together with `samples`.
   * @default false
   */
  readonly probabilities?: boolean | undefined;
}

/**
 * Makes a rating function that asks a model to rate a response, with structured output.
 *
 * It resolves to a rating exactly on the scale, and names the scale and, by a hash, the rating prompt; or it rejects: with
 * `rating-off-scale`, `rating-unreadable` or one of `reply-…` for any other reply, after one more call to put it right where
 * that may help; with `budget-exhausted`, `circuit-open` or `rating-timeout`; with the provider's error; or, before any call,
 * with `response-missing` or `invalid-option` for a request that cannot be rated.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function selfRater(
  options: SelfRaterOptions,
): (request: RatingRequest, options?: RateOptions) => Promise<SelfRating> {
  assertOptions<SelfRaterOptions>(options, { ...raterNames, rubric: true, probabilities: true });
  const { rubric, probabilities = false } = options;
  const { criterion, text, needsSources = false } = rubricOf('rubric', rubric);
  const rate = createRater(options, { criteria: [{ key: undefined, text }], needsSources, probabilities });
  return withOwnLimit(async (request: RatingRequest, rateOptions?: RateOptions) =>
    withoutAbsent({ ...(await rate(request, rateOptions))[0]!, criterion }),
  );
}

/** A rater for several criteria. */
export interface CriteriaRaterOptions<Name extends string> extends RaterOptions {
  /** The criteria by name: letters, digits, `_` and `-`. Their order is the order in which they are rated. */
  readonly criteria: Readonly<Record<Name, string | Rubric>>;
}

/** A function that rates a response by several criteria. */
export type RateEach<Name extends string, Request extends RatingRequest = RatingRequest> = (
  request: Request,
  options?: RateOptions,
) => Promise<Record<Name, SelfRating>>;

/**
 * As {@link selfRater}, by several criteria in one call: one rating for each, under its name and with that name as its
 * `criterion`. All of them come, or none. `gatedEach` puts a gate behind each.
 *
 * @throws UnflatterError `invalid-option`, at once.
 */
export function criteriaRater<Name extends string>(options: CriteriaRaterOptions<Name>): RateEach<Name> {
  assertOptions<CriteriaRaterOptions<Name>>(options, { ...raterNames, criteria: true });
  const { criteria } = options;
  assertOption(typeof criteria === 'object' && criteria !== null, 'criteria', 'rubrics by name', criteria);
  const names = Object.keys(criteria) as Name[];
  assertOption(names.length > 0, 'criteria', 'at least one rubric', 'none');
  for (const name of names) assertOption(isKey(name), 'criteria', 'named by letters, digits, _ and -', name);
  const rubrics = names.map((name) => rubricOf(`criteria.${name}`, criteria[name]));
  const rate = createRater(options, {
    criteria: names.map((key, i) => ({ key, text: rubrics[i]!.text })),
    needsSources: rubrics.some(({ needsSources }) => needsSources),
    probabilities: false,
  });
  return withOwnLimit(async (request: RatingRequest, rateOptions?: RateOptions) => {
    const ratings = await rate(request, rateOptions);
    const named = names.map((criterion, i) => [criterion, { ...ratings[i]!, criterion }] as const);
    return Object.fromEntries<SelfRating>(named) as Record<Name, SelfRating>;
  });
}

/** As providers take the keys of a schema. */
function isKey(name: string): boolean {
  return /^[A-Za-z0-9][\w-]{0,63}$/.test(name);
}

function rubricOf(option: string, given: string | Rubric | undefined): Partial<Rubric> & Pick<Rubric, 'text'> {
  const rubric = typeof given === 'string' ? { text: given } : given;
  const isText = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';
  const holds = isText(rubric?.text) && (typeof given === 'string' || isText(given?.criterion));
  assertOption(holds, option, 'a text that is not blank, or a rubric {criterion, text}', given);
  return rubric!;
}
