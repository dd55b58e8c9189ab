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
  readonly before: Outcome;
}

/** What became of the twins of one probe. */
export interface Tried {
  readonly probe: TwinProbe;
  readonly asRated: readonly (Pair & { readonly subject: Subject })[];
  /** The same twins, all rated at the top of the scale. */
  readonly worstCase: readonly (Pair & { readonly subject: Subject })[];
  /** Twins without a rating, as if the gate had let them through: a probe is not known to hold for them. */
  readonly unrated: readonly Pair[];
}

/** The original under the rating that it got when it was rated again, where it was. */
export function baselineOf(original: CalibrationRecord, ratings: TwinRatings | undefined): CalibrationRecord {
  const { response } = original;
  const rating = ratings?.({ id: twinId(original.id, unchanged), probe: unchanged, original, response: response! });
  return rating === undefined ? original : rerated(original, rating);
}

export function subjectOf(record: CalibrationRecord, target: Target, gates: AuditedGates): Subject {
  return {
    record,
    group: groupOf(record),
    weight: 1 / (record.inclusion ?? 1),
    fails: failsPeople(record, target),
    before: outcomeOf(record, gates, target.ratingScale),
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
      const { group, weight, fails, before } = subject;
      return { subject, group, weight, fails, before, after: outcomeOf(rated, gates, scale) };
    };
    worstCase.push(pairWith(atTop(held, scale)));
    const rating = ratings?.(twin);
    if (ratings === undefined) asRated.push(pairWith(held));
    else if (rating === undefined) unrated.push(letThrough(pairWith(held)));
    else asRated.push(pairWith(rerated(held, rating)));
  }
  return { probe, asRated, worstCase, unrated };
}

function letThrough(pair: Pair): Pair {
  return { ...pair, after: { ...pair.after, passes: true } };
}
