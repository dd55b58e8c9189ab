import { describe, expect, it } from 'vitest';
import { toExamples, type Example } from '../../src/fit/examples.ts';
import { fitHeads } from '../../src/fit/heads.ts';
import { candidatesOf } from '../../src/fit/scaling.ts';
import { evidenceWeights } from '../../src/fit/weights.ts';
import { features, fit, type CalibrationRecord } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { worldTarget } from '../world.ts';

describe('evidenceWeights', () => {
  it('of records that are all alone are one each', () => {
    const { weights, groupCorrelation } = weigh(['a', 'b', 'c'], [1, -2, 0.5]);
    expect(groupCorrelation).toBe(0);
    expect([...weights]).toEqual([1, 1, 1]);
  });

  it.each([0.1, 1, 3])('count copies together as one, among others with other residuals: residual %d', (residual) => {
    const alone = Array.from({ length: 20 }, (_, i) => `g${i}`);
    const residuals = [...alone.map((_, i) => (i % 2 === 0 ? 1 : -1)), ...Array.from({ length: 5 }, () => residual)];
    const { weights, groupCorrelation } = weigh([...alone, ...Array.from({ length: 5 }, () => 'copied')], residuals);
    expectClose(groupCorrelation, 1);
    expectClose(weights.slice(20), [0.2, 0.2, 0.2, 0.2, 0.2]);
    expectClose(sumOf(weights), 21);
  });

  // Products of the pairs: 2 · (1 · 1) + 2 · (1 · −0.5) = 1, each counted both ways. Mean squares: 2 · 1 + 2 · (1 + .25) / 2 = 3.25.
  it('take the correlation from the pairs within groups', () => {
    const { weights, groupCorrelation } = weigh(['a', 'a', 'b', 'b'], [1, 1, 1, -0.5]);
    expectClose(groupCorrelation, 1 / 3.25);
    expectClose(weights, Array(4).fill(1 / (1 + 1 / 3.25)));
  });

  it('take opposite residuals in a group for no correlation', () => {
    expect(weigh(['a', 'a', 'b', 'b'], [1, -1, 2, -2]).groupCorrelation).toBe(0);
  });

  it('count ratings of one response together also where a group has a good and a bad one', () => {
    const groups = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'];
    const { weights, groupCorrelation } = weigh(
      groups,
      [1, 1, -1, -1, 2, 2, -2, -2],
      undefined,
      [0, 0, 1, 1, 2, 2, 3, 3],
    );
    expect(groupCorrelation).toBe(0);
    expectClose(weights, Array(8).fill(0.5));
  });

  // Two ratings a response count .5 each. Between the responses of a group: products 2 · (1 · 1), mean squares 2 · 1.
  it('take what responses of a group share from pairs of different ones', () => {
    const { weights, groupCorrelation } = weigh(['a', 'a', 'a', 'a'], [1, 1, 1, 1], undefined, [0, 0, 1, 1]);
    expectClose(groupCorrelation, 1);
    expectClose(weights, Array(4).fill(0.25));
  });

  it('add up to the effective number of records where some stand for more', () => {
    const { weights } = weigh(['a', 'b', 'c', 'd'], [1, -1, 1, -1], [1, 1, 1, 9]);
    expectClose(sumOf(weights), 12 ** 2 / (3 + 81));
    expectClose(weights[3]! / weights[0]!, 9);
  });
});

describe('the correlation within groups', () => {
  /*
   * 40 prompts with five answers each, every prompt in one of two languages. 85 % of the answers in the one pass and 25 % in
   * the other, each on its own: given the language, answers to one prompt have nothing in common. 200 records and 400
   * pairs leave a standard error of .05 or so.
   */
  const random = seededRandom(12);
  const records: CalibrationRecord[] = Array.from({ length: 200 }, (_, i) => {
    const language = i % 40 < 20 ? 'en' : 'de';
    const passes = random() < (language === 'en' ? 0.85 : 0.25);
    return {
      id: `r${i}`,
      group: `g${i % 40}`,
      language,
      selfRating: Math.floor(11 * random()),
      features: { words: Math.floor(1000 * random()) },
      humanRatings: [passes ? 1 : 0],
    };
  });

  it('is what is left once languages have had their say', () => {
    const told = fit(records, worldTarget).fittedOn;
    const untold = fit(
      records.map(({ language: _, ...record }) => record),
      worldTarget,
    ).fittedOn;
    expect(told.groupCorrelation).toBeLessThan(0.1);
    expect(told.effectiveRecords).toBeGreaterThan(140);
    // .6² / 4 over .55 · .45 is what the languages explain.
    expectClose(untold.groupCorrelation, 0.36, { absolute: 0.1 });
    expect(untold.effectiveRecords).toBeLessThan(100);
  });

  /*
   * 14 prompts with 25 answers each, whose texts are as much alike as half of the variance of every feature. A prompt moves
   * the logit by 1.5 standard normals, and features mean nothing: 8,000 such records have a correlation of .24. So few
   * prompts tell it with a standard error of .07 or so.
   */
  it('is not hidden by features that are alike within groups', () => {
    const correlations = [1, 2, 3, 4, 5].map((seed) => {
      const draw = seededRandom(seed);
      let shared: { shift: number; features: number[] };
      const alike: CalibrationRecord[] = Array.from({ length: 350 }, (_, i) => {
        if (i % 25 === 0) shared = { shift: 1.5 * normal(draw), features: features.map(() => normal(draw)) };
        const quality = normal(draw);
        const measured = features.map(({ name }, j) => {
          const value = 4 + Math.SQRT1_2 * (shared.features[j]! + normal(draw));
          return [name, Math.max(0, value)] as const;
        });
        return {
          id: `r${i}`,
          group: `g${Math.floor(i / 25)}`,
          selfRating: Math.min(10, Math.max(0, 5 + 2 * (0.6 * quality + 0.8 * normal(draw)))),
          humanRatings: [draw() < sigmoid(1.2 * quality + shared.shift) ? 1 : 0],
          features: Object.fromEntries(measured),
        };
      });
      const examples = toExamples(alike, worldTarget);
      const inputs = { candidates: candidatesOf(examples, []), withCategories: true };
      return fitHeads(examples, inputs).evidence.groupCorrelation;
    });
    expectClose(correlations.reduce((sum, one) => sum + one, 0) / 5, 0.24, { absolute: 0.1 });
  });
});

/** Every record is another response, unless told which. */
function weigh(
  groups: readonly string[],
  residuals: readonly number[],
  weights = groups.map(() => 1),
  responses = groups.map((_, i) => i),
) {
  const examples = groups.map((group, i) => ({ group, weight: weights[i]!, response: responses[i]! }) as Example);
  return evidenceWeights(examples, Float64Array.from(residuals));
}

function sumOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
