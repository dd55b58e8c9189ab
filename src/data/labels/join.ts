import { plain } from '../../calibrator/linked.ts';
import { describeScale, isOnScale } from '../../calibrator/scale.ts';
import { shown, type Issue } from '../../errors.ts';
import type { CalibrationRecord, HumanRating, Scale } from '../../types.ts';
import type { FileLabel } from './label.ts';

/** A record that labels can join, wherever it comes from. */
export type Joinable = Partial<CalibrationRecord> & Pick<CalibrationRecord, 'id'>;

export interface Joined {
  /** The records in their order, each with the labels that joined it behind those that it had. */
  readonly records: readonly Joinable[];
  /** Records that at least one label joined. */
  readonly labelled: number;
  /** All that keeps labels from joining. Where there is any, none should be taken for joined. */
  readonly issues: readonly Issue[];
}

/**
 * Labels joined to their records by id, and by criterion where both say it. Nothing is guessed: a label that is of no
 * record, of another text, off the scale, or there twice, is an issue. There twice is what has the same record and labeller,
 * or no labeller, unless each has a key of its own.
 */
export function joinLabels(records: readonly Joinable[], labels: readonly FileLabel[], humanScale: Scale): Joined {
  const byId = new Map(records.map((record) => [record.id, record]));
  const issues = labels.flatMap((label) => issuesOf(label, byId.get(label.id), humanScale));
  issues.push(...repeated(labels, byId));
  const joining = Map.groupBy(labels, ({ id }) => id);
  const joined = records.map((record) => {
    const own = joining.get(record.id) ?? [];
    return own.length === 0 ? record : { ...record, humanRatings: [...ratingsOf(record), ...own.map(ratingIn)] };
  });
  return { records: joined, labelled: records.filter(({ id }) => joining.has(id)).length, issues };
}

function issuesOf(label: FileLabel, record: Joinable | undefined, scale: Scale): Issue[] {
  const { path, line, id, value, criterion } = label;
  const wrong = (field: string, message: string): Issue => ({ path, line, field, message });
  const off = isOnScale(value, scale) ? [] : [wrong('value', `must be ${describeScale(scale)}, got ${value}`)];
  if (record === undefined) return [wrong('id', `must be that of a record, got ${shown(id)}`), ...off];
  const ofAnother = criterion !== undefined && record.criterion !== undefined && criterion !== record.criterion;
  return [
    ...off,
    ...(ofAnother
      ? [wrong('criterion', `must be ${shown(record.criterion)} as of the record, got ${shown(criterion)}`)]
      : []),
    ...(['prompt', 'response'] as const).flatMap((field) => {
      const [theirs, ours] = [label[field], record[field]];
      const isSame = theirs === undefined || ours === undefined || plain(theirs) === plain(ours);
      return isSame ? [] : [wrong(field, `must be that of the record ${shown(id)}, got another text`)];
    }),
  ];
}

/** Whoever labels again on purpose says so by a key. */
function repeated(labels: readonly FileLabel[], byId: ReadonlyMap<string, Joinable>): Issue[] {
  const byKey = new Map<string, FileLabel>();
  const byRecord = new Map<string, FileLabel[]>();
  return labels.flatMap((label) => {
    const { path, line, id, key } = label;
    const wrong = (field: string, message: string): Issue[] => [{ path, line, field, message }];
    const before = byRecord.get(id) ?? [];
    byRecord.set(id, [...before, label]);
    const sameKey = key === undefined ? undefined : byKey.get(key);
    if (key !== undefined) byKey.set(key, sameKey ?? label);
    const what = `${shown(id)} by ${label.labeller === undefined ? 'nobody who is named' : shown(label.labeller)}`;
    if (sameKey !== undefined)
      return wrong('key', `must be one label's, got ${shown(key)} as in ${sameKey.path}:${sameKey.line}`);
    const same = before.find((one) => mayBeSame(one, label));
    if (same !== undefined)
      return same.labeller === label.labeller
        ? wrong('id', `must be labelled once by each labeller, got ${what} again, as in ${same.path}:${same.line}`)
        : wrong('labeller', `must be named in each of several labels of a record, got none in ${lineOf(same, label)}`);
    const there = ratingsOf(byId.get(id) ?? {}).map(asFields);
    const earlier = there.find((one) => mayBeSame(one, label));
    if (earlier === undefined) return [];
    if (earlier.labeller === label.labeller)
      return wrong('id', `must be of a record without a label by the same labeller, got ${what}`);
    const whose = label.labeller === undefined ? 'this label' : 'one that the record has';
    return wrong('labeller', `must be named in each of several labels of a record, got none in ${whose}`);
  });
}

type Named = Pick<FileLabel, 'key' | 'labeller'>;

/**
 * Of two labels of one record: by their keys where both have one, else by who labelled. Where one of them names nobody, no
 * one can tell.
 */
function mayBeSame(a: Named, b: Named): boolean {
  if (a.key !== undefined && b.key !== undefined) return a.key === b.key;
  return a.labeller === undefined || b.labeller === undefined || a.labeller === b.labeller;
}

/** Which of two labels names nobody. */
function lineOf(earlier: FileLabel, label: FileLabel): string {
  return label.labeller === undefined ? 'this label' : `${earlier.path}:${earlier.line}`;
}

/** A rating may bring more than its type says: what it was joined with. */
function asFields(rating: HumanRating): Named {
  return typeof rating === 'number' ? {} : rating;
}

function ratingsOf({ humanRatings = [] }: Pick<Joinable, 'humanRatings'>): readonly HumanRating[] {
  return humanRatings;
}

function ratingIn({ value, labeller, source, policy, note, at, key }: FileLabel): HumanRating {
  const said = Object.entries({ labeller, source, policy, note, at, key }).filter(([, one]) => one !== undefined);
  return { value, ...(Object.fromEntries(said) as object) };
}
