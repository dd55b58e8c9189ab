import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, fit, parseCalibrator, type Calibrator, type RatedResponse } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { drawWorld, worldTarget } from '../world.ts';

const example = fit(exampleRecords(), exampleTarget);
const world = fit(drawWorld(seededRandom(5), { records: 120 }), worldTarget);
const anyFeature = fc.double({ min: 0, max: 1e6, noNaN: true });
const anyRated = fc.record({
  selfRating: fc.double({ min: 0, max: 10, noNaN: true }),
  features: fc.record(Object.fromEntries(world.features.map(({ name }) => [name, anyFeature]))),
}) as fc.Arbitrary<RatedResponse>;

describe('calibrate', () => {
  it('lowers a boast and keeps a plain right answer', () => {
    const plain = { prompt: 'What is the capital of Australia?', response: 'Canberra.', selfRating: 9 };
    const boast = {
      ...plain,
      response: '## Answer\n\nCertainly **Sydney**, absolutely the most famous city, guaranteed!',
      selfRating: 9,
    };
    expect(calibrate(example, boast).passProbability).toBeLessThan(calibrate(example, plain).passProbability / 2);
    expect(calibrate(example, boast).rating).toBeLessThan(calibrate(example, plain).rating);
  });

  it('explains itself: the contributions, added in any order, are the logit to the last bit', () => {
    fc.assert(
      fc.property(anyRated, (rated) => {
        const { contributions, passProbability } = calibrate(world, rated);
        const logit = contributions.reduce((sum, { logit: part }) => sum + part, 0);
        expect(sigmoid(logit)).toBe(passProbability);
        expect(contributions.reduceRight((sum, { logit: part }) => sum + part, 0)).toBe(logit);
        expect(contributions.map(({ input }) => input)).toEqual([
          'base',
          ...world.features.map(({ name }) => name),
          'selfRating',
        ]);
      }),
    );
  });

  it('never lowers the probability or the expected rating when the self-rating rises', () => {
    const anyCurve = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(anyCurve, anyCurve, anyRated, (passSlopes, ratingSlopes, rated) => {
        const calibrator = withSlopes(passSlopes, ratingSlopes);
        let last = { passProbability: 0, rating: 0 };
        for (let selfRating = 0; selfRating <= 10; selfRating += 0.125) {
          const next = calibrate(calibrator, { ...rated, selfRating });
          expect(next.passProbability).toBeGreaterThanOrEqual(last.passProbability);
          expect(next.rating).toBeGreaterThanOrEqual(last.rating);
          last = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same bits after a round trip through JSON', () => {
    const copy = parseCalibrator(JSON.stringify(world));
    fc.assert(
      fc.property(anyRated, (rated) => {
        expect(calibrate(copy, rated)).toEqual(calibrate(world, rated));
      }),
    );
  });

  it('moves no further for what is far outside than at the edge of the labels, and says so', () => {
    for (const scaling of world.features) {
      for (const [far, edge] of [
        [scaling.max + 1e9, scaling.max],
        [-1e9, scaling.min],
      ] as const) {
        const at = (value: number) =>
          calibrate(world, { ...inside(), features: { ...inside().features, [scaling.name]: value } });
        expect(at(far).passProbability, scaling.name).toBe(at(edge).passProbability);
        if (far > 0)
          expect(at(far).outside).toContainEqual({
            input: scaling.name,
            value: far,
            min: scaling.min,
            max: scaling.max,
          });
        expect(at(edge).outside).toEqual([]);
      }
    }
  });

  it('says that a rating lies outside when the labels never came near it', () => {
    const narrow = fit(
      drawWorld(seededRandom(5), { records: 120 }).map((record) => ({
        ...record,
        selfRating: 8 + (record.selfRating >= 6 ? 1 : 0),
      })),
      worldTarget,
    );
    expect(calibrate(narrow, { ...inside(), selfRating: 0 }).outside).toEqual([
      { input: 'selfRating', value: 0, min: 8, max: 9 },
    ]);
    expect(calibrate(narrow, { ...inside(), selfRating: 0 }).passProbability).toBe(
      calibrate(narrow, { ...inside(), selfRating: 8 }).passProbability,
    );
  });

  it('keeps rating and interval on the human scale, in order', () => {
    fc.assert(
      fc.property(anyRated, (rated) => {
        const { rating, interval } = calibrate(world, rated);
        expect(interval.lower).toBeGreaterThanOrEqual(0);
        expect(interval.upper).toBeLessThanOrEqual(1);
        expect(rating).toBeGreaterThanOrEqual(interval.lower);
        expect(rating).toBeLessThanOrEqual(interval.upper);
        expect(interval.coverage).toBe(0.9);
      }),
    );
  });

  it.each([
    {
      problem: 'a missing rating',
      rated: { selfRating: undefined },
      code: 'rating-missing',
      message: 'self-rating must be a number, got nothing',
    },
    {
      problem: 'a rating that is not a number',
      rated: { selfRating: '9' },
      code: 'rating-missing',
      message: 'self-rating must be a number, got "9"',
    },
    {
      problem: 'NaN',
      rated: { selfRating: NaN },
      code: 'rating-missing',
      message: 'self-rating must be a number, got NaN',
    },
    {
      problem: 'a rating above the scale',
      rated: { selfRating: 11 },
      code: 'rating-off-scale',
      message: 'self-rating must be from 1 to 10, got 11',
    },
    {
      problem: 'an infinite rating',
      rated: { selfRating: Infinity },
      code: 'rating-off-scale',
      message: 'self-rating must be from 1 to 10, got Infinity',
    },
    {
      problem: 'no response',
      rated: { response: undefined },
      code: 'response-missing',
      message: 'response must be a string, got nothing',
    },
    {
      problem: 'a blank response',
      rated: { response: ' \n\t' },
      code: 'response-empty',
      message: 'response must not be blank',
    },
    {
      problem: 'a huge response',
      rated: { response: 'a'.repeat(10_000_000) },
      code: 'response-too-long',
      message: 'response must be at most 200000 characters, got 10000000',
    },
    {
      problem: 'no prompt although it was fitted with prompts',
      rated: { prompt: undefined },
      code: 'feature-missing',
      message: /feature promptOverlap must be a finite number, got undefined.*needs the prompt/,
    },
    {
      problem: 'a feature that is not finite',
      rated: { features: { words: NaN } },
      code: 'feature-missing',
      message: /feature words must be a finite number, got NaN/,
    },
    {
      problem: 'another rater',
      rated: { rater: 'other-model' },
      code: 'rater-mismatch',
      message: 'calibrator was fitted for example-model, got a rating by "other-model"',
    },
    {
      problem: 'a rating on a scale with another end',
      rated: { scale: { min: 1, max: 100, step: 1 } },
      code: 'scale-mismatch',
      message: 'calibrator was fitted for ratings from 1 to 10, got one from 1 to 100 in steps of 1',
    },
    {
      problem: 'a rating on a scale with another beginning',
      rated: { scale: { min: 0, max: 10 } },
      code: 'scale-mismatch',
      message: 'calibrator was fitted for ratings from 1 to 10, got one from 0 to 10',
    },
    {
      problem: 'a rating on a scale that is none',
      rated: { scale: 'one to ten' },
      code: 'scale-mismatch',
      message: 'calibrator was fitted for ratings from 1 to 10, got one',
    },
  ])('refuses $problem', ({ rated, code, message }) => {
    const attempt = () =>
      calibrate(example, { prompt: 'p', response: 'A good answer.', selfRating: 5, ...rated } as RatedResponse);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ name: 'UnflatterError', code }));
  });

  it('compares the steps of two scales only where both have one', () => {
    const rated = { prompt: 'p', response: 'A good answer.', selfRating: 5 };
    const [free, whole, half] = [undefined, 1, 0.5].map((step) => ({ min: 1, max: 10, step }));
    const inWholes = { ...example, target: { ...example.target, ratingScale: whole! } };
    for (const scale of [undefined, null as never, free, whole, half])
      expect(calibrate(example, { ...rated, scale })).toEqual(calibrate(example, rated));
    for (const scale of [undefined, free, whole])
      expect(calibrate(inWholes, { ...rated, scale })).toEqual(calibrate(example, rated));
    expect(() => calibrate(inWholes, { ...rated, scale: half })).toThrow(
      expect.objectContaining({ code: 'scale-mismatch', details: { scale: half, calibrator: whole } }),
    );
  });

  it('refuses a calibrator of another feature set', () => {
    const other = { ...example, featureSet: 'unflatter-0' };
    expect(() => calibrate(other, { prompt: 'p', response: 'r', selfRating: 5 })).toThrow(
      expect.objectContaining({ code: 'feature-set-mismatch' }),
    );
  });

  it('takes features that were measured elsewhere before its own measurement', () => {
    const rated = { prompt: 'p', response: 'One two three.', selfRating: 5 };
    const words = (one: RatedResponse) =>
      calibrate(example, one).contributions.find(({ input }) => input === 'words')!.value;
    expect(words(rated)).toBe(3);
    expect(words({ ...rated, features: { words: 40 } })).toBe(40);
  });
});

