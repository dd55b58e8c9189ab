import { parseCalibrator } from '../../src/calibrator/parse.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import type { Certificate } from '../../src/calibrator/certificate.ts';
import { defineFeature } from '../../src/calibrator/custom.ts';
import { digestOf, sealed } from '../../src/calibrator/seal.ts';
import { isUnflatterError, type ErrorDetails } from '../../src/errors.ts';
import { fit } from '../../src/fit/fit.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

/** A calibrator that has all a calibrator may have. Its signature is one by its looks only. */
export function wholeCalibrator(): Calibrator {
  const tests = defineFeature({ name: 'tests', describe: 'mentions of tests', compute: () => 0 });
  const options = { ...exampleTarget, passBy: 'person', criterion: 'helpful', features: [tests] } as const;
  const certificates = [certificate, { ...certificate, ...notYet, estimand: 'leak', expires: null } as const];
  const signature = { algorithm: 'Ed25519', publicKey: `${'K'.repeat(59)}=`, value: `${'v'.repeat(86)}==` } as const;
  return { ...sealed({ ...fit(wholeRecords(), options), certificates, askings }), signature };
}

export const certificate: Certificate = {
  estimand: 'false-pass',
  limit: 0.1,
  confidence: 0.9,
  rule: { score: 'passProbability', threshold: 0.75 },
  units: 120,
  decided: 60,
  contradicted: 2,
  uses: 1,
  raters: ['a-model'],
  ratingPrompts: ['prompt-1'],
  labelPolicies: ['policy-1'],
  expires: '2028-02-29',
  seed: 1,
  digest: 'ab'.repeat(32),
  asking: 'ab'.repeat(8),
};

const notYet = { rule: null, decided: 0, contradicted: 0 };

/** What the certificate answers. */
export const askings = [{ id: 'ab'.repeat(8), labels: { oneIn: 1, records: 'AAAAAQ==', groups: 'AAAAAQAAAAI=' } }];

/** Two languages, two raters, a feature that one half is without, tone, and one of the app's own. */
function wholeRecords(): CalibrationRecord[] {
  return exampleRecords(40).map((record, i) => ({
    ...record,
    language: i % 3 === 0 ? 'de' : 'en',
    rater: i % 5 < 2 ? 'a-model' : 'b-model',
    ratingPrompt: 'prompt-1',
    humanRatings: record.humanRatings.map((value) => ({ value: value as number, policy: 'policy-1' })),
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

/** A copy of the calibrator with another value in one place; `undefined` takes the key away. Its digest is the old one. */
export function withValue(calibrator: Calibrator, path: readonly Key[], value: unknown): object {
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

/** The same value with the digest that belongs to it, as somebody would put it who changes a calibrator on purpose. */
export function resealed<Value extends object>(value: Value): Value & Pick<Calibrator, 'digest'> {
  return { ...value, digest: digestOf(value as unknown as Calibrator) };
}
