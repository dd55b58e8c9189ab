import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { groupOf } from '../../src/calibrator/record.ts';
import type { CalibrationRecord, Target } from '../../src/types.ts';
import { shipped } from './shipped.ts';

/** Exam answers, about ten to a question, of which most are right: a gate can promise something of them. */
export const examTarget: Target = {
  ratingScale: { min: 0, max: 1 },
  humanScale: { min: 0, max: 1 },
  passAt: 0.5,
  criterion: 'SAT-EN',
};

/** The records of a shipped set, dealt out by their groups into so many rounds of about one size. */
export function roundsOf(name: string, rounds: number): CalibrationRecord[][] {
  const text = gunzipSync(readFileSync(shipped(name))).toString();
  const records = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CalibrationRecord);
  const groups = [...new Set(records.map(groupOf))].sort();
  return Array.from({ length: rounds }, (_, round) =>
    records.filter((record) => groups.indexOf(groupOf(record)) % rounds === round),
  );
}
