import { statSync } from 'node:fs';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertMadeFor } from '../calibrator/made-for.ts';
import { recordedIssues, recordedRatings, type PlacedTwin, type RecordedTwin } from '../audit/recorded.ts';
import type { TwinRatings } from '../audit/try-probe.ts';
import type { Twin } from '../audit/twin.ts';
import { readGrown } from '../data/growing.ts';
import { streamRecords } from '../data/records.ts';
import { UnflatterError, listIssues, naming, type Issue } from '../errors.ts';
import type { RatedResponse } from '../types.ts';
import { twinRecord } from './audit-twins.ts';
import { isTorn } from './rate-resume.ts';
import { tell, type Terminal } from './terminal.ts';

/**
 * The ratings in a file, for the twins that are made now. A last line that was torn off by a kill is left out, as it is
 * where its ratings are gone on with.
 *
 * @throws UnflatterError `unreadable-file`; `invalid-records` with every issue; one that says that the calibrator was made
 *   for other ratings, as `rater-mismatch`; or `rating-missing` where there is not one.
 */
export async function ratingsIn(
  path: string,
  twins: readonly Twin[],
  { calibrator, terminal }: { readonly calibrator: Calibrator; readonly terminal: Terminal },
): Promise<TwinRatings> {
  const placed: PlacedTwin[] = [];
  const issues: Issue[] = [];
  for await (const { line, value, issues: found } of streamRecords(path, calibrator.target, 'rated')) {
    if (found.length === 0) placed.push({ path, line, twin: value as RecordedTwin });
    for (const issue of found) issues.push(issue);
  }
  const torn = issues.length === 0 ? undefined : await tornLine(path, twins);
  const kept = issues.filter(({ line }) => line !== torn);
  if (kept.length < issues.length) await tell(terminal, `note: ${path}:${torn} was cut off, and is left out`);
  const all = [...kept, ...recordedIssues(placed, twins)].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (all.length > 0) throw new UnflatterError('invalid-records', listIssues(all), { issues: all });
  for (const { line, twin } of placed)
    naming(`${path}:${line}`, () => assertMadeFor(calibrator, twin as RatedResponse));
  const ratings = recordedRatings(placed.map(({ twin }) => twin));
  if (twins.some((twin) => ratings(twin) !== undefined)) return ratings;
  const message = `${path} must have the ratings of the twins, as rate writes them, got no rating`;
  throw new UnflatterError('rating-missing', message, { received: undefined });
}

/** The last line of a plain file, where its writer was stopped in it. */
async function tornLine(path: string, twins: readonly Twin[]): Promise<number | undefined> {
  // What is no plain file can be read only once.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  for await (const { line, isWhole, bytes } of readGrown(path))
    if (!isWhole && !isJson(bytes!) && isTorn(bytes!, twins.map(twinRecord))) return line;
  return undefined;
}

/** What lacks no more than its line feed has all that was said. */
function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
