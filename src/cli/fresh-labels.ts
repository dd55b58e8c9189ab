import type { Calibrator } from '../calibrator/calibrator.ts';
import { wasSeen } from '../calibrator/seen.ts';
import { UnflatterError, isUnflatterError } from '../errors.ts';
import type { CalibrationRecord } from '../types.ts';

interface Wanted {
  /** Leave out what the fit has seen. Else it stays, and the proof refuses it. */
  readonly newOnly: boolean;
  /** The files to name where nothing is left. */
  readonly from: string;
}

/**
 * The labels that a proof is to stand on, and how many were left out.
 *
 * @throws UnflatterError `too-few-records` for none, or `not-certifiable` where not all that the fit has seen can be known.
 */
export function freshOf(
  records: readonly CalibrationRecord[],
  { seen }: Pick<Calibrator, 'seen'>,
  { newOnly, from }: Wanted,
): { readonly fresh: readonly CalibrationRecord[]; readonly leftOut: number } {
  if (newOnly && seen.oneIn > 1) {
    const reason = `it knows 1 in ${seen.oneIn} of the records and groups that its fit has seen, so --new-only would keep others`;
    throw new UnflatterError('not-certifiable', `${from}: ${reason}; bring labels that are all new`, { reason });
  }
  const labelled = records.filter(({ humanRatings }) => humanRatings.length > 0);
  const fresh = newOnly ? labelled.filter((record) => wasSeen(seen, record) === undefined) : labelled;
  if (fresh.length > 0) return { fresh, leftOut: labelled.length - fresh.length };
  const message = `${from}: certifying needs labels that the fit has not seen, got 0`;
  throw new UnflatterError('too-few-records', message, { received: 0, required: 1 });
}

/** Where labels are refused as seen, says what can be done about it. */
export async function hintingAtNewOnly<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isUnflatterError(error, 'labels-not-fresh')) throw error;
    const message = `${error.message}; --new-only leaves those out`;
    throw new UnflatterError(error.code, message, error.details, { cause: error });
  }
}
