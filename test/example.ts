import { readFileSync } from 'node:fs';
import type { CalibrationRecord, Target } from '../src/index.ts';

/** The shipped set that has text. */
export const exampleTarget: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };

export function exampleRecords(): CalibrationRecord[] {
  return readFileSync('calibration-data/example/records.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CalibrationRecord);
}
