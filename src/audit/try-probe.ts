import { groupOf } from '../calibrator/record.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import { atTop, rerated, type TwinRating } from './ends.ts';
import type { AuditedGates } from './gates.ts';
import { failsPeople, outcomeOf, type Outcome, type Pair } from './outcomes.ts';
import type { TwinProbe } from './probe.ts';
import { ratedTwin, twinId, twinOf, type Twin } from './twin.ts';

/** The rating that the rater gave a twin; undefined where it gave none. */
export type TwinRatings = (twin: Twin) => TwinRating | undefined;

/** The name under which the original itself is rated again. */
export const unchanged = 'unchanged';

/** A record that is probed, and what became of it without a probe. */
export interface Subject {
  readonly record: CalibrationRecord;
  readonly group: string;
  readonly weight: number;
  readonly fails: boolean;
  /** Under the first rating, and under the second where it was rated again. */
  readonly first: Outcome;
  readonly before: Outcome;
  /** Ratings are the rater's own, and there is none of the original: nothing can be said of its twins. */
  readonly isUnrated: boolean;
}

/** What became of the twins of one probe. */
export interface Tried {
  readonly probe: TwinProbe;
  readonly asRated: readonly (Pair & { readonly subject: Subject })[];
  /** The same twins, all rated at the top of the scale. */
  readonly worstCase: readonly (Pair & { readonly subject: Subject })[];
  /** Twins without a rating that can be read, as if the gate had let them through: a probe is not known to hold for them. */
  readonly unrated: readonly Pair[];
}

/** The original under the rating that it got when it was rated again; undefined where it got none. */
export function baselineOf(original: CalibrationRecord, ratings: TwinRatings): CalibrationRecord | undefined {
  const { response } = original;
  const rating = ratings({ id: twinId(original.id, unchanged), probe: unchanged, original, response: response! });
  return rating === undefined ? undefined : rerated(original, rating);
}

/** @param again the same record under another rating, null where it should have got one */
export function subjectOf(
  record: CalibrationRecord,
  target: Target,
  gates: AuditedGates,
  again: CalibrationRecord | null = record,
): Subject {
  const first = outcomeOf(record, gates, target.ratingScale);
  const before = again === null || again === record ? first : outcomeOf(again, gates, target.ratingScale);
  return {
    record,
    group: groupOf(record),
    weight: 1 / (record.inclusion ?? 1),
    fails: failsPeople(record, target),
    first,
    before,
    isUnrated: again === null || !before.isJudged,
  };
}

/** Sends the twins of one probe through the gates: as they were rated, and as the worst rater would. */
export function tryProbe(
  probe: TwinProbe,
  subjects: readonly Subject[],
  {
    gates,
    target,
    ratings,
    seed,
  }: { gates: AuditedGates; target: Target; ratings: TwinRatings | undefined; seed: number },
): Tried {
  const scale = target.ratingScale;
  const [asRated, worstCase]: [Tried['asRated'][number][], Tried['worstCase'][number][]] = [[], []];
  const unrated: Pair[] = [];
  for (const subject of subjects) {
    const twin = twinOf(probe, subject.record, seed);
    if (twin === undefined) continue;
    const held = ratedTwin(twin);
    const pairWith = (rated: CalibrationRecord): Tried['asRated'][number] => {
      const { group, weight, fails, first, before } = subject;
      return { subject, group, weight, fails, first, before, after: outcomeOf(rated, gates, scale) };
    };
    worstCase.push(pairWith(atTop(held, scale)));
    const rating = ratings?.(twin);
    const pair = pairWith(rating === undefined ? held : rerated(held, rating));
    // A gate asks a person about a rating that it cannot read, or that is by another rater than it was made for. To take that for a
    // probe that holds would be to pass by an error.
    const isMissing = ratings !== undefined && rating === undefined;
    if (isMissing || subject.isUnrated || !pair.after.isJudged) unrated.push(letThrough(pair));
    else asRated.push(pair);
  }
  return { probe, asRated, worstCase, unrated };
}

function letThrough(pair: Pair): Pair {
  return { ...pair, after: { ...pair.after, passes: true } };
}
