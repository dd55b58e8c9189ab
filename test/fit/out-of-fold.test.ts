import { describe, expect, it } from 'vitest';
import { judgeCorrected, judgeGain } from '../../src/fit/evaluate.ts';
import { toExamples } from '../../src/fit/examples.ts';
import { fit, type CalibrationRecord } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { worldTarget } from '../world.ts';

type Effects = Readonly<Record<'rating' | 'length' | 'tone', number>>;

/* Rating, length and tone are unrelated, and a person passes with probability σ(Σ effect · z). */
function draw(effects: Effects, count = 200): CalibrationRecord[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, (_, i) => {
    const [rating, length, tone] = [normal(random), normal(random), normal(random)];
    const logit = effects.rating * rating + effects.length * length + effects.tone * tone;
    return {
      id: `r${i}`,
      selfRating: Math.min(10, Math.max(0, Math.round(5 + 2 * rating))),
      features: { words: Math.round(100 * Math.exp(0.5 * length)), hedges: Math.max(0, 5 + 2 * tone) },
      humanRatings: [random() < sigmoid(logit) ? 1 : 0],
    };
  });
}

const none: Effects = { rating: 0, length: 0, tone: 0 };

describe('what the correction is compared with', () => {
  it.each<{ only: keyof Effects; good: 'ratingOnly' | 'lengthOnly' | 'toneOnly' }>([
    { only: 'rating', good: 'ratingOnly' },
    { only: 'length', good: 'lengthOnly' },
    { only: 'tone', good: 'toneOnly' },
  ])('knows the $only and nothing else in $good', ({ only, good }) => {
    const { baseRate, corrected, ...others } = fit(draw({ ...none, [only]: 2 }), worldTarget).outOfFold;
    for (const name of ['ratingOnly', 'lengthOnly', 'toneOnly'] as const) {
      if (name === good) {
        expect(others[name].auc).toBeGreaterThan(0.75);
        expect(others[name].logLoss).toBeLessThan(baseRate.logLoss - 0.1);
        expectClose(corrected.logLoss, others[name].logLoss, { absolute: 0.02 });
      } else {
        // Chance, give or take three standard errors of an AUC of 200.
        expect(Math.abs(others[name].auc! - 0.5)).toBeLessThan(0.12);
        expect(others[name].logLoss).toBeGreaterThan(baseRate.logLoss - 0.01);
      }
    }
  });

  /*
   * Eight groups of ten, which are eight folds; all of the first pass and none of the others. To the first, the base rate
   * is that of 0 of 70, (0 + ½) / (70 + 1); to each other, that of 10 of 70.
   */
  it('is, with no input at all, the share that passes in the other folds', () => {
    const records = draw(none, 80).map((record, i) => ({
      ...record,
      group: `g${Math.floor(i / 10)}`,
      humanRatings: [i < 10 ? 1 : 0],
    }));
    const { baseRate, folds } = fit(records, worldTarget).outOfFold;
    const [first, other] = [0.5 / 71, 10.5 / 71];
    expect(folds).toBe(8);
    expectClose(baseRate.logLoss, (-Math.log(first) - 7 * Math.log(1 - other)) / 8, { relative: 1e-5 });
    expectClose(baseRate.brier, ((1 - first) ** 2 + 7 * other ** 2) / 8, { relative: 1e-5 });
    expect(baseRate.auc).toBeNull();
  });

  it('counts records by how many they stand for in the base rate too', () => {
    const records = draw(none).map((record, i) => ({
      ...record,
      humanRatings: [i % 2],
      inclusion: i % 2 === 1 ? 0.25 : 1,
    }));
    // Four fifths pass: the entropy of that, and a little for each fold that has to guess.
    expectClose(fit(records, worldTarget).outOfFold.baseRate.logLoss, -0.8 * Math.log(0.8) - 0.2 * Math.log(0.2), {
      absolute: 0.01,
    });
    expect(fit(records, worldTarget).outOfFold.baseRate.auc).toBe(0.5);
  });
});

