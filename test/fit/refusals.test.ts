import { describe, expect, it } from 'vitest';
import { fit, type FitOptions } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../world.ts';

const records = drawWorld(seededRandom(3), { records: 100, measured: twentyFeatures });

describe('fit refuses', () => {
  const change = (i: number, fields: object) =>
    records.map((record, j) => (i === j ? { ...record, ...fields } : record));
  it.each([
    {
      what: 'fewer than 20 labelled records',
      some: records.slice(0, 19),
      code: 'too-few-records',
      message: 'fitting needs at least 20 labelled records, got 19',
    },
    {
      what: 'one class only',
      some: records.filter(({ humanRatings }) => humanRatings[0] === 1),
      code: 'one-class-only',
      message: /fitting needs records that pass and records that fail, but all \d+ pass/,
    },
    {
      what: 'a single group',
      some: records.map((record) => ({ ...record, group: 'one' })),
      code: 'too-few-groups',
      message: 'fitting needs records of at least 2 groups, got 1: groups are never split',
    },
    {
      what: 'mixed criteria',
      some: [...change(0, { criterion: 'a' }).slice(0, 50), ...change(60, { criterion: 'b' }).slice(50)],
      code: 'mixed-criteria',
      message: /records must share one criterion, got 2 \(a, b\)/,
    },
    {
      what: 'a rating off the scale',
      some: change(3, { selfRating: 11 }),
      code: 'invalid-records',
      message: 'records:3 selfRating must be from 0 to 10, got 11',
    },
    {
      what: 'a label off the scale',
      some: change(3, { humanRatings: [2] }),
      code: 'invalid-records',
      message: 'records:3 humanRatings.0 must be from 0 to 1, got 2',
    },
    {
      what: 'a feature whose square would not be finite',
      some: change(3, { features: { ...records[3]!.features, words: 1e160 } }),
      code: 'invalid-records',
      message: 'records:3 features.words must be from -1e12 to 1e12, got 1e+160',
    },
    {
      what: 'a record that stands for more than a million',
      some: change(3, { inclusion: 1e-9 }),
      code: 'invalid-records',
      message: 'records:3 inclusion must be from 0.000001 to 1, got 1e-9',
    },
    {
      what: 'a repeated id',
      some: change(3, { id: records[0]!.id }),
      code: 'invalid-records',
      message: `records:3 id must be unique, got "${records[0]!.id}" as in record 0`,
    },
    {
      what: 'a feature that is not finite',
      some: change(3, { features: { words: NaN } }),
      code: 'invalid-records',
      message: 'records:3 features.words must be a number, got NaN',
    },
    {
      what: 'a record that is none',
      some: [...records, null as never],
      code: 'invalid-records',
      message: 'records:100 record must be a JSON object, got null',
    },
  ])('$what', ({ some, code, message }) => {
    expect(() => fit(some, worldTarget)).toThrow(message);
    expect(() => fit(some, worldTarget)).toThrow(expect.objectContaining({ code }));
  });

  it('everything that is wrong at once', () => {
    const bad = change(3, { selfRating: 11, humanRatings: ['x'] }).concat({ id: '' } as never);
    const attempt = () => fit(bad, worldTarget);
    expect(attempt).toThrow(
      /records:3 humanRatings\.0 must be a number or \{value, labeller, source, policy\}, got "x"/,
    );
    expect(attempt).toThrow(/records:3 selfRating must be from 0 to 10, got 11/);
    expect(attempt).toThrow(/records:100 id must be a non-empty string, got ""/);
  });

  it.each([
    {
      options: { ratingScale: { min: 1, max: 1 } },
      message: /ratingScale must be a scale {min, max} with min below max.*, got an object/,
    },
    {
      options: { humanScale: undefined },
      message: /humanScale must be a scale {min, max} with min below max.*, got nothing/,
    },
    {
      options: { humanScale: { min: -1e308, max: 1e308 } },
      message: 'humanScale must be a scale {min, max} with min below max',
    },
    { options: { passAt: 0 }, message: 'passAt must be above 0 and at most 1, got 0' },
    { options: { passAt: NaN }, message: 'passAt must be above 0 and at most 1, got NaN' },
    { options: { seed: 1.5 }, message: 'seed must be a whole number from 0 below 2^32, got 1.5' },
    { options: { seed: -1 }, message: 'seed must be a whole number from 0 below 2^32, got -1' },
    { options: { seed: 2 ** 32 }, message: 'seed must be a whole number from 0 below 2^32, got 4294967296' },
    { options: { coverage: 1 }, message: 'coverage must be above 0 and below 1, got 1' },
  ])('the option $options', ({ options, message }) => {
    expect(() => fit(records, { ...worldTarget, ...options } as FitOptions)).toThrow(message);
  });
});
