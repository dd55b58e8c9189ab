import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { isUnflatterError, type ErrorDetails } from '../../src/errors.ts';
import { fit } from '../../src/fit/fit.ts';
import { createQualityGate } from '../../src/gate/gate.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

let calibrator: Calibrator;
let text = '';

beforeAll(() => {
  calibrator = fit(exampleRecords(40), { ...exampleTarget, criterion: 'helpful' });
  text = JSON.stringify(calibrator, null, 1);
});

type Key = string | number;

/** Every place in a value: the value itself first, then what is in it. */
function places(
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
function withValue(path: readonly Key[], value: unknown): unknown {
  const copy = structuredClone(calibrator);
  const last = path.at(-1)!;
  const parent = path.slice(0, -1).reduce<unknown>((one, key) => (one as Record<Key, unknown>)[key], copy);
  if (value === undefined && !Array.isArray(parent)) delete (parent as Record<Key, unknown>)[last];
  else (parent as Record<Key, unknown>)[last] = value;
  return copy;
}

/** The issues that a calibrator is refused for; none where it is read. */
function issuesOf(json: unknown, path?: string): ErrorDetails['invalid-calibrator']['issues'] {
  try {
    parseCalibrator(json, path);
    return [];
  } catch (error) {
    if (!isUnflatterError(error, 'invalid-calibrator')) throw error;
    return error.details.issues;
  }
}

const fieldsOf = (json: unknown): string[] => issuesOf(json).map(({ field }) => field);

describe('a calibrator that a fit made', () => {
  it('is read as it is, from text or from a value', () => {
    expect(parseCalibrator(text)).toEqual(calibrator);
    expect(parseCalibrator(structuredClone(calibrator))).toEqual(calibrator);
  });

  it('may have a step in its scales, and shares that do not exist', () => {
    const falsePass = { passedShare: 0, raw: null, corrected: null };
    const humanScale = { min: 1, max: 5, step: 0.5 };
    const changed = {
      ...calibrator,
      target: { ...calibrator.target, humanScale },
      outOfFold: { ...calibrator.outOfFold, falsePass },
    };
    expect(parseCalibrator(JSON.stringify(changed))).toEqual(changed);
  });

  it('is refused wherever its text is cut off, unless nothing but white space is missing', () => {
    const whole = `${text}\n`;
    for (let length = 0; length < text.length; length++) {
      const issues = issuesOf(whole.slice(0, length), 'cut.json');
      expect(issues.map(({ path, field }) => `${path} ${field}`)).toEqual(['cut.json file']);
    }
    expect(parseCalibrator(whole.slice(0, text.length))).toEqual(calibrator);
  });

  it('is refused with any one piece missing, except the optional ones, which says where', () => {
    const missing = places(calibrator)
      .slice(1)
      .filter(({ path }) => typeof path.at(-1) === 'string');
    expect(missing.length).toBeGreaterThan(60);
    for (const { path } of missing) {
      const field = path.join('.');
      expect(fieldsOf(withValue(path, undefined)), `${field} missing`).toEqual(
        field === 'target.criterion' ? [] : [field],
      );
    }
  });

  it('is refused with a number that is none, wherever it stands, which says where', () => {
    const numbers = places(calibrator).filter(({ value }) => typeof value === 'number');
    const nullable = new Set([
      'outOfFold.falsePass.raw',
      'outOfFold.falsePass.corrected',
      ...['raw', 'ratingOnly', 'corrected'].map((name) => `outOfFold.${name}.auc`),
    ]);
    for (const { path } of numbers) {
      const field = path.join('.');
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '1', true])
        expect(fieldsOf(withValue(path, value)), `${field} ${value}`).toContain(field);
      const written = JSON.stringify(withValue(path, Number.NaN));
      expect(fieldsOf(written), `${field} null`).toEqual(nullable.has(field) ? [] : [field]);
    }
  });

  it('is refused with a key that nobody knows, wherever it stands, which says where', () => {
    const objects = places(calibrator).filter(
      ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
    );
    expect(objects.length).toBeGreaterThan(12);
    for (const { path, value } of objects) {
      const changed =
        path.length === 0 ? { ...calibrator, more: 1 } : withValue(path, { ...(value as object), more: 1 });
      expect(issuesOf(changed)).toEqual([
        { path: 'calibrator', field: path.join('.') || 'file', message: 'must not have the key "more"' },
      ]);
    }
  });
});

