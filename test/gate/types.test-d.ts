import { createMonitor, createQualityGate, type Calibrator, type QualityGateOptions } from '../../src/index.ts';
import { readCalibrator } from '../../src/node.ts';
import { calibrated, type Rate } from '../../src/rating/index.ts';

/*
 * Compiled, never run.
 */

/** What was read, in whatever way, is taken. */
export async function takes(calibrator: Calibrator, json: unknown, options: QualityGateOptions, rate: Rate) {
  const read: unknown[] = [await readCalibrator('calibrator.json'), calibrator, json, '{}', JSON.parse('{}')];
  createQualityGate({ calibrator: await readCalibrator('calibrator.json'), policy: { passThreshold: 0.8 } });
  for (const one of read) calibrated(rate, one);
  createMonitor({ calibrator: json, confidence: 0.9 });
  return [createQualityGate(options), createQualityGate({ calibrator: json }), createQualityGate({ calibrator: '{}' })];
}

/** A forgotten `await` does not compile. */
export function refuses(rate: Rate, later: PromiseLike<Calibrator>) {
  // @ts-expect-error the promise of a calibrator
  createQualityGate({ calibrator: readCalibrator('calibrator.json') });
  // @ts-expect-error the promise of a calibrator
  createQualityGate({ calibrator: later });
  // @ts-expect-error the promise of a calibrator
  createMonitor({ calibrator: readCalibrator('calibrator.json') });
  // @ts-expect-error the promise of a calibrator
  calibrated(rate, readCalibrator('calibrator.json'));
  // @ts-expect-error a key that is not known
  createQualityGate({ calibrator: '{}', polici: {} });
}
