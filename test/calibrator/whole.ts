import { parseCalibrator } from '../../src/calibrator/parse.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { defineFeature } from '../../src/calibrator/custom.ts';
import { isUnflatterError, type ErrorDetails } from '../../src/errors.ts';
import { fit } from '../../src/fit/fit.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

/** A calibrator that has all a calibrator may have. */
export function wholeCalibrator(): Calibrator {
  const tests = defineFeature({ name: 'tests', describe: 'mentions of tests', compute: () => 0 });
  return fit(wholeRecords(), { ...exampleTarget, passBy: 'person', criterion: 'helpful', features: [tests] });
}

/** Two languages, two raters, a feature that one half is without, tone, and one of the app's own. */
function wholeRecords(): CalibrationRecord[] {
  return exampleRecords(40).map((record, i) => ({
    ...record,
    language: i % 3 === 0 ? 'de' : 'en',
    rater: i % 5 < 2 ? 'a-model' : 'b-model',
    features: { ...record.features, ...(i % 2 === 0 ? { promptWords: i } : {}), hedges: i % 7, tests: i % 3 },
  }));
}

type Key = string | number;

/** Every place in a value: the value itself first, then what is in it. */
export function places(
  value: unknown,
  path: readonly Key[] = [],
): { readonly path: readonly Key[]; readonly value: unknown }[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [
    { path, value },
    ...inside.flatMap(([key, one]) => places(one, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

/** A copy of the calibrator with another value in one place; `undefined` takes the key away. */
export function withValue(calibrator: Calibrator, path: readonly Key[], value: unknown): unknown {
  const copy = structuredClone(calibrator);
  const last = path.at(-1)!;
  const parent = path.slice(0, -1).reduce<unknown>((one, key) => (one as Record<Key, unknown>)[key], copy);
  if (value === undefined && !Array.isArray(parent)) delete (parent as Record<Key, unknown>)[last];
  else (parent as Record<Key, unknown>)[last] = value;
  return copy;
}

/** The issues that a calibrator is refused for; none where it is read. */
export function issuesOf(json: unknown, path?: string): ErrorDetails['invalid-calibrator']['issues'] {
  try {
    parseCalibrator(json, path);
    return [];
  } catch (error) {
    if (!isUnflatterError(error, 'invalid-calibrator')) throw error;
    return error.details.issues;
  }
}

export function fieldsOf(json: unknown): string[] {
  return issuesOf(json).map(({ field }) => field);
}
