import { isModel } from '../calibrator/by-model.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { UnflatterError } from '../errors.ts';
import type { LogEntry } from '../log/decision.ts';
import { openLog } from '../log/open.ts';
import { recordsOf } from '../log/records.ts';
import type { DriftDecision } from '../monitor/drift-decision.ts';
import { decisionsOf } from '../monitor/drift-records.ts';
import type { Logged } from '../monitor/label.ts';
import type { CalibrationRecord } from '../types.ts';
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
  /** Labels of responses that were never chosen, in a log from which others were. */
  readonly unchosen: number;
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
  for (const log of logs) read.push(await entriesOf(log, calibrator, since));
  const found = read.map(labelledIn);
  return {
    labelled: [
      ...found.flatMap(({ labelled }) => labelled),
      ...records.filter(({ humanRatings }) => humanRatings.length > 0).map((record) => ({ record })),
    ],
    decisions: logs.length > 0 ? read.flat() : decisionsOf(calibrator, records),
    unchosen: found.reduce((sum, { unchosen }) => sum + unchosen, 0),
  };
}

async function entriesOf(log: string, { digest }: Calibrator, since: number | undefined): Promise<LogEntry[]> {
  await assertLogThere(log);
  const store = await openLog(log);
  try {
    const entries: LogEntry[] = [];
    for await (const entry of store.read({ from: since })) entries.push(entry);
    if (entries.length === 0)
      throw nothingIn(
        nameOf(log),
        since === undefined ? 'decision' : `decision since ${new Date(since).toISOString()}`,
      );
    const others = entries.filter(({ calibrator }) => calibrator !== digest).length;
    if (others === 0 || others < entries.length) return entries;
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
 * labelled is not known when it comes.
 */
function labelledIn(entries: readonly LogEntry[]): Pick<Monitored, 'labelled' | 'unchosen'> {
  const hasRounds = entries.some(({ inclusion }) => inclusion !== undefined);
  const labelled = entries.filter(({ labels }) => labels.length > 0);
  const unchosen = new Set(labelled.filter(({ inclusion }) => hasRounds && inclusion === undefined));
  const least = leastIn(entries);
  return {
    labelled: labelled.filter((entry) => !unchosen.has(entry)).flatMap((entry) => toCount(entry, least(entry))),
    unchosen: [...unchosen].filter(({ labels }) => labels.some(({ source }) => !isModel(source))).length,
  };
}

function toCount(entry: LogEntry, leastInclusion: number | undefined): ToCount[] {
  const { calibrator, outside, inclusion, labels } = entry;
  const humanRatings = labels.map(({ value, labeller, source, policy, at }) => ({
    value,
    labeller,
    source,
    at,
    ...(policy === undefined ? {} : { policy }),
  }));
  return recordsOf([entry]).records.map((record) => ({
    record: { ...record, humanRatings, inclusion },
    logged: { calibrator, outside, leastInclusion },
  }));
}
