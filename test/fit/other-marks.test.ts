import { describe, expect, it } from 'vitest';
import { calibrateInputs } from '../../src/calibrator/calibrate.ts';
import type { Design } from '../../src/fit/design.ts';
import { toExamples, type Example } from '../../src/fit/examples.ts';
import { fitHeads } from '../../src/fit/heads.ts';
import { withOtherMarks } from '../../src/fit/other-marks.ts';
import { candidatesOf } from '../../src/fit/scaling.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 10 }, passAt: 5 };

describe('the records with other marks', () => {
  const seen = (ratings: readonly number[], passAt: number): ReturnType<typeof withOtherMarks> => {
    const examples = ratings.map((human) => ({ human, passes: human >= passAt ? 1 : 0 }) as Example);
    const design: Design = { design: Float64Array.from(ratings, () => 1), columns: 1, meaning: [{ of: 'base' }] };
    return withOtherMarks(
      examples,
      design,
      Float64Array.from(ratings, () => 1),
    );
  };

  it('are the records where human ratings have but two values', () => {
    const sample = seen([0, 1, 0, 1, 1], 0.5);
    expect(sample).toMatchObject({ columns: 1, meaning: [{ of: 'base' }] });
    expect([...sample.outcome]).toEqual([0, 1, 0, 1, 1]);
    expect([...sample.weights]).toEqual([1, 1, 1, 1, 1]);
  });

  /* Below the mark lie four of ten; .2 halves them. Above it .9 halves the six, and is reached by three. */
  it('come once more with the mark below and the mark above that halve the ratings best, at half the weight in all', () => {
    const ratings = [0.1, 0.1, 0.2, 0.2, 0.6, 0.6, 0.6, 0.9, 0.9, 1];
    const { columns, design, outcome, weights, meaning } = seen(ratings, 0.5);
    expect(meaning.map(({ of }) => of)).toEqual(['base', 'mark', 'mark']);
    // At the pass mark, at .2 and at .9.
    expect(outcome.join('')).toBe('000011111100111111110000000111');
    expect([0, 10, 20].map((row) => design.slice(row * columns, (row + 1) * columns).join(' '))).toEqual([
      '1 0 0',
      '1 1 0',
      '1 0 1',
    ]);
    expectClose([weights[0]!, weights[10]!, weights[20]!], [0.7, 0.25, 0.25]);
  });

  it('count less the more records there are: never more than a quarter of a thousand in all', () => {
    const ratings = Array.from({ length: 2000 }, (_, i) => (i % 4) / 3);
    const { weights } = seen(ratings, 0.5);
    expectClose(
      weights.slice(2000).reduce((sum, weight) => sum + weight, 0),
      250,
    );
    expect(seen([...ratings, ...ratings], 0.5).columns).toBe(1);
  });
});

/** Pass probabilities of fresh records by a fit, and the true ones. */
function predicted(records: readonly CalibrationRecord[], fresh: readonly CalibrationRecord[]): number[] {
  const examples = toExamples(records, target);
  const heads = fitHeads(examples, { candidates: candidatesOf(examples, []), withCategories: true });
  const residuals = { lower: 0, upper: 0, coverage: 0 };
  const correction = { ...heads, target, ratingHead: { ...heads.ratingHead, residuals } };
  return toExamples(fresh, target).map(({ inputs }) => calibrateInputs(correction, inputs).passProbability);
}

/** What people make of a response, from its quality and a person's noise, and its length. */
type Judge = (liking: number, length: number) => number;

/* A person's rating is 5.5 + 1.5 times what is made of it, rounded: 5 is reached from −2/3 on. */
function draw(random: Random, count: number, judge: Judge) {
  return Array.from({ length: count }, (_, i) => {
    const [quality, length] = [normal(random), normal(random)];
    const made = judge(1.2 * quality + Math.log(1 / random() - 1), length);
    return {
      id: `r${String(i).padStart(5, '0')}`,
      selfRating: Math.min(10, Math.max(0, 5 + 2 * (quality + 0.4 * normal(random)))),
      humanRatings: [Math.min(10, Math.max(0, Math.round(5.5 + 1.5 * made)))],
      features: { characters: Math.exp(6 + 0.6 * length), hedges: 3 + normal(random), words: 50 + 9 * normal(random) },
      quality,
      length,
    };
  });
}

it('ratings far from the pass mark teach more than whether they pass', () => {
  let gain = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const judge: Judge = (liking, length) => liking - 0.5 * length;
    const records = draw(seededRandom(seed), 100, judge);
    const fresh = draw(seededRandom(100 + seed), 1000, judge);
    const passes = records.map(({ humanRatings: [human], ...record }) => ({
      ...record,
      humanRatings: [human! >= target.passAt ? 10 : 0],
    }));
    const lossOf = (some: readonly CalibrationRecord[]): number => {
      const found = predicted(some, fresh);
      const losses = fresh.map(({ quality, length }, i) => {
        const truth = sigmoid(1.2 * quality - 0.5 * length + 2 / 3);
        return -truth * Math.log(found[i]!) - (1 - truth) * Math.log(1 - found[i]!);
      });
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    };
    gain += (lossOf(passes) - lossOf(records)) / 20;
  }
  expect(gain).toBeGreaterThan(0.001);
});

/*
 * Length tells good from very good, and nothing of what passes. One logit a standard deviation of length would move a
 * probability of a half by .4 between the two. With 3,000 records, the pass mark speaks for itself: over eight sets it
 * moves by .014, of which .012 are the other marks' doing; with 300 records by .047.
 */
it('what matters at another mark alone hardly moves the pass probability of many records', () => {
  const records = draw(seededRandom(5), 3000, (liking, length) =>
    liking > 0.5 ? Math.max(0.5, liking + 1.5 * length) : liking,
  );
  const at = (id: string, characters: number) => {
    return { ...records[0]!, id, selfRating: 4, features: { ...records[0]!.features, characters } };
  };
  const [short, long] = predicted(records, [at('a', 220), at('b', 740)]);
  expect(Math.abs(long! - short!)).toBeLessThan(0.05);
});
