import { describe, expect, it } from 'vitest';
import { toInputs } from '../../src/calibrator/inputs.ts';
import { sealed } from '../../src/calibrator/seal.ts';
import { calibrate, createQualityGate, fit, type Calibrator, type RatedResponse, type Scale } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawWorld, worldTarget } from '../world.ts';

const steps: Scale = { min: 1, max: 5, step: 1 };
const rated: RatedResponse = { selfRating: 5, features: { words: 100 } };
const inputs = (fields: Partial<RatedResponse>) => toInputs({ ...rated, ...fields }, steps);

describe('several ratings of one response', () => {
  it.each<{ what: string; fields: Partial<RatedResponse>; rating: number; spread: number | undefined }>([
    { what: 'a number alone', fields: {}, rating: 1, spread: undefined },
    { what: 'samples, by their mean', fields: { samples: [1, 2, 3] }, rating: 0.25, spread: Math.sqrt(1 / 24) },
    { what: 'samples at both ends', fields: { samples: [1, 5] }, rating: 0.5, spread: 0.5 },
    { what: 'samples that agree', fields: { samples: [2, 2, 2] }, rating: 0.25, spread: 0 },
    { what: 'one sample, of which there is no spread', fields: { samples: [2] }, rating: 0.25, spread: undefined },
    { what: 'no samples at all', fields: { samples: [] }, rating: 1, spread: undefined },
    {
      what: 'probabilities, by what to expect under them',
      fields: { probabilities: [0, 0.5, 0, 0.5, 0] },
      rating: 0.5,
      spread: 0.25,
    },
    { what: 'a sure level', fields: { probabilities: [0, 0, 0, 1, 0] }, rating: 0.75, spread: 0 },
    { what: 'levels left out', fields: { probabilities: [0, 0.25, 0, 0.25, 0] }, rating: 0.5, spread: 0.25 },
    { what: 'rounded up', fields: { probabilities: [0, 0.505, 0, 0.505, 0] }, rating: 0.5, spread: 0.25 },
    {
      what: 'samples before probabilities',
      fields: { samples: [1, 5], probabilities: [1, 0, 0, 0, 0] },
      rating: 0.5,
      spread: 0.5,
    },
    {
      what: 'probabilities where there are no samples',
      fields: { samples: [], probabilities: [1, 0, 0, 0, 0] },
      rating: 0,
      spread: 0,
    },
  ])('are read: $what', ({ fields, rating, spread }) => {
    const read = inputs(fields);
    expectClose(read.rating, rating);
    expectClose(read.selfRating, 1 + 4 * rating);
    expect('ratingSpread' in read.features).toBe(spread !== undefined);
    if (spread !== undefined) expectClose(read.features.ratingSpread!, spread);
  });

  it('read the levels of a scale that neither begins at zero nor ends at a whole number', () => {
    const scale = { min: -0.3, max: 0.3, step: 0.1 };
    const { rating } = toInputs({ ...rated, selfRating: 0, probabilities: [0, 0, 0, 0, 0.5, 0, 0.5] }, scale);
    expectClose(rating, (4 / 6 + 1) / 2);
  });

  it('read the levels of a scale whose end is none of them', () => {
    const { rating } = toInputs(
      { ...rated, selfRating: 0, probabilities: [0, 0, 0.5, 0.5] },
      { min: 0, max: 10, step: 3 },
    );
    expectClose(rating, 0.75);
  });
});

describe('a corrected rating', () => {
  const world = fit(drawWorld(seededRandom(5), { records: 60, measured: ['words'] }), worldTarget);
  const inSteps: Calibrator = { ...world, target: { ...world.target, ratingScale: { min: 0, max: 10, step: 1 } } };
  const features = { characters: 900, words: 150, sentences: 10, paragraphs: 3 };
  const pass = (fields: Partial<RatedResponse>): number =>
    calibrate(inSteps, { selfRating: 10, features, ...fields }).passProbability;

  it('is the mean of the samples, whatever the number beside them says', () => {
    expect(pass({ samples: [3, 5] })).toBe(pass({ selfRating: 4 }));
    expect(pass({ samples: [3, 5] })).toBeLessThan(pass({}) - 0.05);
  });

  it('is what the probabilities lead to expect', () => {
    const probabilities = [0, 0, 0.25, 0, 0.5, 0, 0.25, 0, 0, 0, 0];
    expect(pass({ probabilities })).toBe(pass({ selfRating: 4 }));
  });

  it('says what was corrected, on the rating scale', () => {
    const { selfRating, contributions } = calibrate(inSteps, { selfRating: 10, features, samples: [3, 6] });
    expect(selfRating).toBe(4.5);
    expect(contributions.at(-1)).toMatchObject({ input: 'selfRating', value: 4.5 });
  });
});

