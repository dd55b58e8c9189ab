import { existsSync, statSync } from 'node:fs';
import { UnflatterError, listIssues, shown, type Issue } from '../../errors.ts';
import type { Target } from '../../types.ts';
import type { Source } from '../lines.ts';
import { streamRecords } from '../records.ts';
import { joinLabels, type Joinable, type Joined } from './join.ts';
import { isBlankSheet } from './read-table.ts';
import { readLabels, utf8In } from './read.ts';

export interface LabelOptions {
  readonly target: Target;
  /** What the path `-` reads. */
  readonly stdin?: Source | undefined;
}

/**
 * Records that may have no labels yet, and no self-rating either.
 *
 * @throws UnflatterError `unreadable-file`, or `invalid-records` with every issue of every line.
 */
export async function readJoinable(
  paths: readonly string[],
  { target, stdin }: LabelOptions,
): Promise<readonly Joinable[]> {
  const records: Joinable[] = [];
  const issues: Issue[] = [];
  const seen = new Map<string, string>();
  for (const path of paths)
    for await (const { line, value, issues: found } of streamRecords(path, target, 'rated', stdin)) {
      issues.push(...found);
      if (found.length > 0) continue;
      const record = value as Joinable;
      const earlier = seen.get(record.id);
      if (earlier === undefined) seen.set(record.id, `${path}:${line}`);
      else
        issues.push({ path, line, field: 'id', message: `must be unique, got ${shown(record.id)} as in ${earlier}` });
      records.push(record);
    }
  assertNone(issues);
  return records;
}

/**
 * Joins the labels of some files to records, by id. See {@link joinLabels} for what is refused.
 *
 * @throws UnflatterError `unreadable-file`, or `invalid-records` with all that is wrong in all files of labels.
 */
export async function joinLabelFiles(
  records: readonly Joinable[],
  paths: readonly string[],
  { target }: Pick<LabelOptions, 'target'>,
): Promise<Joined & { readonly labels: number; readonly blank: number }> {
  const read = await Promise.all(paths.map((path) => readLabels(path)));
  const labels = read.flatMap((one) => one.labels);
  const joined = joinLabels(records, labels, target.humanScale);
  const issues = [...read.flatMap((one) => one.issues), ...joined.issues];
  const place = new Map(paths.map((path, i) => [path, i]));
  issues.sort((a, b) => place.get(a.path)! - place.get(b.path)! || (a.line ?? 0) - (b.line ?? 0));
  assertNone(issues);
  return { ...joined, labels: labels.length, blank: read.reduce((sum, { blank }) => sum + blank, 0) };
}

/**
 * The ids of all that has a label in some files, by whomever.
 *
 * @throws UnflatterError `unreadable-file`, or `invalid-records` with all that is wrong in these files.
 */
export async function labelledIn(paths: readonly string[]): Promise<ReadonlySet<string>> {
  const read = await Promise.all(paths.map((path) => readLabels(path)));
  assertNone(read.flatMap(({ issues }) => issues));
  return new Set(read.flatMap(({ labels }) => labels.map(({ id }) => id)));
}

/**
 * What people have filled in cannot be had again.
 *
 * @throws UnflatterError `invalid-option` where a file is there that is no sheet, or one with anything filled in.
 */
export async function assertUnfilled(path: string): Promise<void> {
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const isBlank = await utf8In(path).then(isBlankSheet, () => false);
  if (isBlank) return;
  const expected = 'a new file, or a sheet that nobody has filled in';
  const message = `--sheet must be ${expected}, got ${path}: join its labels first, or name another file`;
  throw new UnflatterError('invalid-option', message, { option: 'sheet', expected, received: path });
}

function assertNone(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
}