describe('what is no calibrator', () => {
  it.each<{ says: string; change: (good: Calibrator) => unknown }>([
    { says: 'file must be an object, got null', change: () => null },
    { says: 'file must be an object, got nothing', change: () => undefined },
    { says: 'file must be an object, got a list', change: (good) => [good] },
    { says: 'file must be JSON, got Unexpected token', change: () => 'calibrator' },
    { says: 'format must be "unflatter-calibrator", got nothing', change: () => ({ name: 'a set', files: [] }) },
    {
      says: 'format must be "unflatter-calibrator", got "other"',
      change: (good) => ({ ...good, format: 'other', version: 3 }),
    },
    {
      says: 'version must be 1 (a newer calibrator needs a newer unflatter), got 2',
      change: (good) => ({ ...good, version: 2, heads: [] }),
    },
    { says: 'featureSet must be a string, got 1', change: (good) => ({ ...good, featureSet: 1 }) },
    { says: 'raters.0 must be a string that is not empty, got ""', change: (good) => ({ ...good, raters: [''] }) },
    { says: 'raters must be a list of names, got "a"', change: (good) => ({ ...good, raters: 'a' }) },
    {
      says: 'raters must have at most 1000 names, got 1001',
      change: (good) => ({ ...good, raters: Array(1001).fill('a') }),
    },
    { says: 'target must be an object, got 3', change: (good) => ({ ...good, target: 3 }) },
    {
      says: 'target.ratingScale must be a scale with min below max, got an object',
      change: (good) => ({ ...good, target: { ...good.target, ratingScale: { min: 3, max: 3 } } }),
    },
    {
      says: 'target.humanScale.step must be above 0, got 0',
      change: (good) => ({ ...good, target: { ...good.target, humanScale: { min: 1, max: 5, step: 0 } } }),
    },
    {
      says: 'target.passAt must be on the human scale and above its lowest, got 6',
      change: (good) => ({ ...good, target: { ...good.target, passAt: 6 } }),
    },
    {
      says: 'ratingCurve.knots must have 1 to 100 numbers, got 101',
      change: (good) => ({ ...good, ratingCurve: { ...good.ratingCurve, knots: Array(101).fill(0) } }),
    },
    {
      says: 'ratingCurve.knots must ascend',
      change: (good) => ({ ...good, ratingCurve: { ...good.ratingCurve, knots: good.ratingCurve.knots.toReversed() } }),
    },
    {
      says: 'ratingCurve.knots must ascend',
      change: (good) => ({
        ...good,
        ratingCurve: { ...good.ratingCurve, knots: good.ratingCurve.knots.with(0, good.ratingCurve.knots[1]!) },
      }),
    },
    {
      says: 'ratingCurve.knots.0 must be from 0 to 1, got -1',
      change: (good) => ({
        ...good,
        ratingCurve: { ...good.ratingCurve, knots: [-1, ...good.ratingCurve.knots.slice(1)] },
      }),
    },
    {
      says: 'ratingCurve.spread must be above 0, got 0',
      change: (good) => ({ ...good, ratingCurve: { ...good.ratingCurve, spread: 0 } }),
    },
    { says: 'features must be a list, got nothing', change: (good) => ({ ...good, features: undefined }) },
    {
      says: 'features must have each name once',
      change: (good) => ({ ...good, features: good.features.map((feature) => ({ ...feature, name: 'words' })) }),
    },
    {
      says: 'features must have min at most max',
      change: (good) => ({ ...good, features: good.features.map((feature) => ({ ...feature, min: 9, max: 8 })) }),
    },
    {
      says: 'features.0.transform must be log or none, got "sqrt"',
      change: (good) => ({
        ...good,
        features: good.features.map((feature, i) => (i === 0 ? { ...feature, transform: 'sqrt' } : feature)),
      }),
    },
    {
      says: 'passHead.ratingSlopes.0 must be at least 0, got -0.1',
      change: (good) => ({
        ...good,
        passHead: { ...good.passHead, ratingSlopes: [-0.1, ...good.passHead.ratingSlopes.slice(1)] },
      }),
    },
    {
      says: 'ratingHead.ratingSlopes must have one number between each two of',
      change: (good) => ({ ...good, ratingHead: { ...good.ratingHead, ratingSlopes: [] } }),
    },
    {
      says: 'passHead.featureSlopes must have one number for each of 2 features, got 3',
      change: (good) => ({ ...good, passHead: { ...good.passHead, featureSlopes: [0, 0, 0] } }),
    },
    {
      says: 'ratingHead.featureSlopes must have at most 1000 numbers, got 1001',
      change: (good) => ({ ...good, ratingHead: { ...good.ratingHead, featureSlopes: Array(1001).fill(0) } }),
    },
    {
      says: 'ratingHead.residuals must have lower at most upper',
      change: (good) => ({
        ...good,
        ratingHead: { ...good.ratingHead, residuals: { lower: 0.1, upper: 0, coverage: 0.9 } },
      }),
    },
    {
      says: 'fittedOn.digest must be a SHA-256, got "ff"',
      change: (good) => ({ ...good, fittedOn: { ...good.fittedOn, digest: 'ff' } }),
    },
    {
      says: 'fittedOn.records must be a whole number, got 1.5',
      change: (good) => ({ ...good, fittedOn: { ...good.fittedOn, records: 1.5 } }),
    },
    {
      says: 'outOfFold.featuresWorthIt.verdict must be a verdict, got "maybe"',
      change: (good) => ({
        ...good,
        outOfFold: { ...good.outOfFold, featuresWorthIt: { ...good.outOfFold.featuresWorthIt, verdict: 'maybe' } },
      }),
    },
  ])('is refused: $says', ({ says, change }) => {
    const [first] = issuesOf(change(calibrator), 'c.json');
    expect(`${first?.field} ${first?.message}`.slice(0, says.length)).toBe(says);
    expect(first?.path).toBe('c.json');
  });

  it('is refused with every issue, in a message that names file and field, one a line', () => {
    const bad = { ...calibrator, raters: [1], fittedOn: { ...calibrator.fittedOn, seed: 'x' }, extra: 1 };
    expect(() => parseCalibrator(bad, 'my/c.json')).toThrow(
      [
        'my/c.json raters.0 must be a string, got 1',
        'my/c.json fittedOn.seed must be a whole number, got "x"',
        'my/c.json file must not have the key "extra"',
      ].join('\n'),
    );
  });

  it('is told by one line where it is of another format or version', () => {
    expect(fieldsOf({ files: [], format: 'x' })).toEqual(['format']);
    expect(fieldsOf({ ...calibrator, version: 2, passHead: 0 })).toEqual(['version']);
  });

  it('is refused for its size before it is parsed', () => {
    const padded = text + ' '.repeat(256 * 1024 - text.length);
    expect(parseCalibrator(padded)).toEqual(calibrator);
    expect(issuesOf(`${padded} `)).toEqual([
      { path: 'calibrator', field: 'file', message: 'must be at most 262144 characters, got 262145' },
    ]);
  });

  it.each(['[', '{"format":'])('is refused however deep it goes by %s', (open) => {
    const close = open === '[' ? ']' : '}';
    const depth = 12_000;
    expect(fieldsOf(`${open.repeat(depth)}1${close.repeat(depth)}`)).toHaveLength(1);
  });

  it('does not speak to the terminal', () => {
    expect(() => parseCalibrator(`{"format":\n\u001b[2J`)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/\p{Cc}/u) as string }),
    );
  });
});