describe('the spread of a rating', () => {
  /*
   * 200 records whose two samples lie around 6, apart by a random width; the wider, the seldomer a person passes it. The
   * mean of the samples says nothing.
   */
  const random = seededRandom(4);
  const records = Array.from({ length: 200 }, (_, i) => {
    const width = 3 * random();
    return {
      id: `r${i}`,
      selfRating: 6,
      samples: [6 + width, 6 - width],
      features: { words: 100 + 20 * normal(random) },
      humanRatings: [random() < sigmoid(2 - 3 * (width / 1.5)) ? 1 : 0],
    };
  });
  const calibrator = fit(records, worldTarget);
  const at = (width: number) =>
    calibrate(calibrator, { selfRating: 6, samples: [6 - width, 6 + width], features: { words: 100 } });

  it('is a feature that the fit learns from', () => {
    expect(calibrator.features.map(({ name }) => name)).toEqual(['words', 'ratingSpread']);
    expect(at(0.2).passProbability).toBeGreaterThan(at(2.8).passProbability + 0.3);
    const contribution = at(1).contributions.find(({ input }) => input === 'ratingSpread');
    expectClose(contribution!.value as number, 0.1);
  });

  it('has an envelope, and has to be there where every label had one', () => {
    expect(at(4).outside).toMatchObject([{ input: 'ratingSpread' }]);
    expect(() => calibrate(calibrator, { selfRating: 6, features: { words: 100 } })).toThrow(
      expect.objectContaining({ code: 'feature-missing', details: { feature: 'ratingSpread' } }),
    );
  });
});

describe('a gate', () => {
  const records = drawWorld(seededRandom(5), { records: 60, measured: ['words'] });
  const calibrator = fit(records, worldTarget);
  const gateOn = (step?: number) =>
    createQualityGate({
      calibrator: sealed({ ...calibrator, target: { ...worldTarget, ratingScale: { min: 0, max: 10, step } } }),
      policy: { passThreshold: 0.01 },
    });
  const gate = gateOn(5);
  const good = { ...records[0]!, selfRating: 5 };
  const wrong =
    'must be 3 numbers from 0 on, one for each level of the scale, that add up to 0.5 at least and 1 at most, got';

  it.each<{ what: string; fields: object; reason: string; message: string }>(
    [
      {
        what: 'a sample off the scale',
        fields: { samples: [5, 15] },
        reason: 'rating-off-scale',
        message: 'a sample of the self-rating must be from 0 to 10 in steps of 5, got 15',
      },
      {
        what: 'a sample between two levels',
        fields: { samples: [5, 6] },
        reason: 'rating-off-scale',
        message: 'a sample of the self-rating must be from 0 to 10 in steps of 5, got 6',
      },
      {
        what: 'a sample that is none',
        fields: { samples: [5, null] },
        reason: 'rating-missing',
        message: 'a sample of the self-rating must be a number, got null',
      },
      {
        what: 'a sample of NaN',
        fields: { samples: [NaN] },
        reason: 'rating-missing',
        message: 'a sample of the self-rating must be a number, got NaN',
      },
      {
        what: 'good samples beside a number off the scale',
        fields: { selfRating: 20, samples: [5, 5] },
        reason: 'rating-off-scale',
        message: 'self-rating must be from 0 to 10 in steps of 5, got 20',
      },
      { what: 'null', fields: { probabilities: null }, message: `${wrong} null` },
      { what: 'too few', fields: { probabilities: [0.5, 0.5] }, message: `${wrong} 2` },
      { what: 'too many', fields: { probabilities: [0.5, 0.5, 0, 0] }, message: `${wrong} 4` },
      { what: 'none', fields: { probabilities: [] }, message: `${wrong} 0` },
      { what: 'NaN', fields: { probabilities: [0.5, NaN, 0.5] }, message: `${wrong} NaN` },
      { what: 'text', fields: { probabilities: [0.5, '0.5', 0] }, message: `${wrong} "0.5"` },
      { what: 'less than nothing', fields: { probabilities: [0.6, 0.6, -0.2] }, message: `${wrong} -0.2` },
      { what: 'infinity', fields: { probabilities: [0, Infinity, 0] }, message: `${wrong} the sum Infinity` },
      { what: 'a sum over one', fields: { probabilities: [0.5, 0.5, 0.5] }, message: `${wrong} the sum 1.5` },
      { what: 'a sum of nothing', fields: { probabilities: [0, 0, 0] }, message: `${wrong} the sum 0` },
      { what: 'less than a half', fields: { probabilities: [0, 0.25, 0.2] }, message: `${wrong} the sum 0.45` },
      { what: 'no list', fields: { probabilities: 0.5 }, message: `${wrong} 0.5` },
    ].map((row) => ({ reason: 'probabilities-invalid', ...row })),
  )('reviews $what', ({ fields, reason, message }) => {
    expect(gate.decide(good).verdict).toBe('pass');
    expect(gate.decide({ ...good, ...fields })).toMatchObject({ verdict: 'review', reason });
    expect(gate.decide({ ...good, ...fields }).message).toBe(
      reason === 'probabilities-invalid' ? `probabilities ${message}` : message,
    );
  });

  it.each([
    { step: undefined, message: 'probabilities must be left out on a scale without steps' },
    { step: 0.001, message: 'probabilities must be left out on a scale of more than 1000 levels' },
  ])('reviews probabilities on a scale in steps of $step', ({ step, message }) => {
    const decision = gateOn(step).decide({ ...good, probabilities: [0, 1, 0] });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'probabilities-invalid', message });
  });
});
