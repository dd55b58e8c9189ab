import { describe, expect, it } from 'vitest';
import { betaColumns, logistic } from '../../benchmarks/accuracy/logistic.ts';
import { methods } from '../../benchmarks/accuracy/methods.ts';
import { calibrate, extractFeatures, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const target: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
const random = seededRandom(3);

/* Self-ratings 1 to 10, a person who agrees more often with high ones, and answers of 1 to 40 words. */
const records: CalibrationRecord[] = Array.from({ length: 80 }, (_, i) => {
  const selfRating = 1 + (i % 10);
  return {
    id: String(i),
    selfRating,
    humanRatings: [random() < selfRating / 12 ? 5 : 2],
    features: extractFeatures('word '.repeat(1 + Math.floor(40 * random()))),
  };
});
const rated = (selfRating: number, words = 5): CalibrationRecord => ({
  ...records[0]!,
  selfRating,
  features: extractFeatures('word '.repeat(words)),
});

describe('methods', () => {
  const rising = Object.keys(methods).filter((name) => !['ridge-cv', 'two-stage'].includes(name));

  it.each(rising)('%s gives probabilities that do not fall as the rating rises', (name) => {
    const predict = methods[name]!(records, target);
    const found = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((rating) => predict(rated(rating)));
    found.forEach((p, i) => {
      expect(p).toBeGreaterThanOrEqual(i === 0 ? 0 : found[i - 1]! - 1e-12);
      expect(p).toBeLessThanOrEqual(1);
    });
  });

  it('base rate is the share that pass, drawn a little towards a half', () => {
    const some = records.slice(0, 20).map((record, i) => ({ ...record, humanRatings: [i < 5 ? 5 : 1] }));
    expectClose(methods['base rate']!(some, target)(rated(10)), 5.5 / 21);
  });

  it('unflatter is what fit and calibrate say', () => {
    const { selfRating, features } = rated(8, 30);
    const { passProbability } = calibrate(fit(records, target), { selfRating, features });
    expect(methods['unflatter']!(records, target)(rated(8, 30))).toBe(passProbability);
  });

  it('tone-only looks at neither the rating nor the length, but at the words', () => {
    const worded = (record: CalibrationRecord, text: string): CalibrationRecord => ({
      ...record,
      features: extractFeatures(text),
    });
    const sure = 'clearly so and obviously so';
    const toned = records.map((record, i) => worded(record, i % 2 === 0 ? sure : 'so it is and so be it'));
    const passing = toned.map((record, i) => ({ ...record, humanRatings: [i % 2 === 0 ? 2 : 5] }));
    const predict = methods['tone-only']!(passing, target);
    expect(predict(worded(rated(1), sure))).toBe(predict(worded(rated(10), sure)));
    expect(predict(worded(rated(5), sure))).toBeLessThan(0.2);
    const toneOf = worded(rated(5), sure);
    const longer = { ...toneOf, features: { ...toneOf.features, characters: 9000, words: 2000 } };
    expect(predict(longer)).toBe(predict(toneOf));
  });

  it('tone-only gives the base rate where the records tell nothing of the tone', () => {
    const silent = records.map((record, i) => ({
      ...record,
      humanRatings: [i % 4 === 0 ? 5 : 1],
      features: { characters: i },
    }));
    expectClose(methods['tone-only']!(silent, target)(silent[0]!), 0.25, { absolute: 1e-4 });
  });

  it.each(['ridge-cv', 'two-stage'])('%s takes a record that lacks a feature for one at the centre of it', (name) => {
    const predict = methods[name]!(records, target);
    const { words: _, ...without } = rated(8).features!;
    const { words: __, ...others } = rated(8, 40).features!;
    expect(predict({ ...rated(8), features: without })).toBeGreaterThan(0);
    expect(predict({ ...rated(8), features: others })).toBeLessThan(1);
  });

  /* Seven of eight pass of those of one language or rater, and one in eight of those of the other. */
  it.each(['ridge-cv', 'two-stage'])('%s tells languages and raters apart where it is told them', (name) => {
    for (const of of ['language', 'rater'] as const) {
      const told = records.map((record, i) => ({
        ...record,
        [of]: i % 20 < 10 ? 'xx' : 'yy',
        humanRatings: [i % 20 < 10 === (i % 8 !== 0) ? 5 : 2],
      }));
      const predict = methods[name]!(told, target);
      expect(predict({ ...rated(5), [of]: 'xx' })).toBeGreaterThan(predict({ ...rated(5), [of]: 'yy' }) + 0.3);
    }
  });

  it('rating-only does not look at the text', () => {
    const predict = methods['rating-only']!(records, target);
    expect(predict(rated(8, 40))).toBe(predict(rated(8, 1)));
    expect(methods['unflatter']!(records, target)(rated(8, 40))).not.toBe(
      methods['unflatter']!(records, target)(rated(8, 1)),
    );
  });
});

describe('beta calibration', () => {
  it('takes the logarithms of the rating and of what it lacks, within [.01, .99]', () => {
    expectClose(betaColumns(0.5), [Math.log(0.5), Math.log(2)]);
    expectClose(betaColumns(0), betaColumns(0.01));
    expectClose(betaColumns(1), betaColumns(0.99));
  });

  it('stays finite where the rating separates the labels', () => {
    const separated = records.map((record) => ({ ...record, humanRatings: [record.selfRating > 5 ? 5 : 1] }));
    const predict = methods['beta']!(separated, target);
    expect(predict(rated(10))).toBeLessThan(0.9999);
    expect(predict(rated(10))).toBeGreaterThan(0.9);
  });

  /* Labels fall as the column rises, so the best slope that may not fall is zero, and the intercept is the base rate. */
  it('holds a slope at zero that wants to fall', () => {
    const predict = logistic([[1], [2], [3], [4]], [1, 1, 1, 0], { ridge: 1, rising: true });
    expectClose(
      [1, 2, 3, 4].map((value) => predict([value])),
      [0.75, 0.75, 0.75, 0.75],
      { absolute: 1e-3 },
    );
  });
});

describe('temperature', () => {
  const predict = (outcomes: (i: number) => number) =>
    methods['temperature']!(
      records.map((record, i) => ({ ...record, humanRatings: [outcomes(i)] })),
      target,
    );

  it('leaves the middle of the scale at a half, whatever the share that passes', () => {
    expectClose(predict((i) => (i % 4 === 0 ? 5 : 1))(rated(5.5)), 0.5);
  });

  /* Ratings .1 and .9 that are right in 7 of 10: the slope turns ±ln 9 into ±ln(7/3). */
  it('is one slope on the logit of the rating', () => {
    const some = Array.from({ length: 20 }, (_, i) => {
      const isHigh = i < 10;
      return { ...rated(isHigh ? 9.1 : 1.9), id: String(i), humanRatings: [i % 10 < 7 === isHigh ? 5 : 1] };
    });
    const curve = methods['temperature']!(some, target);
    const slope = Math.log(7 / 3) / Math.log(9);
    const expected = (unit: number): number => 1 / (1 + ((1 - unit) / unit) ** slope);
    expectClose([curve(rated(9.1)), curve(rated(1.9)), curve(rated(7.3))], [0.7, 0.3, expected(0.7)], {
      absolute: 1e-3,
    });
  });

  it('takes the ends of the scale for .01 and .99', () => {
    const some = records.map((record) => ({ ...record, humanRatings: [random() < 0.5 ? 5 : 1] }));
    const curve = methods['temperature']!(some, target);
    expect(curve(rated(10))).toBe(curve(rated(9.99)));
    expect(Number.isFinite(curve(rated(1)))).toBe(true);
  });

  it('never turns the rating around', () => {
    const against = predict((i) => (i % 10 < 5 ? 5 : 1));
    expectClose([against(rated(2)), against(rated(9))], [0.5, 0.5]);
  });
});
