import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { isUnflatterError } from '../../src/errors.ts';
import { createQualityGate } from '../../src/gate/gate.ts';
import { fieldsOf, issuesOf, places, wholeCalibrator, withValue } from './whole.ts';

let calibrator: Calibrator;
let text = '';

beforeAll(() => {
  calibrator = wholeCalibrator();
  text = JSON.stringify(calibrator, null, 1);
});

describe('a calibrator that a fit made', () => {
  it('is read as it is, from text or from a value', () => {
    expect(parseCalibrator(text)).toEqual(calibrator);
    expect(parseCalibrator(structuredClone(calibrator))).toEqual(calibrator);
  });

  it('holds everything that a calibrator may have', () => {
    const { target, features, categories } = calibrator;
    expect(target).toMatchObject({ passBy: 'person', criterion: 'helpful' });
    expect(features.map(({ isOptional, isOfLanguage, describe: says }) => [isOptional, isOfLanguage, says])).toEqual([
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
      [undefined, true, undefined],
      [true, undefined, undefined],
      [undefined, undefined, 'mentions of tests'],
    ]);
    expect(categories.map(({ of }) => of)).toEqual(['language', 'language', 'rater', 'rater']);
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
    const optional = /^target\.(criterion|passBy)$|^features\.\d+\.(isOptional|isOfLanguage|describe)$/;
    const fields = missing.map(({ path }) => path.join('.'));
    expect(missing.length).toBeGreaterThan(120);
    expect(fields.filter((field) => optional.test(field))).toHaveLength(5);
    for (const { path } of missing) {
      const field = path.join('.');
      expect(fieldsOf(withValue(calibrator, path, undefined)), `${field} missing`).toEqual(
        optional.test(field) ? [] : [field],
      );
    }
  });

  it('is refused with a number that is none, wherever it stands, which says where', () => {
    const numbers = places(calibrator).filter(({ value }) => typeof value === 'number');
    const nullable = new Set([
      'outOfFold.falsePass.raw',
      'outOfFold.falsePass.corrected',
      'outOfFold.featuresWorthIt.lower',
      'outOfFold.featuresWorthIt.upper',
      ...['raw', 'baseRate', 'ratingOnly', 'lengthOnly', 'toneOnly', 'corrected'].map(
        (name) => `outOfFold.${name}.auc`,
      ),
    ]);
    for (const { path } of numbers) {
      const field = path.join('.');
      const large = /\.(records|groups|folds|seed)$/.test(field) ? 2 ** 60 : 1e13;
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, large, '1', true])
        expect(fieldsOf(withValue(calibrator, path, value)), `${field} ${value}`).toContain(field);
      const written = JSON.stringify(withValue(calibrator, path, Number.NaN));
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
        path.length === 0 ? { ...calibrator, more: 1 } : withValue(calibrator, path, { ...(value as object), more: 1 });
      expect(issuesOf(changed)).toEqual([
        { path: 'calibrator', field: path.join('.') || 'file', message: 'must not have the key "more"' },
      ]);
    }
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
    const changed = parseCalibrator(JSON.stringify(withValue(calibrator, ['features', 0, 'name'], name)));
    expect(() =>
      calibrate(changed, { selfRating: 8, features: { words: 90, headings: 1, hedges: 0, tests: 0 } }),
    ).toThrow(expect.objectContaining({ code: 'feature-missing', details: { feature: name } }));
  });
});

describe('a calibrator with one byte changed', () => {
  /*
   * 20,000 places and bytes. Most break the JSON or a rule; what is still read must calculate, or say with an error of
   * ours why it does not, and a gate made of it must come to a verdict, with a pass only for a number that clears it.
   */
  it('is refused with a typed error, or can be used like any other', () => {
    const bytes = Buffer.from(JSON.stringify(calibrator));
    const rated = { selfRating: 9, rater: 'a-model', features: { words: 120, headings: 2, hedges: 1, tests: 1 } };
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
