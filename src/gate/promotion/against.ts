import type { Calibrator } from '../../calibrator/calibrator.ts';
import { wasSeen } from '../../calibrator/seen.ts';
import { UnflatterError } from '../../errors.ts';
import type { CalibrationRecord } from '../../types.ts';
import { assertSameAim, compareCalibrators, type CalibratorComparison, type CompareOptions } from './compare.ts';
import { decisionFlips, type Flips } from './flips.ts';
import { lostPromises, type LostPromise } from './lost-promises.ts';
import { measureChanges, type BothCalibrators, type MeasureChanges } from './measure-changes.ts';

/** Labels that one of the two has been fitted on: they would flatter it, so nothing is compared on them. */
export interface LeftOutLabels {
  readonly labels: number;
  /** How many of them each has seen. */
  readonly seenBy: Readonly<Record<'previous' | 'current', number>>;
  /** The first few. */
  readonly ids: readonly string[];
}

/**
 * What changes with one calibrator in place of another, on the same records. The verdict goes by log loss alone, as that of
 * {@link compareCalibrators}, where the current one is the candidate.
 */
export interface CalibratorChange extends CalibratorComparison, MeasureChanges {
  readonly digests: Readonly<Record<'previous' | 'current', string>>;
  /** Promises that the current one carries, and the previous one none as good as. */
  readonly gained: readonly LostPromise[];
  readonly leftOut: LeftOutLabels;
  /** Of the gates on all records, labelled or not, seen or not. */
  readonly decisions: Flips;
}

export interface ChangeOptions extends Omit<CompareOptions, 'sources'> {
  /** Seed of the resampling behind the intervals. @default 1 */
  readonly seed?: number | undefined;
}

/** The ids that are named of labels that were left out. */
const mostNamed = 5;

/**
 * Compares a calibrator with the one before it. Labels that either has seen are left out and counted; of the others, each is
 * judged by both. Deterministic for a seed, but for the day.
 *
 * @throws UnflatterError `labels-not-fresh` where some were seen and not all that were can be known, or none is left; else as
 *   {@link compareCalibrators}.
 */
export function calibratorChange(
  previous: Calibrator,
  current: Calibrator,
  records: readonly CalibrationRecord[],
  { seed = 1, features = [], now = Date.now() }: ChangeOptions = {},
): CalibratorChange {
  assertSameAim(current.target, previous.target);
  const { fresh, leftOut } = withoutSeen({ previous, current }, records);
  const both = { previous, current, features };
  return {
    ...compareCalibrators(current, previous, fresh, { features, now }),
    ...measureChanges(both, fresh, { seed, now }),
    digests: { previous: previous.digest, current: current.digest },
    gained: lostPromises(previous, current, now),
    leftOut,
    decisions: decisionFlips(previous, current, records, { features, now }),
  };
}

function withoutSeen(
  { previous, current }: Pick<BothCalibrators, 'previous' | 'current'>,
  records: readonly CalibrationRecord[],
): { readonly fresh: readonly CalibrationRecord[]; readonly leftOut: LeftOutLabels } {
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0);
  const seenBy = (one: Calibrator) => new Set(labelled.filter((record) => wasSeen(one.seen, record) !== undefined));
  const [byPrevious, byCurrent] = [seenBy(previous), seenBy(current)];
  const isSeen = (record: CalibrationRecord): boolean => byPrevious.has(record) || byCurrent.has(record);
  const [seen, fresh] = [labelled.filter(isSeen), labelled.filter((record) => !isSeen(record))];
  const isWhole = [previous, current].every((one) => one.seen.oneIn === 1);
  const ids = seen.map(({ id }) => id);
  if (seen.length > 0 && (fresh.length === 0 || !isWhole)) {
    const why =
      fresh.length === 0
        ? 'only labels that neither has seen can tell which is better'
        : 'and they do not know all that they have seen, so the others cannot be told apart';
    const message = `${seen.length} of ${labelled.length} labels are of records or groups that one of the two has been fitted on (${some(ids)}): ${why}`;
    throw new UnflatterError('labels-not-fresh', message, { seen: seen.length, labels: labelled.length, ids });
  }
  const counts = { previous: byPrevious.size, current: byCurrent.size };
  return { fresh, leftOut: { labels: seen.length, seenBy: counts, ids: ids.slice(0, mostNamed) } };
}

function some(ids: readonly string[]): string {
  return `${ids.slice(0, mostNamed).join(', ')}${ids.length > mostNamed ? ', …' : ''}`;
}