describe('a hostile key', () => {
  const hostile = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  it('is refused in every object, and reaches no prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const compact = JSON.stringify(calibrator);
    const opens = [...compact.matchAll(/\{/g)].map(({ index }) => index + 1);
    expect(opens.length).toBeGreaterThan(12);
    for (const key of hostile) {
      for (const at of opens) {
        const attack = `${compact.slice(0, at)}"${key}":{"polluted":1},${compact.slice(at)}`;
        expect(issuesOf(attack).map(({ message }) => message)).toEqual([`must not have the key "${key}"`]);
      }
    }
    expect('polluted' in {}).toBe(false);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  it.each(hostile)('as the name of a feature, %s, is a feature that no response has', (name) => {
    const changed = parseCalibrator(JSON.stringify(withValue(['features', 0, 'name'], name)));
    expect(() => calibrate(changed, { selfRating: 8, features: { words: 90, headings: 1 } })).toThrow(
      expect.objectContaining({ code: 'feature-missing', details: { feature: name } }),
    );
  });
});

describe('a calibrator with one byte changed', () => {
  /*
   * 20,000 places and bytes. Most break the JSON or a rule; what is still read must calculate, or say with an error of
   * ours why it does not, and a gate made of it must come to a verdict, with a pass only for a number that clears it.
   */
  it('is refused with a typed error, or can be used like any other', () => {
    const bytes = Buffer.from(JSON.stringify(calibrator));
    const rated = { selfRating: 9, features: { words: 120, headings: 2 } };
    const outcomes = { refused: 0, used: 0 };
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const mutated = Buffer.from(bytes);
        mutated[at]! ^= change;
        let changed: Calibrator;
        try {
          changed = parseCalibrator(mutated.toString());
        } catch (error) {
          if (!isUnflatterError(error, 'invalid-calibrator')) throw error;
          outcomes.refused++;
          return;
        }
        outcomes.used++;
        const { verdict, calibrated } = createQualityGate({ calibrator: changed }).decide(rated);
        if (verdict === 'pass' && !(calibrated!.passProbability >= 0.8 && calibrated!.passProbability <= 1))
          throw new Error('passed without a probability');
        try {
          calibrate(changed, rated);
        } catch (error) {
          if (!isUnflatterError(error)) throw error;
        }
      }),
      { numRuns: 20_000, seed: 7 },
    );
    expect(outcomes.refused).toBeGreaterThan(10_000);
    expect(outcomes.used).toBeGreaterThan(500);
  });
});
