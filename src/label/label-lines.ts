import { z } from 'zod';
import { UnflatterError, listIssues, mustBe, type Issue } from '../errors.ts';
import type { LoggedLabel } from '../log/decision.ts';
import { readGrown } from '../data/growing.ts';
import { isStump } from '../data/labels/stump.ts';

const text = z.string(mustBe('a non-empty string')).min(1, mustBe('a non-empty string'));
const number = z.number(mustBe('a number'));

const label = z.looseObject(
  {
    key: text,
    id: text,
    value: number,
    labeller: text,
    source: text,
    policy: text.optional(),
    note: z.string(mustBe('a string')).optional(),
    at: number,
  },
  mustBe('a JSON object'),
);
/** A label that was taken back. */
const undo = z.looseObject({ undo: text, labeller: text, at: number }, mustBe('a JSON object'));

/** What the model said of a response was seen by its labeller. */
const seenLine = z.looseObject({ seen: text, labeller: text, at: number }, mustBe('a JSON object'));

/** What a file of labels holds, and up to where it is good. */
export interface LabelLines {
  /** Those that stand, in the order in which they were made. */
  readonly labels: readonly LoggedLabel[];
  /** In bytes. What stands behind is a line whose writer was stopped: nobody was told that it is saved. */
  readonly length: number;
  /** How many bytes there are in all. */
  readonly size: number;
  /** Keys of labels after which their labeller has seen what the model said. */
  readonly seen: readonly string[];
  /** Whether a line feed is missing behind the last of them. */
  readonly isOpen: boolean;
}

/**
 * Reads a file of labels: one JSON object a line, a label `{key, id, value, labeller, source, policy?, note?, at}` or
 * `{undo, labeller, at}`, which takes back the label of that key, or `{seen, labeller, at}`. No file is an empty one.
 *
 * @throws UnflatterError `unreadable-file`, or `invalid-records` with every line that is none of these.
 */
export async function readLabelLines(path: string): Promise<LabelLines> {
  const standing = new Map<string, LoggedLabel>();
  const seen = new Set<string>();
  const issues: Issue[] = [];
  let [length, size, isOpen] = [0, 0, false];
  for await (const { line, bytes, end, isWhole } of readGrown(path)) {
    size = end;
    const content = bytes?.toString('utf8').trim() ?? '';
    const problems = content === '' && bytes !== undefined ? [] : apply(content, standing, seen);
    // Anything but the beginning of a line of ours is somebody's, and stays.
    if (!isWhole && problems.length > 0 && isStump(content)) continue;
    for (const problem of problems) issues.push({ path, line, ...problem });
    [length, isOpen] = [end, !isWhole];
  }
  if (issues.length > 0) throw new UnflatterError('invalid-records', listIssues(issues), { issues });
  return { labels: [...standing.values()], length, size, seen: [...seen], isOpen };
}

function apply(
  content: string,
  standing: Map<string, LoggedLabel>,
  seen: Set<string>,
): Pick<Issue, 'field' | 'message'>[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    return [{ field: 'label', message: `must be one JSON object a line, got ${(error as Error).message}` }];
  }
  const has = (name: string): boolean => typeof value === 'object' && value !== null && name in value;
  const isUndo = has('undo');
  const isSeen = !isUndo && has('seen');
  const result = (isUndo ? undo : isSeen ? seenLine : label).safeParse(value);
  if (!result.success)
    return result.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'label', message }));
  if (isUndo) standing.delete((value as { undo: string }).undo);
  else if (isSeen) seen.add((value as { seen: string }).seen);
  // A label that is sent twice is kept once.
  else if (!standing.has((value as LoggedLabel).key)) standing.set((value as LoggedLabel).key, value as LoggedLabel);
  return [];
}
