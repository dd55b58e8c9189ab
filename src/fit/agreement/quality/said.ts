import { groupOf } from '../../../calibrator/record.ts';
import { areEnough } from '../../evaluate.ts';
import type { Estimate } from '../../bootstrap.ts';
import { clusterMean, effectiveClusters } from '../../../math/clusters.ts';
import { significant } from '../../../math/round.ts';
import { studentQuantile } from '../../../math/student.ts';
import type { CalibrationRecord } from '../../../types.ts';

/** One label, as far as it helps to judge labels. */
export interface Said {
  readonly record: string;
  readonly group: string;
  /** One over the probability of having been chosen for labelling. */
  readonly weight: number;
  /** On the human scale. */
  readonly value: number;
  readonly labeller: string | undefined;
  readonly policy: string | undefined;
  /** Milliseconds since 1970; undefined where it is not said. */
  readonly at: number | undefined;
  /** Of the response; undefined where neither the text nor its length is there. */
  readonly characters: number | undefined;
}

/** All labels, those of a record in order of time where they say it, else as they stand. */
export function saidOf(records: readonly CalibrationRecord[]): Said[] {
  return [...records]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((record) => {
      const characters = record.response?.length ?? record.features?.['characters'];
      const common = { record: record.id, group: groupOf(record), weight: 1 / (record.inclusion ?? 1), characters };
      const said = record.humanRatings.map((rating): Said => {
        if (typeof rating === 'number')
          return { ...common, value: rating, labeller: undefined, policy: undefined, at: undefined };
        const { value, labeller, policy } = rating;
        const at: unknown = (rating as { readonly at?: unknown }).at;
        return { ...common, value, labeller, policy, at: Number.isFinite(at) ? (at as number) : undefined };
      });
      return said.every(({ at }) => at !== undefined) ? said.sort((a, b) => a.at! - b.at!) : said;
    });
}

/** A named labeller and what they said of one record: the mean, where they said it more than once. */
export interface Opinion extends Pick<Said, 'record' | 'group' | 'weight' | 'value'> {
  readonly labeller: string;
  /** Mean time; undefined where some label does not say it. */
  readonly at: number | undefined;
}

/** Of named labellers alone: nobody can be told of those who have no name. */
export function opinionsOf(said: readonly Said[]): Opinion[] {
  const named = said.filter((one) => one.labeller !== undefined);
  return [...Map.groupBy(named, ({ record, labeller }) => JSON.stringify([record, labeller])).values()].map((own) => {
    const { record, group, weight, labeller } = own[0]!;
    const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
    const times = own.flatMap(({ at }) => at ?? []);
    return {
      record,
      group,
      weight,
      labeller: labeller!,
      value: mean(own.map(({ value }) => value)),
      at: times.length === own.length ? mean(times) : undefined,
    };
  });
}

interface Valued extends Pick<Said, 'group' | 'weight'> {
  readonly value: number;
}

/** A mean with its 95 % interval over groups; none with groups worth fewer than ten, or where nothing varies. */
export function estimateOver(all: readonly Valued[]): Estimate {
  if (all.length === 0) return { value: null, lower: null, upper: null };
  const [weights, groups] = [all.map(({ weight }) => weight), all.map(({ group }) => group)];
  const { mean, standardError } = clusterMean(
    all.map(({ value }) => value),
    weights,
    groups,
  );
  const value = significant(mean, 6);
  if (!areEnough(weights, groups) || !(standardError > 0)) return { value, lower: null, upper: null };
  const reach = standardError * studentQuantile(0.05, effectiveClusters(weights, groups) - 1);
  return { value, lower: significant(mean - reach, 6), upper: significant(mean + reach, 6) };
}
