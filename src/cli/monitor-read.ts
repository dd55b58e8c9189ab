import { isModel } from '../calibrator/by-model.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { UnflatterError } from '../errors.ts';
import type { LogEntry, LoggedLabel } from '../log/decision.ts';
import { openLog } from '../log/open.ts';
import { recordsOf } from '../log/records.ts';
import type { DriftDecision } from '../monitor/drift-decision.ts';
import { decisionsOf } from '../monitor/drift-records.ts';
import { isOfPolicy, type Logged } from '../monitor/label.ts';
import type { CalibrationRecord, HumanRating } from '../types.ts';
import { leastIn } from './least-inclusion.ts';
import { loadRecords } from './load.ts';
import { assertLogThere, isLog, nameOf } from './log-there.ts';
import type { RecordFilter } from './options.ts';
import type { Running } from './running.ts';

/** One labelled response, with what a log knows of its decision. */
export interface ToCount {
  readonly record: CalibrationRecord;
  readonly logged?: Logged | undefined;
}

/** What is to be monitored. */
export interface Monitored {
  readonly labelled: readonly ToCount[];
  /** Where there is a log, of logs alone: records have no order in time. */
  readonly decisions: readonly DriftDecision[];
  /** Labels of responses that were never chosen, given since others were first chosen from their log. */
  readonly unchosen: number;
  /** One over the inclusion of each response with a label of which no record can be made. */
  readonly unjudged: readonly number[];
}

export interface ToRead {
  readonly paths: readonly string[];
  readonly calibrator: Calibrator;
  /** Of logs, decisions from this time on, in milliseconds since 1970. */
  readonly since: number | undefined;
  readonly filter: RecordFilter;
}

/**
 * Reads logs and records.
 *
 * @throws UnflatterError `unreadable-file`, `store-failed`, `invalid-records`, or `too-few-records` where there is nothing to look
 *   at, or all decisions of a log are by others: whoever watches it watches the wrong log, or calibrator.
 */
export async function readMonitored(
  { paths, calibrator, since, filter }: ToRead,
  running: Running,
): Promise<Monitored> {
  const logs = paths.filter(isLog);
  const files = paths.filter((path) => !isLog(path));
  const records = files.length === 0 ? [] : await loadRecords(files, calibrator.target, filter, running);
  if (files.length > 0 && records.length === 0) throw nothingIn(files.join(' '), 'record');
  const read: LogEntry[][] = [];
  const isRecent = ({ at }: LogEntry): boolean => since === undefined || at >= since;
  for (const log of logs) read.push(await entriesOf(log, calibrator, since));
  // How labels were chosen is read from all of a log: what the first round chose may be older than what is looked at.
  const hasRounds = read.flat().some(({ inclusion }) => inclusion !== undefined);
  const found = read.map((entries) => labelledIn(entries, isRecent, { calibrator, hasRounds }));
  return {
    labelled: [
      ...found.flatMap(({ labelled }) => labelled),
      ...records.filter(({ humanRatings }) => humanRatings.length > 0).map((record) => ({ record })),
    ],
    decisions: logs.length > 0 ? read.flat().filter(isRecent) : decisionsOf(calibrator, records),
    unchosen: found.reduce((sum, { unchosen }) => sum + unchosen, 0),
    unjudged: found.flatMap(({ unjudged }) => unjudged),
  };
}

async function entriesOf(log: string, { digest }: Calibrator, since: number | undefined): Promise<LogEntry[]> {
  await assertLogThere(log);
  const store = await openLog(log);
  try {
    const entries: LogEntry[] = [];
    for await (const entry of store.read()) entries.push(entry);
    const recent = entries.filter(({ at }) => since === undefined || at >= since);
    if (recent.length === 0)
      throw nothingIn(
        nameOf(log),
        since === undefined ? 'decision' : `decision since ${new Date(since).toISOString()}`,
      );
    const others = recent.filter(({ calibrator }) => calibrator !== digest).length;
    if (others < recent.length) return entries;
    const message = `${nameOf(log)}: none of ${others} decisions is by this calibrator (${digest.slice(0, 12)}): monitor the one that decides`;
    throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
  } finally {
    await store.close();
  }
}

