import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, fit, parseCalibrator, type Calibrator, type RatedResponse } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { seededRandom } from '../../src/math/random.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../world.ts';

const example = fit(exampleRecords(), exampleTarget);
const world = fit(drawWorld(seededRandom(5), { records: 120, measured: twentyFeatures }), worldTarget);
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
      drawWorld(seededRandom(5), { records: 120, measured: twentyFeatures }).map((record) => ({
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
