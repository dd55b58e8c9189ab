import { rmSync, statSync } from 'node:fs';
import { replaceFile } from '../data/atomic.ts';
import { placeOf } from '../data/place.ts';
import { UnflatterError, shown } from '../errors.ts';
import { storeFailed } from '../log/failed.ts';
import type { Sampled } from '../log/sample-frame.ts';
import { chooseToLabel, type Sample, type SampleOptions } from '../log/sample.ts';
import type { DecisionStore } from '../log/store.ts';
import { jsonLine } from './terminal.ts';

/** Where a round is chosen from and written to. */
export interface RoundPlaces {
  /** How the log is called in messages, without a password. */
  readonly log: string;
  readonly store: DecisionStore | undefined;
  readonly read: () => Promise<Sampled[]>;
  readonly out: string;
  /** A pipe or a device: what went there cannot be taken back. */
  readonly isDirect: boolean;
}

export interface Round {
  readonly all: readonly Sampled[];
  /** What it was chosen from. */
  readonly open: readonly Sampled[];
  /** Decided later than now, by the clock of whoever did. */
  readonly ahead: number;
  readonly sample: Sample<Sampled>;
}

/** How often it is chosen anew where others choose from the same log at the same time. */
const mostTries = 10;

/**
 * Chooses, writes what was chosen, and tells the log. Two that choose at once would choose the same, with probabilities that
 * are not right for both, so the log takes a choice only where there was no other since it was read: else all of it is done
 * again.
 *
 * @throws UnflatterError `invalid-option` for a file that holds something, `too-few-records` where there is nothing to
 *   choose, or `store-failed`.
 */
export async function chooseRound(places: RoundPlaces, options: SampleOptions): Promise<Round> {
  const { log, store, out, isDirect } = places;
  for (let tries = 1; ; tries++) {
    const now = Date.now();
    const all = await places.read();
    // Rounds are told apart by their time, and the next one is later also where a clock was set back.
    const at = all.reduce((latest, { chosenAt = 0 }) => Math.max(latest, chosenAt + 1), now);
    const free = all.filter(({ isTaken }) => isTaken === undefined);
    // A label's weight goes by which rounds its entry was there for: by its own time, it is not there yet.
    const open = free.filter((one) => one.at === undefined || one.at <= at);
    if (open.length === 0) throw nothingToChoose(log, all, free.length);
    const sample = chooseToLabel(open, options);
    if (tries === 1 && !isDirect) assertNew(out);
    // First the file: a choice without a line to label would be lost for good.
    replaceFile(out, sample.chosen.map((one) => jsonLine({ ...one.record, inclusion: one.inclusion })).join(''));
    const choices = sample.chosen.map(({ id, inclusion }) => ({ id, inclusion, at }));
    const before = all.filter(({ isTaken }) => isTaken === 'chosen').length;
    const isKept = store === undefined || (await store.choose(choices, before));
    if (isKept) return { all, open, ahead: free.length - open.length, sample };
    if (!isDirect && tries < mostTries) continue;
    if (!isDirect) rmSync(placeOf(out).path, { force: true });
    throw storeFailed(log, 'others chose from it at the same time, so nothing of this choice counts: choose again');
  }
}

/** What was chosen before can hold labels, and labels beside it go by its lines. */
function assertNew(out: string): void {
  const size = statSync(out, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const expected = 'a new file, since what was chosen before may have labels';
  const message = `--out must be ${expected}, got ${shown(out)}, which holds ${size} bytes`;
  throw new UnflatterError('invalid-option', message, { option: 'out', expected, received: out });
}

/** How many entries cannot be chosen, by why. */
export function takenOf(all: readonly Sampled[]): Record<'chosenBefore' | 'labelled' | 'unusable', number> {
  const count = (why: Sampled['isTaken']): number => all.filter(({ isTaken }) => isTaken === why).length;
  return { chosenBefore: count('chosen'), labelled: count('labelled'), unusable: count('unusable') };
}

function nothingToChoose(log: string, all: readonly Sampled[], ahead: number): UnflatterError<'too-few-records'> {
  const { chosenBefore, labelled, unusable } = takenOf(all);
  const late = ahead === 0 ? '' : `, ${ahead} decided later than now`;
  const why = `${chosenBefore} chosen before, ${labelled} labelled, ${unusable} without a rating or without text and features${late}`;
  const message = `${log}: choosing needs at least 1 entry, got 0 of ${all.length} (${why})`;
  return new UnflatterError('too-few-records', message, { received: 0, required: 1 });
}