function nothingIn(where: string, what: string): UnflatterError {
  const message = `${where}: must have at least one ${what}, got none: there is nothing to look at`;
  return new UnflatterError('too-few-records', message, { received: 0, required: 1 });
}

/**
 * The labels of a log. Each counts by the probability with which its own round chose it: how many of other rounds will be
 * labelled is not known when it comes. What was labelled before anything was chosen goes on counting as it did, as drawn evenly: that
 * somebody chooses later must not take back what has been shown.
 */
function labelledIn(
  entries: readonly LogEntry[],
  isRecent: (entry: LogEntry) => boolean,
  { calibrator, hasRounds }: { readonly calibrator: Calibrator; readonly hasRounds: boolean },
): Pick<Monitored, 'labelled' | 'unchosen' | 'unjudged'> {
  const first = entries.reduce((earliest, { chosenAt = Infinity }) => Math.min(earliest, chosenAt), Infinity);
  const least = leastIn(entries);
  const even = hasRounds ? 1 : undefined;
  const labelled = entries
    .filter((entry) => isRecent(entry) && entry.labels.length > 0)
    .map((entry): Counting | 'unchosen' => {
      // What people had labelled is never chosen: an earlier label of it came in later, and takes nothing away.
      if (entry.inclusion !== undefined) return { entry, least: least(entry) };
      const before = entry.labels.filter(({ at }) => at < first);
      if (before.some(isByPerson)) return { entry: { ...entry, labels: before, inclusion: even }, least: even };
      return entry.labels.some(isByPerson) ? 'unchosen' : { entry, least: least(entry) };
    });
  const counting = labelled.flatMap((one) => (one === 'unchosen' ? [] : [{ ...one, counts: toCount(one) }]));
  const unread = counting.filter(({ entry, counts }) => counts.length === 0 && speaksOf(entry, calibrator));
  return {
    labelled: counting.flatMap(({ counts }) => counts),
    unjudged: unread.map(({ entry: { inclusion = 1 } }) => 1 / inclusion),
    unchosen: labelled.filter((one) => one === 'unchosen').length,
  };
}

function isByPerson({ source }: LoggedLabel): boolean {
  return !isModel(source);
}

/** Whether people have said something of a decision by the calibrator, by a policy of its labels. */
function speaksOf(entry: LogEntry, calibrator: Calibrator): boolean {
  const isOurs = entry.calibrator === calibrator.digest;
  return isOurs && ratingsOf(entry.labels.filter(isByPerson)).some((rating) => isOfPolicy(rating, calibrator));
}

/** A labelled decision, and the least that any of its round was chosen with. */
interface Counting {
  readonly entry: LogEntry;
  readonly least: number | undefined;
}

/** None where there was no rating to read, or nothing is known of the response. */
function toCount({ entry, least: leastInclusion }: Counting): ToCount[] {
  const { calibrator, outside, inclusion, labels } = entry;
  const humanRatings = ratingsOf(labels);
  // A blank response is no text of a record: it was decided on all the same, as one whose text is not kept.
  const texts = entry.response?.trim() === '' ? { prompt: undefined, response: undefined } : {};
  return recordsOf([{ ...entry, ...texts }]).records.map((record) => ({
    record: { ...record, humanRatings, inclusion },
    logged: { calibrator, outside, leastInclusion },
  }));
}

function ratingsOf(labels: readonly LoggedLabel[]): HumanRating[] {
  return labels.map(({ value, labeller, source, policy, at }) => ({
    value,
    labeller,
    source,
    at,
    ...(policy === undefined ? {} : { policy }),
  }));
}
