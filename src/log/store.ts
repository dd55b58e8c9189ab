import { assertOption } from '../calibrator/target.ts';
import type { Choice, LogEntry, LoggedDecision, LoggedLabel } from './decision.ts';

/** Which entries of a log to read. */
export interface LogFilter {
  /** From this time on, in milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Before this time. */
  readonly until?: number | undefined;
}

/**
 * Where decisions, labels and choices are kept: SQLite in one file, or PostgreSQL for several machines. What a promise of
 * these resolves stays after a crash of the process. Labels and choices stay where the power fails, too; in SQLite the last
 * decisions may not.
 *
 * Every method rejects with UnflatterError `store-failed` where the store cannot be reached or is full; what was kept
 * before is then still whole.
 */
export interface DecisionStore {
  /**
   * Keeps them all or none. An id that is there already, or comes twice, is left as it is first. How many were new; a store
   * of one's own need not say.
   */
  append(decisions: readonly LoggedDecision[]): Promise<number | void>;
  /** Keeps them all or none. A key that is there already is left as it is. Rejects `unknown-decision` for an id that is none. How many were new, where it can tell. */
  label(labels: readonly LoggedLabel[]): Promise<number | void>;
  /** Takes back a label, by its key. Whether there was one. */
  unlabel(key: string): Promise<boolean>;
  /**
   * Keeps them all or none; the first choice of an id stays. Whether it kept them: with `chosenBefore`, only where the log has
   * exactly so many choices. Where it has others, somebody has chosen since they were counted.
   */
  choose(choices: readonly Choice[], chosenBefore?: number): Promise<boolean>;
  /** In order of time, then id. */
  read(filter?: LogFilter): AsyncIterable<LogEntry>;
  /**
   * Removes all that was decided before a time, with its labels and choices, and the bytes of it from the disk. How many
   * decisions. Where it says that the rows are gone and their bytes may not be yet, a later purge removes those.
   */
  purge(before: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * A filter as two times that any database can compare.
 *
 * @throws UnflatterError `invalid-option`.
 */
export function rangeOf({ from, until }: LogFilter = {}): { readonly from: number; readonly until: number } {
  const isTime = (value: unknown): boolean =>
    value === undefined || (typeof value === 'number' && !Number.isNaN(value));
  assertOption(isTime(from), 'from', 'milliseconds since 1970', from);
  assertOption(isTime(until), 'until', 'milliseconds since 1970', until);
  const whole = (value: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.ceil(value)));
  return { from: whole(from ?? 0), until: whole(until ?? Infinity) };
}
