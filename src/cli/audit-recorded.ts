import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertMadeFor } from '../calibrator/made-for.ts';
import { recordedIssues, recordedRatings, type PlacedTwin, type RecordedTwin } from '../audit/recorded.ts';
import type { TwinRatings } from '../audit/try-probe.ts';
import type { Twin } from '../audit/twin.ts';
import { streamRecords } from '../data/records.ts';
import { UnflatterError, listIssues, naming, type Issue } from '../errors.ts';
import type { RatedResponse } from '../types.ts';

/**
 * The ratings in a file, for the twins that are made now.
 *
 * @throws UnflatterError `unreadable-file`; `invalid-records` with every issue; one that says that the calibrator was made
 *   for other ratings, as `rater-mismatch`; or `rating-missing` where there is not one.
 */
export async function ratingsIn(path: string, twins: readonly Twin[], calibrator: Calibrator): Promise<TwinRatings> {
  const placed: PlacedTwin[] = [];
  const issues: Issue[] = [];
  for await (const { line, value, issues: found } of streamRecords(path, calibrator.target, 'rated')) {
    if (found.length === 0) placed.push({ path, line, twin: value as RecordedTwin });
    for (const issue of found) issues.push(issue);
  }
  const all = [...issues, ...recordedIssues(placed, twins)].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (all.length > 0) throw new UnflatterError('invalid-records', listIssues(all), { issues: all });
  for (const { line, twin } of placed)
    naming(`${path}:${line}`, () => assertMadeFor(calibrator, twin as RatedResponse));
  const ratings = recordedRatings(placed.map(({ twin }) => twin));
  if (twins.some((twin) => ratings(twin) !== undefined)) return ratings;
  const message = `${path} must have the ratings of the twins, as rate writes them, got no rating`;
  throw new UnflatterError('rating-missing', message, { received: undefined });
}
