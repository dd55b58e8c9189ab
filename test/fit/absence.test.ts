import { describe, expect, it } from 'vitest';
import { calibrate, createQualityGate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };

/*
 * The world: a third of the responses are in a language without a word list. 80 % of those pass and 40 % of the others,
 * whatever they were rated. Where there are hedges, they mean nothing.
 */
function draw(seed: number, count = 400): CalibrationRecord[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const isAbsent = i % 3 === 0;
    return {
      id: `r${i}`,
      selfRating: Math.round(5 + 1.5 * normal(random)),
      humanRatings: [random() < (isAbsent ? 0.8 : 0.4) ? 1 : 0],
      features: {
        words: Math.round(100 * Math.exp(0.3 * normal(random))),
        ...(isAbsent ? {} : { hedges: Math.abs(normal(random)), boosters: Math.abs(normal(random)) }),
      },
    };
  });
}

const records = draw(1);
const calibrator = fit(records, target);
const rated = (features: Readonly<Record<string, number>>) =>
  calibrate(calibrator, { selfRating: 5, features: { words: 100, ...features } });

describe('a feature that some labels are without', () => {
  it('is not the same as zero', () => {
    // 400 records: standard errors of .035 and .03, and some shrinking.
    expectClose(rated({}).passProbability, 0.8, { absolute: 0.12 });
    expectClose(rated({ hedges: 0, boosters: 0 }).passProbability, 0.4, { absolute: 0.12 });
  });

  it('says it once, where several are absent together', () => {
    const shifts = calibrator.passHead.absenceShifts.filter((shift) => shift !== 0);
    expect(calibrator.features.filter(({ isOptional }) => isOptional === true)).toHaveLength(2);
    expect(shifts).toHaveLength(1);
  });

  it('leaves contributions that add up', () => {
    const { contributions, passProbability } = rated({});
    expect(contributions.find(({ input }) => input === 'hedges')).not.toHaveProperty('value');
    expectClose(sigmoid(contributions.reduce((sum, { logit }) => sum + logit, 0)), passProbability);
    expect(rated({}).outside).toEqual([]);
  });
});

describe('a feature that no label was without', () => {
  const whole = fit(
    records.map((record) => ({ ...record, features: { hedges: 1, boosters: 1, promptWords: 9, ...record.features } })),
    target,
  );
  const gate = createQualityGate({ calibrator: whole, policy: { passThreshold: 0.1, failThreshold: 0.05 } });

  it('of tone is outside of the labels where it is absent, as in a language without a word list', () => {
    const { outside } = calibrate(whole, { selfRating: 5, features: { words: 100, promptWords: 9 } });
    expect(outside.map(({ input, value }) => [input, value])).toEqual([
      ['hedges', 'absent'],
      ['boosters', 'absent'],
    ]);
    expect(gate.decide({ selfRating: 10, features: { words: 100, promptWords: 9 } })).toMatchObject({
      verdict: 'review',
      reason: 'outside-envelope',
    });
  });

  it('of the prompt is an error where it is absent, which a gate reviews', () => {
    expect(gate.decide({ selfRating: 10, features: { words: 100, hedges: 0, boosters: 0 } })).toMatchObject({
      verdict: 'review',
      reason: 'feature-missing',
    });
  });
});
