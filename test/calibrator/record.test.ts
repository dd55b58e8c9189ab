import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanHumanRating, ratedIssues, recordIssues } from '../../src/calibrator/record.ts';
import type { Scale, Target } from '../../src/types.ts';

const target: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
const record = { id: 'a', response: 'a text', selfRating: 8, humanRatings: [4] };

/** What is said of a self-rating on a scale. */
const saidOf = (selfRating: number, ratingScale: Scale): string[] =>
  recordIssues({ ...record, selfRating }, { ...target, ratingScale }).map(
    ({ field, message }) => `${field} ${message}`,
  );

describe('what a record needs', () => {
  it.each<{ fields: object; labelled: string[]; rated: string[] }>([
    { fields: {}, labelled: [], rated: [] },
    { fields: { selfRating: undefined }, labelled: ['selfRating'], rated: [] },
    { fields: { selfRating: null }, labelled: ['selfRating'], rated: [] },
    { fields: { selfRating: '8' }, labelled: ['selfRating'], rated: ['selfRating'] },
    { fields: { selfRating: 11 }, labelled: ['selfRating'], rated: ['selfRating'] },
    { fields: { humanRatings: undefined }, labelled: ['humanRatings'], rated: [] },
    { fields: { humanRatings: [6] }, labelled: ['humanRatings.0'], rated: ['humanRatings.0'] },
    { fields: { response: ' ' }, labelled: ['response'], rated: [] },
    { fields: { response: undefined }, labelled: ['response'], rated: ['response'] },
    { fields: { response: undefined, features: {} }, labelled: [], rated: [] },
    { fields: { response: null, features: {} }, labelled: ['response'], rated: ['response'] },
    { fields: { id: undefined }, labelled: ['id'], rated: ['id'] },
  ])('for a fit or for a gate, with $fields', ({ fields, labelled, rated }) => {
    const value = { ...record, ...fields };
    expect(recordIssues(value, target).map(({ field }) => field)).toEqual(labelled);
    expect(ratedIssues(value, target).map(({ field }) => field)).toEqual(rated);
  });

  it('is checked on anything at all without an exception', () => {
    const issues = fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (value) => {
      expect(recordIssues(value, target)).not.toEqual([]);
      ratedIssues(value, target);
      ratedIssues({ ...record, ...(value as object) }, target);
      recordIssues({ ...record, humanRatings: value, features: value, selfRating: value }, target);
    });
    fc.assert(issues, { numRuns: 500 });
  });
});

describe('a rating', () => {
  it.each<{ rating: number; scale: Scale; says: string[] }>([
    { rating: 1, scale: { min: 1, max: 10 }, says: [] },
    { rating: 10, scale: { min: 1, max: 10 }, says: [] },
    { rating: 7.25, scale: { min: 1, max: 10 }, says: [] },
    { rating: -0.5, scale: { min: -1, max: 0 }, says: [] },
    { rating: 10.000001, scale: { min: 1, max: 10 }, says: ['selfRating must be from 1 to 10, got 10.000001'] },
    { rating: -1, scale: { min: 0, max: 1 }, says: ['selfRating must be from 0 to 1, got -1'] },
    { rating: 0.3, scale: { min: 0, max: 1, step: 0.1 }, says: [] },
    {
      rating: 0.35,
      scale: { min: 0, max: 1, step: 0.1 },
      says: ['selfRating must be from 0 to 1 in steps of 0.1, got 0.35'],
    },
    {
      rating: 3.5,
      scale: { min: 1, max: 5, step: 1 },
      says: ['selfRating must be from 1 to 5 in steps of 1, got 3.5'],
    },
    { rating: 7, scale: { min: 1, max: 5, step: 1 }, says: ['selfRating must be from 1 to 5 in steps of 1, got 7'] },
  ])('of $rating on $scale', ({ rating, scale, says }) => {
    expect(saidOf(rating, scale)).toEqual(says);
  });

  it('on a step is on the scale, however the step is rounded', () => {
    const scale = fc.record({
      min: fc.integer({ min: -10, max: 10 }),
      step: fc.constantFrom(0.05, 0.1, 1 / 3, 0.25, 1, 2),
      steps: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(scale, fc.nat(100), ({ min, step, steps }, k) => {
        const place = Math.min(k, steps);
        const max = min + (steps + 0.5) * step;
        expect(saidOf(min + place * step, { min, max, step })).toEqual([]);
        expect(saidOf(min + (place + 0.4) * step, { min, max, step })).toHaveLength(1);
      }),
    );
  });
});

describe('a lone surrogate', () => {
  it('is found where it stands', () => {
    const lone = fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff');
    const safe = fc.string({ unit: fc.constantFrom('a', 'é', '😀') });
    fc.assert(
      fc.property(safe, lone, safe, (before, surrogate, after) => {
        expect(ratedIssues({ ...record, response: `${before}${surrogate}${after}` }, target)).toEqual([
          {
            field: 'response',
            message: `must be well-formed Unicode, got a lone surrogate at character ${before.length + 1}`,
          },
        ]);
      }),
    );
  });
});

describe('the mean human rating', () => {
  it('is over numbers and labels alike', () => {
    expect(meanHumanRating({ humanRatings: [1, { value: 4, labeller: 'ann' }, 5.5] })).toBe(3.5);
  });

  it('does not exist while there are no labels', () => {
    expect(meanHumanRating({ humanRatings: [] })).toBeUndefined();
  });
});
