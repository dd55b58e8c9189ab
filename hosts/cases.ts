import { readFileSync } from 'node:fs';
import { createQualityGate, fit, type CalibrationRecord, type QualityGate } from '../dist/index.js';
import type { Rate } from '../dist/rating/index.js';

/*
 * What every host is given: a gate on the shipped example, four prompts with their responses, and a rating function that
 * knows their ratings by heart and has lost one of them.
 */

const target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
const file = new URL('../calibration-data/example/records.jsonl', import.meta.url);
const records = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as CalibrationRecord);

const calibrator = fit(records, target);
export const gate = createQualityGate({ calibrator });

/** Each with what the host is to call its score: that gate, and two that make something else of an error than a review. */
export const gates: readonly { readonly gate: QualityGate; readonly name: string }[] = [
  { gate, name: 'unflatter' },
  { gate: createQualityGate({ calibrator, policy: { onError: 'fail' } }), name: 'error-fails' },
  { gate: createQualityGate({ calibrator, policy: { onError: 'pass-insecure' } }), name: 'error-passes' },
];

export interface Case {
  readonly prompt: string;
  readonly response: string;
  readonly selfRating: number;
}

/** By the verdict of the gate; the last by what happens to its rating call. */
export const cases: Readonly<Record<'pass' | 'fail' | 'review' | 'unrated', Case>> = {
  pass: caseOf('example-02-1'),
  fail: caseOf('example-01-2'),
  review: caseOf('example-07-1'),
  unrated: caseOf('example-05-1'),
};

export const all = Object.values(cases);

export const rate: Rate = async ({ response }) => {
  const rated = all.find((one) => one.response === response);
  if (rated === undefined || rated === cases.unrated) throw new Error('no rating today');
  return { selfRating: rated.selfRating, rater: 'example-model' };
};

/** Plays the app: it answers these prompts, and no other. */
export function answer(prompt: string): string {
  return all.find((one) => one.prompt === prompt)!.response;
}

function caseOf(id: string): Case {
  const { prompt, response, selfRating } = records.find((record) => record.id === id)!;
  return { prompt: prompt!, response: response!, selfRating };
}
