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
  it.each(Object.keys(methods))('%s gives probabilities that do not fall as the rating rises', (name) => {
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
