import { createQualityGate, defineFeature, fit, type Calibrator, type QualityGate } from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

/** Measures a column of the app's own, besides. */
export const exclamations = defineFeature({
  name: 'exclamations',
  describe: 'exclamation marks',
  compute: (response) => response.split('!').length - 1,
});

let fitted: Calibrator | undefined;

export function exampleCalibrator(): Calibrator {
  return (fitted ??= fit(exampleRecords(), exampleTarget));
}

export function exampleGate(passThreshold = 0.8): QualityGate {
  return createQualityGate({ calibrator: exampleCalibrator(), policy: { passThreshold, failThreshold: 0.3 } });
}

export function gateWithFeature(): QualityGate {
  const calibrator = fit(exampleRecords(), { ...exampleTarget, features: [exclamations] });
  return createQualityGate({ calibrator, features: [exclamations] });
}
