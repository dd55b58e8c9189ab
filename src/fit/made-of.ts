import type { Calibrator } from '../calibrator/calibrator.ts';
import { seenOf } from '../calibrator/seen.ts';
import { UnflatterError } from '../errors.ts';
import type { CalibrationRecord } from '../types.ts';

/**
 * What a calibrator remembers of where its labels come from, so that it can refuse what is of another kind. Records that
 * nobody labelled do not count.
 *
 * @throws UnflatterError `mixed-policies`: what passes by one policy may fail by another. Labels that say none go with any.
 */
export function madeOf(
  records: readonly CalibrationRecord[],
): Pick<Calibrator, 'raters' | 'ratingPrompts' | 'labelPolicies' | 'seen'> {
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0);
  return {
    raters: distinct(labelled.flatMap(({ rater }) => rater ?? [])),
    ratingPrompts: distinct(labelled.flatMap(({ ratingPrompt }) => ratingPrompt ?? [])),
    labelPolicies: onePolicyOf(labelled),
    seen: seenOf(labelled),
  };
}

function onePolicyOf(records: readonly CalibrationRecord[]): readonly string[] {
  const ratings = records.flatMap(({ humanRatings }) => humanRatings);
  const policies = distinct(ratings.flatMap((rating) => (typeof rating === 'number' ? [] : (rating.policy ?? []))));
  if (policies.length < 2) return policies;
  throw new UnflatterError(
    'mixed-policies',
    `human ratings must be of one policy, got ${policies.length} (${policies.slice(0, 5).join(', ')}): what passes by one may fail by another, so fit each alone`,
    { policies },
  );
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
