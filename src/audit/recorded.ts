import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertMadeFor } from '../calibrator/made-for.ts';
import { ratedIssues } from '../calibrator/record.ts';
import { UnflatterError, listIssues, naming, shown, type Issue } from '../errors.ts';
import type { TwinRating } from './ends.ts';
import { unchanged, type TwinRatings } from './try-probe.ts';
import type { Twin } from './twin.ts';

/** What a rater said of a twin, or that it said nothing; as a line of `unflatter rate`. */
export interface RecordedTwin extends Partial<Omit<TwinRating, 'selfRating'>> {
  readonly id: string;
  /** The name of the probe, where it is said. */
  readonly probe?: string | undefined;
  /** The prompt that the rater was shown, where it is said. */
  readonly prompt?: string | undefined;
  /** The text that was rated. */
  readonly response: string;
  /** Nothing where the rater gave no rating. */
  readonly selfRating?: number | null | undefined;
  /** Why there is none. What came with an error is no rating. */
  readonly ratingError?: unknown;
}

/** A recorded twin, and the line of a file that it stands on. */
export interface PlacedTwin {
  readonly path: string;
  readonly line: number;
  readonly twin: RecordedTwin;
}

/**
 * Ratings of twins that were recorded, for the option `ratings` of `audit`. A twin that is missing, or has an error in place
 * of a rating, has none.
 *
 * @throws UnflatterError `invalid-records` for an id that comes twice; and from the function that comes back, for a twin
 *   whose rating is of another text.
 */
export function recordedRatings(rated: readonly RecordedTwin[]): TwinRatings {
  const placed = rated.map((twin, line) => ({ path: 'rated', line, twin }));
  assertNone(repeatedIds(placed));
  const byId = new Map(placed.map((one) => [one.twin.id, one]));
  return (twin) => {
    const found = byId.get(twin.id);
    if (found === undefined) return undefined;
    assertNone(otherTexts(found, twin));
    return ratingIn(found.twin);
  };
}

/** All that is wrong with recorded twins, given those that are made now. */
export function recordedIssues(placed: readonly PlacedTwin[], twins: readonly Twin[]): Issue[] {
  const byId = new Map(twins.map((twin) => [twin.id, twin]));
  const known = placed.filter(({ twin }) => byId.has(twin.id));
  const unknown = placed.filter(({ twin }) => !byId.has(twin.id));
  return [
    ...unknownIds(unknown),
    ...together(
      known.flatMap((one) => otherTexts(one, byId.get(one.twin.id)!)),
      known.filter(({ twin }) => byId.get(twin.id)!.probe !== unchanged).length,
    ),
    ...repeatedIds(placed),
  ];
}

/** Where most of the changed texts are others, that has one reason, which is said once. */
function together(issues: readonly Issue[], changed: number): Issue[] {
  const others = issues.filter(({ field }) => field === 'response');
  const [first, ...more] = others;
  if (first === undefined || more.length === 0 || others.length <= changed / 2) return [...issues];
  const reason = `so are ${more.length} more: the twins were probably made with another seed, most, or version of unflatter`;
  return [...issues.filter(({ field }) => field !== 'response'), { ...first, message: `${first.message}; ${reason}` }];
}

/** Together: they are most often all those of records that are not drawn this time. */
function unknownIds(unknown: readonly PlacedTwin[]): Issue[] {
  const [first] = unknown;
  if (first === undefined) return [];
  const others = unknown.length === 1 ? '' : `, and ${unknown.length - 1} more ids that are of none`;
  const message = `must be of a twin that these records, seed and most give now, got ${shown(first.twin.id)}${others}`;
  return [issue(first, 'id', message)];
}

/**
 * The same ratings, refused where a gate would answer `review` for a reason that has nothing to do with the twin: it would
 * look as if the gate had held.
 */
export function checkedRatings(calibrator: Calibrator, ratings: TwinRatings): TwinRatings {
  const { target } = calibrator;
  return (twin) => {
    const rating = ratings(twin);
    if (rating === undefined) return undefined;
    naming(`the rating of ${twin.id}`, () => assertMadeFor(calibrator, rating));
    const given: unknown = rating.selfRating;
    if (typeof given !== 'number') {
      const message = `the rating of ${twin.id} must be a number, got ${shown(given)}`;
      throw new UnflatterError('rating-missing', message, { received: given });
    }
    const { id, response } = twin;
    const issues = ratedIssues({ ...rating, id, response }, target);
    assertNone(issues.map((one) => ({ path: `the rating of ${id}`, ...one })));
    return rating;
  };
}

/** The rating alone: what else a record holds is that of its original. */
function ratingIn(recorded: RecordedTwin): TwinRating | undefined {
  const { selfRating, ratingError, samples, probabilities, reasoning, rater, ratingPrompt, scale } = recorded;
  if (selfRating === undefined || selfRating === null || ratingError !== undefined) return undefined;
  const brought = { samples, probabilities, reasoning, rater, ratingPrompt, scale };
  return {
    selfRating,
    ...Object.fromEntries(Object.entries(brought).filter(([, value]) => value !== undefined)),
  };
}

function otherTexts(placed: PlacedTwin, { probe, original, response }: Twin): Issue[] {
  const { twin } = placed;
  const now = `that the probe ${probe} makes of record ${original.id} now`;
  return [
    ...(twin.probe === undefined || twin.probe === probe
      ? []
      : [issue(placed, 'probe', `must be ${shown(probe)}, as the id says, got ${shown(twin.probe)}`)]),
    ...(twin.response === response
      ? []
      : [issue(placed, 'response', `must be the text ${now}, got another: rate it again`)]),
    ...(twin.prompt === undefined || twin.prompt === original.prompt
      ? []
      : [issue(placed, 'prompt', `must be that of record ${original.id}, got another: rate it again`)]),
  ];
}

function repeatedIds(placed: readonly PlacedTwin[]): Issue[] {
  const seen = new Map<string, PlacedTwin>();
  return placed.flatMap((one) => {
    const { id } = one.twin;
    const earlier = seen.get(id);
    if (earlier === undefined) seen.set(id, one);
    return earlier === undefined
      ? []
      : [issue(one, 'id', `must be unique, got ${shown(id)} as in ${earlier.path}:${earlier.line}`)];
  });
}

function issue({ path, line }: PlacedTwin, field: string, message: string): Issue {
  return { path, line, field, message };
}

function assertNone(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}
