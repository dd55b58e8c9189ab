import { streamRecords, type ReadRecord } from '../data/records.ts';
import { shown, type Issue } from '../errors.ts';
import type { CalibrationRecord, Target } from '../types.ts';
import type { Terminal } from './terminal.ts';

/** The records of one criterion, and what is wrong with any of them. */
export interface CriterionSet {
  readonly criterion: string;
  readonly paths: readonly string[];
  readonly target: Target;
  readonly records: readonly CalibrationRecord[];
  readonly issues: readonly Issue[];
}

/** A file of records and what it measures. Its criterion is that of records which do not say. */
export interface TargetedFile {
  readonly path: string;
  readonly target: Target;
}

export interface ReadCriteria {
  /** By the names of the criteria, whatever order they came in. */
  readonly sets: readonly CriterionSet[];
  /** Files of which no line says its criterion. */
  readonly nameless: readonly { readonly path: string; readonly issues: readonly Issue[] }[];
}

/**
 * Reads files of several criteria, or of one with several, and sorts the records by criterion. An id is one record's
 * within its criterion. A line that does not say its criterion may be of any in its file, so its problems are all theirs.
 *
 * @throws UnflatterError `unreadable-file`
 */
export async function readCriteria(
  files: readonly TargetedFile[],
  { stdin }: Terminal,
  onProgress: (lines: number) => void,
): Promise<ReadCriteria> {
  const sets = new Map<string, Draft>();
  const nameless: { path: string; issues: Issue[] }[] = [];
  let lines = 0;
  for (const file of files) {
    const { path, target } = file;
    const here = new Set<Draft>();
    const draftOf = (criterion: string): Draft => {
      const draft = sets.get(criterion) ?? newDraft(criterion, file);
      sets.set(criterion, draft);
      if (!here.has(draft)) addFile(draft, file);
      here.add(draft);
      return draft;
    };
    const unplaced: Issue[] = [];
    for await (const read of streamRecords(path, target, 'labelled', stdin)) {
      onProgress(++lines);
      const criterion = criterionOf(read) ?? target.criterion;
      if (criterion === undefined) for (const issue of problemsOfNameless(read)) unplaced.push(issue);
      else addRecord(draftOf(criterion), read);
    }
    for (const { issues } of here) for (const issue of unplaced) issues.push(issue);
    if (here.size > 0) continue;
    // An empty file of a known criterion is one with too few records.
    if (target.criterion === undefined) nameless.push({ path, issues: unplaced });
    else draftOf(target.criterion);
  }
  return { sets: [...sets.values()].sort((a, b) => (a.criterion < b.criterion ? -1 : 1)), nameless };
}

interface Draft {
  readonly criterion: string;
  readonly paths: string[];
  readonly target: Target;
  readonly records: CalibrationRecord[];
  readonly issues: Issue[];
  /** Where each id came first. */
  readonly seen: Map<string, string>;
}

function newDraft(criterion: string, { target }: TargetedFile): Draft {
  return { criterion, paths: [], target: { ...target, criterion }, records: [], issues: [], seen: new Map() };
}

function addFile({ criterion, paths, target, issues }: Draft, file: TargetedFile): void {
  const own = { ...file.target, criterion };
  if (JSON.stringify(own) !== JSON.stringify(target)) {
    const message = `must have the scales and pass mark of ${paths[0]}, which has the same criterion (see dataset.json beside them)`;
    issues.push({ path: file.path, field: 'file', message });
  }
  paths.push(file.path);
}

function addRecord({ records, issues, seen }: Draft, { path, line, value, issues: found }: ReadRecord): void {
  for (const issue of found) issues.push(issue);
  const id = (value as Partial<CalibrationRecord> | null | undefined)?.id;
  const earlier = typeof id === 'string' ? seen.get(id) : undefined;
  if (earlier !== undefined)
    issues.push({ path, line, field: 'id', message: `must be unique, got ${shown(id)} as in ${earlier}` });
  else if (typeof id === 'string') seen.set(id, `${path}:${line}`);
  if (found.length === 0 && earlier === undefined) records.push(value as CalibrationRecord);
}

function criterionOf({ value }: ReadRecord): string | undefined {
  const criterion = (value as { readonly criterion?: unknown } | null | undefined)?.criterion;
  return typeof criterion === 'string' && criterion !== '' ? criterion : undefined;
}

function problemsOfNameless({ path, line, issues }: ReadRecord): readonly Issue[] {
  return issues.length > 0
    ? issues
    : [{ path, line, field: 'criterion', message: 'must be a non-empty string, got nothing' }];
}
