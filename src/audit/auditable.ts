import type { Calibrator } from '../calibrator/calibrator.ts';
import type { CustomFeature } from '../calibrator/custom.ts';
import { assertBrought, assertMadeFor } from '../calibrator/made-for.ts';
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
  features: readonly CustomFeature[] = [],
): CalibrationRecord[] {
  toExamples(records, calibrator.target, features);
  for (const record of records) {
    naming(`record ${record.id}`, () => {
      assertMadeFor(calibrator, record);
      assertBrought(calibrator, record, features);
    });
  }
  return records.filter(canBeProbed);
}

export function canBeProbed({ humanRatings, response }: CalibrationRecord): boolean {
  return humanRatings.length > 0 && response !== undefined;
}
