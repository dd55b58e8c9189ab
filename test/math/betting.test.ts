import { describe, expect, it } from 'vitest';
import {
  confidenceSequence,
  firstAbove,
  mostAgainst,
  valuesToShow,
  type WeightedValues,
} from '../../src/math/betting.ts';
import { seededRandom } from '../../src/math/random.ts';

function draw(seed: number, rate: number, length: number): WeightedValues {
  const random = seededRandom(seed);
  return {
    values: Array.from({ length }, () => (random() < rate ? 1 : 0)),
    weights: Array.from({ length }, () => 1),
  };
}

/** The probability that bets against `limit` win at any time, over all sequences of so many values of a rate. */
function chanceToWin(limit: number, rate: number, weights: readonly number[], error: number): number {
  let chance = 0;
  for (let code = 0; code < 2 ** weights.length; code++) {
    const values = weights.map((_, i) => (code >> i) & 1);
    if (firstAbove(limit, { values, weights }, error) === undefined) continue;
    chance += values.reduce((product, value) => product * (value === 1 ? rate : 1 - rate), 1);
  }
  return chance;
}

describe('bets against a mean', () => {
  const even = Array.from({ length: 13 }, () => 1);
  const uneven = Array.from({ length: 13 }, (_, i) => 1 / (1 + (i % 4)));

  it.each([
    { limit: 0.1, weights: even },
    { limit: 0.3, weights: even },
    { limit: 0.3, weights: uneven },
    { limit: 0.7, weights: even },
  ])('win with at most the probability of the error where the mean is the limit $limit', ({ limit, weights }) => {
    for (const error of [0.3, 0.1, 0.02]) expect(chanceToWin(limit, limit, weights, error)).toBeLessThanOrEqual(error);
  });

  it('win less where the mean is lower, and more where it is higher', () => {
    const [lower, at, higher] = [0.2, 0.3, 0.6].map((rate) => chanceToWin(0.3, rate, even, 0.3));
    expect(lower).toBeLessThan(at!);
    expect(higher).toBeGreaterThan(2 * at!);
  });
});

describe('a confidence sequence', () => {
  it('draws closer and closer around the mean of the values', () => {
    const { lower, upper } = confidenceSequence(draw(1, 0.2, 3000), 0.05);
    for (let i = 1; i < 3000; i++) {
      expect(lower[i]).toBeGreaterThanOrEqual(lower[i - 1]!);
      expect(upper[i]).toBeLessThanOrEqual(upper[i - 1]!);
    }
    expect(lower.at(-1)).toBeGreaterThan(0.17);
    expect(upper.at(-1)).toBeLessThan(0.23);
    expect([lower[0], upper[0]]).toEqual([0, 1]);
  });

  it('passes a mark when bets against the mark win, neither before nor after', () => {
    const mark = 0.1234;
    for (const seed of [1, 2, 3, 4, 5]) {
      const stream = draw(seed, 0.25, 600);
      const { lower } = confidenceSequence(stream, 0.05, [mark]);
      const first = lower.findIndex((one) => one >= mark);
      expect(first + 1).toBe(firstAbove(mark, stream, 0.05));
    }
  });

  it('reaches a limit that was promised to the last digit', () => {
    const { upper } = confidenceSequence(
      { values: new Float64Array(120), weights: new Float64Array(120).fill(1) },
      0.05,
      [0.1],
    );
    expect([...upper].filter((one) => one === 0.1).length).toBeGreaterThan(0);
    expect(upper.at(-1)).toBeLessThanOrEqual(0.1);
  });

  it('notices a mean that rises, long after it was low', () => {
    const [low, high] = [draw(3, 0.05, 1500), draw(4, 0.3, 300)];
    const values = [...Array.from(low.values), ...Array.from(high.values)];
    const stream = { values, weights: values.map(() => 1) };
    expect(values.reduce((sum, one) => sum + one, 0) / values.length).toBeLessThan(0.1);
    const found = firstAbove(0.1, stream, 0.05)!;
    expect(found).toBeGreaterThan(1500);
    expect(found).toBeLessThan(1700);
    const since = mostAgainst(0.1, stream, found);
    expect(Math.abs(since - 1500)).toBeLessThan(50);
    const { lower, upper } = confidenceSequence(stream, 0.05, [0.1]);
    expect(lower[found - 1]).toBeGreaterThanOrEqual(0.1);
    // What all of them are on average is another question.
    expect(upper.at(-1)).toBeLessThan(0.1);
  });

  it('learns less from values of little weight', () => {
    const { values } = draw(2, 0.2, 400);
    const [light, heavy] = [0.05, 1].map((weight) =>
      confidenceSequence({ values, weights: Array.from(values, () => weight) }, 0.05),
    );
    expect(light!.lower.at(-1)).toBeLessThan(heavy!.lower.at(-1)!);
    expect(light!.upper.at(-1)).toBeGreaterThan(heavy!.upper.at(-1)!);
  });

  it('takes values between 0 and 1', () => {
    const values = Array.from({ length: 2000 }, (_, i) => (i % 3) / 4);
    const { lower, upper } = confidenceSequence({ values, weights: values.map(() => 1) }, 0.05);
    expect(lower.at(-1)).toBeGreaterThan(0.2);
    expect(lower.at(-1)).toBeLessThan(0.25);
    expect(upper.at(-1)).toBeGreaterThan(0.25);
    expect(upper.at(-1)).toBeLessThan(0.3);
  });

  it('knows nothing before there is a value', () => {
    const { lower, upper } = confidenceSequence({ values: [], weights: [] }, 0.05);
    expect([lower, upper].map(({ length }) => length)).toEqual([0, 0]);
  });
});

describe('how many values it takes', () => {
  it.each([
    { limit: 0.1, truth: 0.2 },
    { limit: 0.05, truth: 0.15 },
    { limit: 0.4, truth: 0.8 },
  ])('to show $truth above $limit, is as many as it takes where they come evenly', ({ limit, truth }) => {
    const values = Array.from({ length: 2000 }, (_, i) => Math.floor((i + 1) * truth) - Math.floor(i * truth));
    const found = firstAbove(limit, { values, weights: values.map(() => 1) }, 0.05)!;
    expect(Math.abs(found - valuesToShow(limit, truth, 0.05))).toBeLessThanOrEqual(1 / truth);
  });

  it('is never where the truth is not above', () => {
    expect([0.1, 0.05].map((truth) => valuesToShow(0.1, truth, 0.05))).toEqual([Infinity, Infinity]);
  });
});
