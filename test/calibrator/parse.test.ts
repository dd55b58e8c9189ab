import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { parseCalibrator } from '../../src/calibrator/parse.ts';
import { digestOf, sealed } from '../../src/calibrator/seal.ts';
import { fieldsOf, issuesOf, places, resealed, wholeCalibrator, withValue } from './whole.ts';

let calibrator: Calibrator;
let text = '';

beforeAll(() => {
  calibrator = wholeCalibrator();
  text = JSON.stringify(calibrator, null, 1);
});

describe('a calibrator that a fit made', () => {
  it('is read as it is, from text or from a value, and written again is the same to the last byte', () => {
    expect(parseCalibrator(text)).toEqual(calibrator);
    expect(JSON.stringify(parseCalibrator(text), null, 1)).toBe(text);
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
    const changed = resealed({
      ...calibrator,
      target: { ...calibrator.target, humanScale },
      outOfFold: { ...calibrator.outOfFold, falsePass },
    });
    expect(parseCalibrator(JSON.stringify(changed))).toEqual(changed);
  });

  it('with any numbers in it gives each bit back after the way through JSON', () => {
    const number = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    const slope = fc.double({ min: 0, max: 1e12, noNaN: true });
    const { passHead } = calibrator;
    const lists = fc.record({
      intercept: number,
      ratingSlopes: fc.array(slope, {
        minLength: passHead.ratingSlopes.length,
        maxLength: passHead.ratingSlopes.length,
      }),
      featureSlopes: fc.array(number, { minLength: 5, maxLength: 5 }),
    });
    fc.assert(
      fc.property(lists, (drawn) => {
        const other = sealed({ ...calibrator, passHead: { ...passHead, ...drawn } });
        const read = parseCalibrator(JSON.stringify(other));
        expect(read).toEqual(other);
        expect(JSON.stringify(read)).toBe(JSON.stringify(other));
        expect(read.passHead.intercept).toBe(drawn.intercept + 0);
      }),
      { numRuns: 300 },
    );
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
    const optional =
      /^target\.(criterion|passBy)$|^features\.\d+\.(isOptional|isOfLanguage|describe)$|^histograms(\.languages)?$|^(jointDistance|signature)$/;
    const fields = missing.map(({ path }) => path.join('.'));
    expect(missing.length).toBeGreaterThan(120);
    expect(fields.filter((field) => optional.test(field))).toHaveLength(9);
    for (const { path } of missing) {
      const field = path.join('.');
      const changed = withValue(calibrator, path, undefined);
      const found = fieldsOf(field === 'digest' ? changed : resealed(changed));
      expect(found, `${field} missing`).toEqual(optional.test(field) ? [] : [field]);
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
      const large = /\.(records|groups|folds|seed|units|decided|contradicted|uses|oneIn)$/.test(field) ? 2 ** 60 : 1e13;
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, large, '1', true])
        expect(fieldsOf(withValue(calibrator, path, value)), `${field} ${value}`).toContain(field);
      const written = JSON.stringify(resealed(withValue(calibrator, path, null)));
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

describe('the digest of a calibrator', () => {
  it('is refused with any other value than that of the rest', () => {
    const message = 'must be that of the rest, got another: the calibrator was changed after it was made';
    const digest = calibrator.digest.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    expect(issuesOf({ ...calibrator, digest })).toEqual([{ path: 'calibrator', field: 'digest', message }]);
    expect(issuesOf({ ...calibrator, digest: calibrator.digest.toUpperCase() })).toHaveLength(1);
    expect(issuesOf({ ...calibrator, digest: '' })).toHaveLength(1);
  });

  it('is of every place of it but the signature: none can be changed to another value that may stand there', () => {
    const changes = places(calibrator).flatMap(({ path, value }) => others(value).map((other) => ({ path, other })));
    const readable = changes.filter(({ path, other }) => {
      if (path.length === 0 || path[0] === 'digest' || path[0] === 'signature') return false;
      return fieldsOf(resealed(withValue(calibrator, path, other))).length === 0;
    });
    expect(readable.length).toBeGreaterThan(200);
    for (const { path, other } of readable)
      expect(fieldsOf(withValue(calibrator, path, other)), `${path.join('.')} ${String(other)}`).toEqual(['digest']);
  });

  it('is the same whatever the order of the keys and the blanks, and whatever the signature', () => {
    expect(parseCalibrator(turned(calibrator))).toEqual(calibrator);
    expect(parseCalibrator(JSON.stringify(turned(calibrator), null, 7))).toEqual(calibrator);
    const { signature: _, ...unsigned } = calibrator;
    expect(digestOf(unsigned)).toBe(calibrator.digest);
    expect(sealed(calibrator)).toEqual(unsigned);
  });

  it('does not tell a zero from a minus zero, and neither does what was read', () => {
    const zero = sealed({ ...calibrator, passHead: { ...calibrator.passHead, intercept: -0 } });
    const written = JSON.stringify(zero).replace('"intercept":0,', '"intercept":-0.0,');
    expect(written).toContain('"intercept":-0.0,');
    for (const json of [written, zero, { ...zero, passHead: { ...zero.passHead, intercept: -0 } }])
      expect(Object.is(parseCalibrator(json).passHead.intercept, 0)).toBe(true);
  });
});

/** Other values of the same kind, as a slip or a saboteur would put them there. */
function others(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, value * 1.0000001, value / 2, 0].filter((one) => one !== value);
  if (typeof value === 'string') return [`${value}x`, '2029-01-01'];
  if (typeof value === 'boolean') return [!value];
  return Array.isArray(value) && value.length > 0 ? [[], value.slice(1)] : [];
}

/** The same with the keys of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, turned(one)]),
  );
}

describe('a hostile key', () => {
  const hostile = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

  it('is refused in every object, however it is spelled and whatever it holds, and reaches no prototype', () => {
    const before = Object.getOwnPropertyDescriptors(Object.prototype);
    const compact = JSON.stringify(calibrator);
    const opens = [...compact.matchAll(/\{/g)].map(({ index }) => index + 1);
    const escaped = (key: string): string => key.replace(/./, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
    let payloads = 0;
    for (const key of hostile) {
      for (const at of opens) {
        for (const spelled of [key, escaped(key)]) {
          for (const held of ['{"polluted":1}', '{"__proto__":{"polluted":1}}', '1']) {
            payloads++;
            const attack = `${compact.slice(0, at)}"${spelled}":${held},${compact.slice(at)}`;
            const expected = [`must not have the key "${key}"`];
            expect(issuesOf(attack).map(({ message }) => message)).toEqual(expected);
            expect(issuesOf(JSON.parse(attack)).map(({ message }) => message)).toEqual(expected);
          }
        }
      }
    }
    expect(payloads).toBeGreaterThan(500);
    expect('polluted' in {}).toBe(false);
    expect(Object.getOwnPropertyDescriptors(Object.prototype)).toEqual(before);
  });

  it.each(hostile)('as the name of a feature, %s, is a feature that no response has', (name) => {
    const changed = parseCalibrator(JSON.stringify(resealed(withValue(calibrator, ['features', 0, 'name'], name))));
    expect(() =>
      calibrate(changed, { selfRating: 8, features: { words: 90, headings: 1, hedges: 0, tests: 0 } }),
    ).toThrow(expect.objectContaining({ code: 'feature-missing', details: { feature: name } }));
  });
});
