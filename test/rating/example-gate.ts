import { createQualityGate, fit, type Calibrator, type GatePolicy, type QualityGate } from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

const records = exampleRecords();
let fitted: Calibrator | undefined;

/** A calibrator fitted on the example set, once for each test file. */
export function exampleCalibrator(): Calibrator {
  fitted ??= fit(records, exampleTarget);
  return fitted;
}

/** The model that gave the ratings of the example set: the only one that its calibrator corrects. */
export const exampleRater = 'example-model';

/** A gate with that calibrator. */
export function exampleGate(policy?: GatePolicy): QualityGate {
  return createQualityGate({ calibrator: exampleCalibrator(), policy });
}

/** A response of the example set and its rating, as an app would have them. */
export function exampleResponse(id: string): {
  readonly prompt: string;
  readonly response: string;
  readonly selfRating: number;
  readonly rater: string;
} {
  const { prompt, response, selfRating, rater } = records.find((record) => record.id === id)!;
  return { prompt: prompt!, response: response!, selfRating, rater: rater! };
}
