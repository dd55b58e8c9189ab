import { describe, expect, it } from 'vitest';
import { calibrate, fit, type Calibrator, type RatedResponse } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../world.ts';

const calibrator: Calibrator = {
  ...fit(drawWorld(seededRandom(5), { records: 40, measured: twentyFeatures }), worldTarget),
  raters: ['one', 'two'],
  languages: ['de', 'en', 'fr'],
  ratingCurve: { knots: [0, 0.5, 1], reference: 0.5, spread: 0.25 },
  features: [
    { name: 'words', transform: 'log', centre: Math.log(101), spread: 0.5, min: 10, max: 1000, slack: 1 },
    { name: 'hedges', transform: 'none', centre: 2, spread: 4, min: 0, max: 9, slack: 1, isOptional: true },
  ],
  categories: [
    { of: 'language', name: 'de' },
    { of: 'language', name: 'en' },
    { of: 'rater', name: 'two' },
    // A rater may be called like a language.
    { of: 'rater', name: 'de' },
  ],
  passHead: {
    intercept: 0.3,
    ratingSlopes: [0.4, 0.8],
    featureSlopes: [-0.6, 0.2],
    absenceShifts: [0, 0.45],
    categoryShifts: [0.15, -0.05, 0.35, 9],
  },
  ratingHead: {
    intercept: 0.5,
    ratingSlopes: [0.1, 0.05],
    featureSlopes: [-0.02, 0.01],
    absenceShifts: [0, -0.015],
    categoryShifts: [0.03, -0.01, 0.02, 9],
    residuals: { lower: -0.3, upper: 0.2, coverage: 0.9 },
  },
};
const rated: RatedResponse = { selfRating: 7.5, features: { words: 200, hedges: 4 } };

// z of words; the rating .75 lies one spread above the reference, all of it in the second stretch; z of hedges is .5.
const z = (Math.log(201) - Math.log(101)) / 0.5;
const logit = 0.3 + 0.8 * 1 - 0.6 * z + 0.2 * 0.5;
const mean = 0.5 + 0.05 - 0.02 * z + 0.01 * 0.5;

describe('calibrate', () => {
  it('computes the documented formula', () => {
    const { passProbability, rating, interval } = calibrate(calibrator, rated);
    // Contributions are rounded to multiples of 2⁻²⁰.
    expectClose(passProbability, 1 / (1 + Math.exp(-logit)), { relative: 1e-6 });
    expectClose(rating, mean);
    expectClose([interval.lower, interval.upper], [rating - 0.3, rating + 0.2]);
  });

  it.each<{ what: string; fields: Partial<RatedResponse>; pass: number; human: number }>([
    { what: 'a language', fields: { language: 'de' }, pass: 0.15, human: 0.03 },
    { what: 'a rater', fields: { rater: 'two' }, pass: 0.35, human: 0.02 },
    { what: 'both', fields: { language: 'en', rater: 'two' }, pass: -0.05 + 0.35, human: -0.01 + 0.02 },
    { what: 'nothing for a language that had too few labels', fields: { language: 'fr' }, pass: 0, human: 0 },
    { what: 'nothing for a rater that had too few labels', fields: { rater: 'one' }, pass: 0, human: 0 },
    { what: 'an absence', fields: { features: { words: 200 } }, pass: 0.45 - 0.1, human: -0.015 - 0.005 },
  ])('adds the shift of $what', ({ fields, pass, human }) => {
    const { passProbability, rating } = calibrate(calibrator, { ...rated, ...fields });
    expectClose(Math.log(passProbability / (1 - passProbability)), logit + pass, { absolute: 1e-5 });
    expectClose(rating, mean + human);
  });

  it('names what was measured or said, and what was absent by its name alone', () => {
    const absent = { ...rated, language: 'de', rater: 'two', features: { words: 200 } };
    expect(calibrate(calibrator, absent).contributions).toEqual([
      { input: 'base', logit: expect.any(Number) },
      { input: 'words', value: 200, logit: expect.any(Number) },
      { input: 'hedges', logit: expect.any(Number) },
      { input: 'language', value: 'de', logit: expect.any(Number) },
      { input: 'rater', value: 'two', logit: expect.any(Number) },
      { input: 'selfRating', value: 7.5, logit: expect.any(Number) },
    ]);
  });
});
