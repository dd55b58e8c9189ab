import { describe, expect, it } from 'vitest';
import { calibrate, createQualityGate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };

/*
 * The world: quality q is standard normal, a person passes with probability σ(1.5 q), and a rater gives 5 + 2 q, plus its
 * own leniency, plus noise. Given the rating r of a rater of leniency l, that probability is near σ(1.1 (r − 5 − l) / 2).
 */
interface Rater {
  readonly name: string;
  readonly leniency: number;
}

function draw(random: Random, count: number, { name, leniency }: Rater, extra: object = {}) {
  return Array.from({ length: count }, (_, i) => {
    const quality = normal(random);
    const truth = sigmoid(1.5 * quality);
    return {
      id: `${name}-${i}`,
      rater: name,
      selfRating: Math.min(10, Math.max(0, Math.round(5 + 2 * quality + leniency + normal(random)))),
      humanRatings: [random() < truth ? 1 : 0],
      features: { words: 100 + Math.round(10 * normal(random)) },
      truth,
      ...extra,
    };
  });
}

describe('several raters in one set', () => {
  const old = ['a', 'b', 'c'].map((name, i) => ({ name, leniency: i - 1 }));
  const fresh: Rater = { name: 'new', leniency: 2 };

  /*
   * Squared distance from the chance that each fresh response was drawn with, over 12 draws: pooled with the others, a new
   * rater with thirty labels is told better than by its thirty labels, and better than as one of many.
   */
  it('a new rater with thirty labels starts from the others', () => {
    const sums = { pooled: 0, alone: 0, unnamed: 0 };
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const others = old.flatMap((rater) => draw(random, 100, rater));
      const own = draw(random, 30, fresh);
      const unseen = draw(random, 500, fresh);
      const unnamed = (records: readonly CalibrationRecord[]) => records.map(({ rater: _, ...record }) => record);
      const fits = {
        pooled: fit([...others, ...own], target),
        alone: fit(own, target),
        unnamed: fit(unnamed([...others, ...own]), target),
      };
      for (const { truth, selfRating, features } of unseen) {
        for (const how of ['pooled', 'alone', 'unnamed'] as const) {
          const rated = { selfRating, features, rater: how === 'unnamed' ? undefined : 'new' };
          sums[how] += (calibrate(fits[how], rated).passProbability - truth) ** 2;
        }
      }
    }
    expect(sums.pooled).toBeLessThan(0.95 * sums.alone);
    expect(sums.pooled).toBeLessThan(0.9 * sums.unnamed);
  });

  const calibrator = fit(
    old.flatMap((rater) => draw(seededRandom(9 + rater.leniency), 100, rater)),
    target,
  );

  it('the lenient one is believed less, and the decision says so', () => {
    const of = (rater: string) => calibrate(calibrator, { rater, selfRating: 7, features: { words: 100 } });
    expect(of('c').passProbability).toBeLessThan(of('a').passProbability);
    const { contributions, passProbability } = of('c');
    expect(contributions.find(({ input }) => input === 'rater')).toMatchObject({ value: 'c' });
    const sum = contributions.reduce((total, { logit }) => total + logit, 0);
    expectClose(sigmoid(sum), passProbability);
  });

  it('one that nobody labelled is refused', () => {
    const gate = createQualityGate({ calibrator });
    expect(gate.decide({ rater: 'd', selfRating: 10, features: { words: 100 } })).toMatchObject({
      verdict: 'review',
      reason: 'rater-mismatch',
    });
  });
});

describe('several languages in one set', () => {
  const languages = ['en', 'ta'].map((language, i) =>
    draw(seededRandom(20 + i), 150, { name: language, leniency: 2 * i }, { language, rater: 'one' }),
  );
  const calibrator = fit(languages.flat(), target);
  const of = (language: string | undefined) =>
    calibrate(calibrator, { language, selfRating: 7, features: { words: 100 } });

  it('are told apart', () => {
    expect(calibrator.languages).toEqual(['en', 'ta']);
    expect(of('ta').passProbability).toBeLessThan(of('en').passProbability - 0.1);
    expect(of('ta').contributions.find(({ input }) => input === 'language')).toMatchObject({ value: 'ta' });
  });

  it('another one is outside of the labels, and one that is not said is not', () => {
    expect(of('fr').outside).toEqual([{ input: 'language', value: 'fr', known: ['en', 'ta'] }]);
    expect(of(undefined).outside).toEqual([]);
    const gate = createQualityGate({ calibrator, policy: { passThreshold: 0.1, failThreshold: 0.05 } });
    expect(gate.decide({ language: 'fr', selfRating: 10, features: { words: 100 } })).toMatchObject({
      verdict: 'review',
      reason: 'outside-envelope',
    });
  });

  it('a single one is known, though nothing is told apart', () => {
    const alone = fit(languages[0]!, target);
    expect(alone.categories).toEqual([]);
    expect(alone.languages).toEqual(['en']);
  });
});
