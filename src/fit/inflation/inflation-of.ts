import { calibrateNames, type CalibrateOptions } from '../../calibrator/calibrate.ts';
import type { Calibrator } from '../../calibrator/calibrator.ts';
import { assertMadeFor, assertSameFeatures } from '../../calibrator/made-for.ts';
import { assertOptions } from '../../calibrator/options.ts';
import { naming } from '../../errors.ts';
import type { CalibrationRecord } from '../../types.ts';
import { toExamples } from '../examples.ts';
import { inflationReport, type InflationReport } from './inflation.ts';

/**
 * Reports what goes with inflation in labelled records, by the features of a calibrator: those it was fitted on, or fresh
 * ones. Deterministic, and the same for records in any order.
 *
 * @throws UnflatterError `invalid-records`, `mixed-criteria`, `too-few-records`, `too-few-groups`, `feature-missing` for
 *   a custom feature that is not finite, or what {@link assertMadeFor} throws.
 */
export function inflationOf(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  options: CalibrateOptions = {},
): InflationReport {
  assertOptions<CalibrateOptions>(options, calibrateNames);
  const { features = [] } = options;
  assertSameFeatures(calibrator, features);
  const examples = toExamples(records, calibrator.target, features);
  for (const record of records) naming(`record ${record.id}`, () => assertMadeFor(calibrator, record));
  return inflationReport(examples, calibrator.features, calibrator.target);
}
