import { clusterMembers, effectiveClusters } from '../../../math/clusters.ts';
import { holm } from '../../../math/holm.ts';
import { significant } from '../../../math/round.ts';
import { clusteredShare, shareFloor } from '../../../math/share.ts';
import { studentTail } from '../../../math/student.ts';
import { areEnough } from '../../evaluate.ts';
import type { Opinion, Said } from './said.ts';

/** Below this, a corrected p-value is a warning. */
export const level = 0.05;

/** Fewer answers of one value may be chance, or what the responses deserve. */
const fewestConstant = 20;

/** How fast anybody can look through a text, in characters a second, and the least time for a click, in seconds. */
const quickest = { characters: 100, seconds: 1 };

/** Longer pauses are no work, in milliseconds. */
const pause = 600_000;

/** Of somebody's labels, the share that may be too fast: a key that was hit twice is none. */
const mostTooFast = 0.2;

/** A labeller's distance to others against the distance of the others among themselves. */
export interface Apartness {
  readonly labeller: string;
  /** Mean distance of two labels of one record, on the human scale. */
  readonly own: number;
  readonly others: number;
  /** One-sided: as far from the others as they are from each other; corrected by Holm. */
  readonly pValue: number;
}

interface Pair extends Pick<Opinion, 'record' | 'group' | 'weight'> {
  readonly labellers: readonly [string, string];
  readonly distance: number;
}

/**
 * Of each labeller whose pairs with others are of groups worth ten, by name. Where enough records have three people or more, on
 * those that the labeller rated: they are as hard for the others. Else on all, which takes records to be dealt out at random.
 */
export function apartness(opinions: readonly Opinion[]): Apartness[] {
  const pairs = [...Map.groupBy(opinions, ({ record }) => record).values()].flatMap((own) => {
    const each = own.flatMap((a, i) =>
      own.slice(i + 1).map((b): Pair => ({
        record: a.record,
        group: a.group,
        weight: a.weight,
        labellers: [a.labeller, b.labeller],
        distance: Math.abs(a.value - b.value),
      })),
    );
    // However many people rated a record, it counts once.
    return each.map((pair) => ({ ...pair, weight: pair.weight / each.length }));
  });
  const names = [...new Set(opinions.map(({ labeller }) => labeller))].sort();
  const found = names.flatMap((labeller) => {
    const isOwn = ({ labellers }: Pair): boolean => labellers.includes(labeller);
    const own = pairs.filter(isOwn);
    const shared = new Set(own.map(({ record }) => record));
    const rest = pairs.filter((pair) => !isOwn(pair));
    const beside = rest.filter(({ record }) => shared.has(record));
    const besideRecords = new Set(beside.map(({ record }) => record));
    const test =
      differenceOf(
        own.filter(({ record }) => besideRecords.has(record)),
        beside,
      ) ?? differenceOf(own, rest);
    return test === undefined ? [] : [{ labeller, ...test }];
  });
  const corrected = holm(found.map(({ pValue }) => pValue));
  return found.map((one, i) => ({ ...one, pValue: significant(corrected[i]!, 6) }));
}

/** The difference of two weighted means whose pairs share groups, linearised. */
function differenceOf(own: readonly Pair[], rest: readonly Pair[]): Omit<Apartness, 'labeller'> | undefined {
  for (const some of [own, rest])
    if (
      some.length === 0 ||
      !areEnough(
        some.map(({ weight }) => weight),
        some.map(({ group }) => group),
      )
    )
      return undefined;
  const [mine, theirs] = [meanOf(own), meanOf(rest)];
  const parts = [...mine.parts, ...theirs.parts.map((part) => -part)];
  const groups = [...own, ...rest].map(({ group }) => group);
  const sums = clusterMembers(groups).map((members) => members.reduce((sum, i) => sum + parts[i]!, 0));
  const standardError = Math.sqrt((sums.reduce((sum, one) => sum + one ** 2, 0) * sums.length) / (sums.length - 1));
  const freedom =
    effectiveClusters(
      own.map(({ weight }) => weight),
      own.map(({ group }) => group),
    ) - 1;
  const gap = mine.mean - theirs.mean;
  const pValue = gap <= 0 ? 1 : studentTail(gap / standardError, freedom) / 2;
  return { own: significant(mine.mean, 6), others: significant(theirs.mean, 6), pValue };
}

/** A weighted mean, and what each pair adds to it beyond its share. */
function meanOf(pairs: readonly Pair[]): { readonly mean: number; readonly parts: readonly number[] } {
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  const mean = pairs.reduce((sum, { weight, distance }) => sum + weight * distance, 0) / total;
  return { mean, parts: pairs.map(({ weight, distance }) => (weight * (distance - mean)) / total) };
}

/** A labeller who only ever gave one value, and how likely the others would have, by how often they give it. */
export interface Constant {
  readonly labeller: string;
  readonly value: number;
  readonly records: number;
  /** Corrected for the number of labellers. */
  readonly pValue: number;
}

export function constants(opinions: readonly Opinion[]): Constant[] {
  const people = Map.groupBy(opinions, ({ labeller }) => labeller);
  return [...people]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([labeller, own]) => {
      const { value } = own[0]!;
      const groups = new Set(own.map(({ group }) => group)).size;
      const others = opinions.filter((one) => one.labeller !== labeller);
      const isConstant = groups >= fewestConstant && own.every((one) => one.value === value);
      if (!isConstant || others.length === 0) return [];
      // As if one more of the others had said the same: a value that nobody else gave is not impossible.
      const share = (others.filter((one) => one.value === value).length + 1) / (others.length + 1);
      const pValue = Math.min(1, people.size * share ** groups);
      return [{ labeller, value, records: own.length, pValue: significant(pValue, 6) }];
    });
}

/** A labeller's labels that came sooner after the one before than the response can be looked through. */
export interface Haste {
  readonly labeller: string;
  /** Labels of which the time is known. */
  readonly labels: number;
  readonly tooFast: number;
  /** The share is surely at least so much, at the level of the warnings over all labellers. */
  readonly atLeast: number;
}

/** Of labellers with a name whose labels say when; labels at the very same time were imported, and say nothing. */
export function hasteOf(said: readonly Said[]): Haste[] {
  const timed = said.filter(({ labeller, at }) => labeller !== undefined && at !== undefined);
  const people = [...Map.groupBy(timed, ({ labeller }) => labeller!)].sort(([a], [b]) => (a < b ? -1 : 1));
  return people.flatMap(([labeller, own]) => {
    const ordered = own.toSorted((a, b) => a.at! - b.at!);
    const known = ordered.slice(1).flatMap((one, i) => {
      const taken = one.at! - ordered[i]!.at!;
      const least = 1000 * Math.max(quickest.seconds, (one.characters ?? 0) / quickest.characters);
      return taken > 0 && taken < pause ? [{ ...one, isTooFast: taken < least ? 1 : 0 }] : [];
    });
    if (known.length === 0) return [];
    const weights = known.map(() => 1);
    const groups = known.map(({ group }) => group);
    if (!areEnough(weights, groups)) return [];
    const share = clusteredShare(
      known.map(({ isTooFast }) => isTooFast),
      weights,
      groups,
    );
    const tooFast = known.filter(({ isTooFast }) => isTooFast === 1).length;
    const atLeast = significant(shareFloor(share, level / people.length), 6);
    return [{ labeller, labels: known.length, tooFast, atLeast }];
  });
}

export function isHasty({ atLeast }: Haste): boolean {
  return atLeast > mostTooFast;
}
