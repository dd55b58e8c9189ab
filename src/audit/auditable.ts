import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { assertMadeFor } from '../calibrator/made-for.ts';
import { naming } from '../errors.ts';
import { toExamples } from '../fit/examples.ts';
import type { CalibrationRecord } from '../types.ts';

/**
 * The records that can be probed: people have rated them, and their text is there. Checks them all, also those that are
 * not.
 *
 * @throws UnflatterError as `audit` does.
 */
export function auditable(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  features?: readonly CustomFeature[],
): CalibrationRecord[] {
  toExamples(records, calibrator.target, features);
  const labelled = records.filter(canBeProbed);
  for (const record of labelled) naming(`record ${record.id}`, () => assertMadeFor(calibrator, record));
  return labelled;
}

export function canBeProbed({ humanRatings, response }: CalibrationRecord): boolean {
  return humanRatings.length > 0 && response !== undefined;
}
