import { describe, expect, it } from 'vitest';
import { calibrate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };

/*
 * The world: a response is good or bad with equal chance, and the rating tells which. Of people, 80 % pass a good one and
 * 30 % a bad one. Three of them label each. Their mean reaches the half where two pass it: P(mean passes | good) =
 * .8³ + 3 · .8² · .2 = .896, and P(mean passes | bad) = .3³ + 3 · .3² · .7 = .216.
 */
function draw(seed: number, count = 1500): CalibrationRecord[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const chance = random() < 0.5 ? 0.8 : 0.3;
    return {
      id: `r${i}`,
      selfRating: chance === 0.8 ? 8 : 4,
      humanRatings: [0, 0, 0].map(() => (random() < chance ? 1 : 0)),
      features: { words: Math.round(100 * Math.exp(0.3 * normal(random))) },
    };
  });
}

describe('where people disagree', () => {
  const records = draw(1);
  const probabilityBy = (passBy: 'mean' | 'person', selfRating: number): number =>
    calibrate(fit(records, { ...target, passBy }), { selfRating, features: { words: 100 } }).passProbability;

  // 1,500 records leave a standard error of .012, and moderation draws a little towards one half.
  it('by mean, the probability is that the mean rating passes', () => {
    expectClose(probabilityBy('mean', 8), 0.896, { absolute: 0.04 });
    expectClose(probabilityBy('mean', 4), 0.216, { absolute: 0.04 });
  });

  it('by person, it is that a person drawn at random passes', () => {
    expectClose(probabilityBy('person', 8), 0.8, { absolute: 0.04 });
    expectClose(probabilityBy('person', 4), 0.3, { absolute: 0.04 });
  });

  it('by person, three ratings of a response are less evidence than three records', () => {
    const { fittedOn } = fit(records, { ...target, passBy: 'person' });
    expect(fittedOn.records).toBe(4500);
    expect(fittedOn.groups).toBe(1500);
    expect(fittedOn.effectiveRecords).toBeLessThan(4500);
    // Given the rating, people judge on their own here, so hardly anything is lost.
    expect(fittedOn.effectiveRecords).toBeGreaterThan(3500);
  });

  it('by person, three who always agree are one', () => {
    const agreeing = records.map((record) => ({
      ...record,
      humanRatings: [0, 0, 0].map(() => record.humanRatings[0]!),
    }));
    const { fittedOn } = fit(agreeing, { ...target, passBy: 'person' });
    expectClose(fittedOn.effectiveRecords, 1500, { relative: 0.02 });
  });

  it('says in the calibrator which of the two it is', () => {
    expect(fit(records, { ...target, passBy: 'person' }).target.passBy).toBe('person');
    expect(() => fit(records, { ...target, passBy: 'median' as 'mean' })).toThrow('passBy must be mean or person');
  });
});
