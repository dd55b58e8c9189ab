import { describe, expect, it } from 'vitest';
import { allMethods } from '../../benchmarks/accuracy/methods.ts';
import { repeat, type Score } from '../../benchmarks/accuracy/protocol.ts';
import { extractFeatures, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const random = seededRandom(11);

/* Both the rating and the length tell what people say: only long answers that are rated high pass, but for one in ten. */
const records: CalibrationRecord[] = Array.from({ length: 400 }, (_, i) => {
  const selfRating = 1 + Math.floor(10 * random());
  const words = 1 + Math.floor(40 * random());
  const passes = (selfRating > 3 && words > 12) !== random() < 0.1;
  return {
    id: String(i),
    group: `group ${i >> 1}`,
    selfRating,
    humanRatings: [passes ? 5 : 2],
    features: extractFeatures('word '.repeat(words)),
  };
});
const target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
const task = { name: 'task', source: 'source', pooled: false, target, records };
const job = { place: 0, repetition: 0 };
const scores = await repeat(task, job, allMethods());
const lossOf = (method: string, shuffled: boolean): number =>
  scores.find((score: Score) => score.method === method && score.labels === 100 && score.shuffled === shuffled)!
    .logLoss;

describe('repeat', () => {
  it('scores the sizes that half of the groups can fill, and one of them again with shuffled labels', () => {
    const runs = scores
      .filter(({ method }) => method === 'base rate')
      .map(({ labels, shuffled }) => ({ labels, shuffled }));
    expect(runs).toEqual([
      { labels: 50, shuffled: false },
      { labels: 100, shuffled: false },
      { labels: 100, shuffled: true },
    ]);
  });

  it('leaves the null run the same number of labels that pass, and nothing to learn', () => {
    expectClose(lossOf('base rate', true), lossOf('base rate', false));
    expect(lossOf('unflatter', false)).toBeLessThan(lossOf('base rate', false) - 0.1);
    expect(lossOf('unflatter', true)).toBeGreaterThan(lossOf('base rate', true) - 0.01);
  });

  it('is the same whenever it is run', async () => {
    expect(await repeat(task, job, allMethods())).toEqual(scores);
  });

  it('asks only the base rate and unflatter about shuffled labels', () => {
    const asked = scores.filter(({ shuffled }) => shuffled).map(({ method }) => method);
    expect(asked).toEqual(['base rate', 'unflatter']);
  });

  it('gives a method in another process the records to fit and to score, in its place among the others', async () => {
    const half = async (_: unknown, scored: readonly unknown[]): Promise<number[]> => scored.map(() => 0.5);
    const some = await repeat(task, job, allMethods(half));
    const methods = some.filter(({ labels, shuffled }) => labels === 50 && !shuffled).map(({ method }) => method);
    expect(methods.slice(-4)).toEqual(['two-stage', 'boosting', 'rating-only', 'unflatter']);
    for (const { method, logLoss } of some) if (method === 'boosting') expectClose(logLoss, Math.log(2));
  });
});

/* The half of a pooled task: 1,100 groups of two raters each, so 1,100 records. */
describe('repeat, with raters pooled', () => {
  const pooled = {
    ...task,
    pooled: true,
    records: Array.from({ length: 2200 }, (_, i): CalibrationRecord => ({
      ...records[i % records.length]!,
      id: String(i),
      group: `group ${i >> 1}`,
      rater: `rater ${i % 2}`,
    })),
  };
  const base = { 'base rate': allMethods()['base rate']! };

  it('fits on 1,000 labels and on no fewer, and marks the scores', async () => {
    const found = await repeat(pooled, job, base);
    expect(found.map(({ labels, shuffled, pooled: mark }) => ({ labels, shuffled, mark }))).toEqual([
      { labels: 1000, shuffled: false, mark: true },
    ]);
  });

  it('never scores a group that was fitted on, and keeps the rater of every record', async () => {
    const shared: number[] = [];
    const spy = async (
      fitted: readonly CalibrationRecord[],
      scored: readonly CalibrationRecord[],
    ): Promise<number[]> => {
      const seen = new Set(fitted.map(({ group }) => group));
      shared.push(scored.filter(({ group }) => seen.has(group)).length);
      expect(fitted.every(({ rater }) => rater !== undefined)).toBe(true);
      return scored.map(() => 0.5);
    };
    await repeat(pooled, job, { spy });
    expect(shared).toEqual([0]);
  });
});

describe('repeat, for the curve', () => {
  const fitted = new Map<number, readonly CalibrationRecord[]>();
  const spy = async (some: readonly CalibrationRecord[], scored: readonly CalibrationRecord[]): Promise<number[]> => {
    fitted.set(some.length, some);
    return scored.map(() => 0.5);
  };

  it('has the sizes that the half can fill, each with the records of the one before, and no null run', async () => {
    const found = await repeat(task, { ...job, curve: true }, { 'base rate': spy });
    expect(found.every(({ shuffled }) => !shuffled)).toBe(true);
    expect(found.map(({ labels }) => labels)).toEqual([20, 30, 50, 75, 100, 150, 200]);
    expect(fitted.get(30)!.slice(0, 20)).toEqual(fitted.get(20));
    expect(fitted.get(200)!.slice(0, 150)).toEqual(fitted.get(150));
  });
});