describe('the gain of the features', () => {
  /* P(|T| > 1.652547) = .1 with 199 degrees of freedom, one less than there are groups. */
  it('has an interval of 90 % by Student to both sides', () => {
    const { gain, lower, standardError, upper } = fit(draw({ ...none, length: 2 }), worldTarget).outOfFold
      .featuresWorthIt;
    const margin = 1.652547 * standardError;
    expectClose([lower!, upper!], [gain - margin, gain + margin], { relative: 1e-4 });
    expect(lower).toBeGreaterThan(0);
  });

  /*
   * Twelve records, all of which pass: losses before are ln 2. After, six say .9 and six .5, which gains ln 1.8 or nothing:
   * mean ½ ln 1.8, variance 12/11 of its square, standard error that over √11. In four folds, 1 + 4/3 times the variance.
   */
  it('has more variance than between records where the folds share them, and a test without that', () => {
    const records = Array.from({ length: 12 }, (_, i) => ({ ...draw(none, 12)[i]!, humanRatings: [1] }));
    const examples = toExamples(records, worldTarget);
    const said = (probabilityOf: (i: number) => number) =>
      judgeCorrected(
        examples,
        examples.map((_, i) => probabilityOf(i)),
      );
    const sampled = { weights: examples.map(() => 1), groups: records.map(({ id }) => id), effectiveRecords: 12 };
    const worth = judgeGain(
      said(() => 0.5),
      said((i) => (i < 6 ? 0.9 : 0.5)),
      { ...sampled, folds: 4 },
    );
    const half = Math.log(1.8) / 2;
    const between = half / Math.sqrt(11);
    expectClose(worth.gain, half, { relative: 1e-5 });
    expectClose(worth.standardError, between * Math.sqrt(7 / 3), { relative: 1e-5 });
    // P(|T| > 1.795885) = .1 with 11 degrees of freedom.
    expectClose(worth.lower!, half - 1.795885 * worth.standardError, { relative: 1e-4 });
    expect(worth.verdict).toBe('worth it');
    // Of the test alone: three of twelve that gain are 1.9 standard errors.
    const three = judgeGain(
      said(() => 0.5),
      said((i) => (i < 3 ? 0.9 : 0.5)),
      { ...sampled, folds: 4 },
    );
    expect(three.verdict).toBe('worth it');
    expect(three.lower).toBeLessThan(0);
    const two = judgeGain(
      said(() => 0.5),
      said((i) => (i < 2 ? 0.9 : 0.5)),
      { ...sampled, folds: 4 },
    );
    expect(two.verdict).toBe('not yet');
  });

  it('has none where there are fewer than ten groups', () => {
    const inGroups = (count: number) =>
      fit(
        draw({ ...none, length: 2 }).map((record, i) => ({ ...record, group: `g${i % count}` })),
        worldTarget,
      ).outOfFold.featuresWorthIt;
    expect(inGroups(9)).toMatchObject({ lower: null, upper: null, verdict: 'not yet' });
    expect(inGroups(10)).toMatchObject({ lower: expect.any(Number), upper: expect.any(Number) });
  });
});

describe('labels', () => {
  it.each([
    { records: 50, passing: 15, isEnough: true },
    { records: 50, passing: 35, isEnough: true },
    { records: 49, passing: 20, isEnough: false },
    { records: 50, passing: 14, isEnough: false },
    { records: 50, passing: 36, isEnough: false },
  ])('can certify a threshold or not: $records, of which $passing pass', ({ records, passing, isEnough }) => {
    const some = draw(none, records).map((record, i) => ({ ...record, humanRatings: [i < passing ? 1 : 0] }));
    const unlabelled = draw(none, 20).map((record) => ({ ...record, id: `u${record.id}`, humanRatings: [] }));
    expect(fit([...some, ...unlabelled], worldTarget).fittedOn.isEnoughToCertify).toBe(isEnough);
  });

  it('count by groups: copies certify nothing, and a group of which half pass is half of one that passes', () => {
    const grouped = (groups: number, passesOf: (group: number, place: number) => 0 | 1) =>
      draw(none, 3 * groups).map((record, i) => ({
        ...record,
        group: `g${Math.floor(i / 3)}`,
        humanRatings: [passesOf(Math.floor(i / 3), i % 3)],
      }));
    const isEnough = (records: readonly CalibrationRecord[]) => fit(records, worldTarget).fittedOn.isEnoughToCertify;
    expect(isEnough(grouped(49, (group) => (group % 2 === 0 ? 0 : 1)))).toBe(false);
    expect(isEnough(grouped(50, (group) => (group % 2 === 0 ? 0 : 1)))).toBe(true);
    // Every third of 50 groups has two records that pass of three: 17 · 2/3 is less than 15. Of every second it is more.
    expect(isEnough(grouped(50, (group, place) => (group % 3 === 0 && place > 0 ? 1 : 0)))).toBe(false);
    expect(isEnough(grouped(50, (group, place) => (group % 2 === 0 && place > 0 ? 1 : 0)))).toBe(true);
  });

  it.each([
    { records: 17, isEnough: false },
    { records: 49, isEnough: false },
    { records: 50, isEnough: true },
  ])('count by records, however many people judged each: $records of three people', ({ records, isEnough }) => {
    const some = draw(none, records).map((record, i) => ({ ...record, humanRatings: [0, i % 2, 1] }));
    const attempt = () => fit(some, { ...worldTarget, passBy: 'person' }).fittedOn;
    if (records < 20) expect(attempt).toThrow('fitting needs at least 20 labelled records, got 17');
    else expect(attempt()).toMatchObject({ records: 3 * records, isEnoughToCertify: isEnough });
  });
});
