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

describe('what a rating brings besides its number', () => {
  const steps = { ...target, ratingScale: { min: 1, max: 5, step: 1 } };
  const said = (fields: object, to: Target = steps): string[] =>
    recordIssues({ ...record, selfRating: 4, ...fields }, to).map(({ field, message }) => `${field} ${message}`);
  const levels =
    'probabilities must be 5 numbers from 0 on, one for each level of the scale, that add up to 0.5 at least and 1 at most, got';

  it.each<{ fields: object; says: string[] }>([
    { fields: { samples: [1, 5, 3], probabilities: [0, 0.2, 0.3, 0.5, 0], reasoning: '', language: 'en' }, says: [] },
    { fields: { samples: [] }, says: [] },
    { fields: { samples: 4 }, says: ['samples must be a list of numbers, got 4'] },
    { fields: { samples: [4, 6] }, says: ['samples.1 must be from 1 to 5 in steps of 1, got 6'] },
    { fields: { samples: [4.5, 4] }, says: ['samples.0 must be from 1 to 5 in steps of 1, got 4.5'] },
    { fields: { samples: [4, '4'] }, says: ['samples.1 must be a number, got "4"'] },
    { fields: { samples: [NaN] }, says: ['samples.0 must be a number, got NaN'] },
    { fields: { probabilities: 'high' }, says: ['probabilities must be a list of numbers, got "high"'] },
    { fields: { probabilities: [0.5, 0.5] }, says: [`${levels} 2`] },
    { fields: { probabilities: [] }, says: [`${levels} 0`] },
    { fields: { probabilities: [0.6, 0.6, -0.2, 0, 0] }, says: [`${levels} -0.2`] },
    { fields: { probabilities: [0.5, 0.5, 0.5, 0, 0] }, says: [`${levels} the sum 1.5`] },
    { fields: { probabilities: [0, 0, 0, 0, 0] }, says: [`${levels} the sum 0`] },
    { fields: { probabilities: [0, NaN, 0, 0, 1] }, says: ['probabilities.1 must be a number, got NaN'] },
    { fields: { probabilities: [0, null, 0, 0, 1] }, says: ['probabilities.1 must be a number, got null'] },
    { fields: { reasoning: 3 }, says: ['reasoning must be a string, got 3'] },
    { fields: { language: '' }, says: ['language must be a non-empty string, got ""'] },
  ])('is checked by its field: $fields', ({ fields, says }) => {
    expect(said(fields)).toEqual(says);
  });

  it('has no probabilities on a scale without steps', () => {
    expect(said({ probabilities: [0, 0, 1, 0, 0] }, target)).toEqual([
      'probabilities must be left out on a scale without steps',
    ]);
  });
});

describe('a column of a record', () => {
  it.each(['words', 'age', 'two words', 'Länge', 'x'.repeat(1000)])('may be called %j', (key) => {
    expect(recordIssues({ ...record, features: { [key]: 1 } }, target)).toEqual([]);
  });

  it.each(['', 'x'.repeat(1001), 'constructor', 'toString', 'hasOwnProperty', '__proto__'])(
    'may not be called %j, which no calibrator could name or which every object has',
    (key) => {
      const parsed = JSON.parse(`{"features":{"words":3,${JSON.stringify(key)}:1}}`) as object;
      const issues = recordIssues({ ...record, ...parsed }, target);
      expect(issues.map(({ field }) => field)).toEqual(['features']);
      expect(issues[0]!.message).toMatch(/^must have names of 1 to 1000 characters that not every object has, got "/);
    },
  );
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