function withSlopes(passSlopes: readonly number[], ratingSlopes: readonly number[]): Calibrator {
  return {
    ...world,
    ratingCurve: { knots: [0, 0.31, 0.5, 0.77, 1], reference: 0.6, spread: 0.13 },
    passHead: { ...world.passHead, ratingSlopes: passSlopes },
    ratingHead: { ...world.ratingHead, ratingSlopes: ratingSlopes.map((slope) => slope / 9) },
  };
}

/** A rated response in the middle of the world's labels. */
function inside(): RatedResponse {
  const features = Object.fromEntries(
    world.features.map(({ name, transform, centre }) => [name, transform === 'log' ? Math.expm1(centre) : centre]),
  );
  return { selfRating: 6, features };
}

it('computes the documented formula', () => {
  const calibrator: Calibrator = {
    ...world,
    ratingCurve: { knots: [0, 0.5, 1], reference: 0.5, spread: 0.25 },
    features: [{ name: 'words', transform: 'log', centre: Math.log(101), spread: 0.5, min: 10, max: 1000 }],
    passHead: { intercept: 0.3, ratingSlopes: [0.4, 0.8], featureSlopes: [-0.6] },
    ratingHead: {
      intercept: 0.5,
      ratingSlopes: [0.1, 0.05],
      featureSlopes: [-0.02],
      residuals: { lower: -0.3, upper: 0.2, coverage: 0.9 },
    },
  };
  const { passProbability, rating, interval } = calibrate(calibrator, { selfRating: 7.5, features: { words: 200 } });
  // z = (ln 201 − ln 101) / 0.5 = 1.376358…; the rating .75 lies one spread above the reference, all of it in the second stretch.
  const z = (Math.log(201) - Math.log(101)) / 0.5;
  // Contributions are rounded to multiples of 2⁻²⁰.
  expectClose(passProbability, 1 / (1 + Math.exp(-(0.3 + 0.8 * 1 - 0.6 * z))), { relative: 1e-6 });
  expectClose(rating, 0.5 + 0.05 - 0.02 * z);
  expectClose([interval.lower, interval.upper], [rating - 0.3, rating + 0.2]);
});
