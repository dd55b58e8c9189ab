import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, seededRandom, shuffled, type Random } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('seededRandom', () => {
  it('gives the same numbers for the same seed', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(draw(seededRandom(seed), 20)).toEqual(draw(seededRandom(seed), 20));
      }),
    );
  });

  it('gives other numbers for the next seed', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const next = new Set(draw(seededRandom(seed + 1), 20));
        expect(draw(seededRandom(seed), 20).filter((value) => next.has(value)).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keeps two sources apart', () => {
    const [one, other] = [seededRandom(7), seededRandom(7)];
    draw(one, 5);
    expect(draw(other, 3)).toEqual(draw(seededRandom(7), 3));
  });

  it('stays at 0 or above, and below 1', () => {
    expect(draw(seededRandom(3), 100_000).filter((value) => !(value >= 0 && value < 1))).toEqual([]);
  });

  /*
   * 20,000 numbers in 20 cells of 1,000 expected. The squared distances over 1,000 are chi-squared with 19 degrees of
   * freedom, above 50.8 once in 10,000. Neighbours are uncorrelated to 4 / √20,000 = 0.028.
   */
  it.each([0, 1, 2, 42, 2 ** 32 - 1])('is uniform and its neighbours are unrelated, with seed %d', (seed) => {
    const values = draw(seededRandom(seed), 20_000);
    const cells = Array.from({ length: 20 }, () => 0);
    for (const value of values) cells[Math.floor(20 * value)]! += 1;
    expect(cells.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0)).toBeLessThan(50.8);
    const products = values.slice(1).map((value, i) => 12 * (value - 0.5) * (values[i]! - 0.5));
    expectClose(mean(products), 0, { absolute: 0.028 });
  });
});

describe('shuffled', () => {
  it('holds every item once more and leaves the list as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), anySeed, (items, seed) => {
        const before = [...items];
        const after = shuffled(items, seededRandom(seed));
        expect(items).toEqual(before);
        expect(after).not.toBe(items);
        expect(after.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
    );
  });

  it('gives the same order for the same seed', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(shuffled(items, seededRandom(5))).toEqual(shuffled(items, seededRandom(5)));
  });

  // 6,000 shuffles of three: each of the six orders 1,000 times, with a standard error of √(6,000 · 1/6 · 5/6) = 28.9.
  it('finds every order equally often', () => {
    const random = seededRandom(11);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(['a', 'b', 'c'], random).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const times of seen.values()) expectClose(times, 1000, { absolute: 4 * 28.9 });
  });
});

describe('normal', () => {
  /*
   * Over n = 40,000 the means of z, z², z³ and z⁴ have standard errors of √(1, 2, 15, 96) / √n, and the share beyond
   * 1.96 has √(.05 · .95 / n) = .0011. The bands are four of them.
   */
  it('has the moments and the tails of the standard normal distribution', () => {
    const random = seededRandom(17);
    const values = Array.from({ length: 40_000 }, () => normal(random));
    [0, 1, 0, 3].forEach((expected, i) => {
      const error = Math.sqrt([1, 2, 15, 96][i]! / values.length);
      expectClose(mean(values.map((value) => value ** (i + 1))), expected, { absolute: 4 * error });
    });
    expectClose(mean(values.map((value) => (Math.abs(value) > 1.96 ? 1 : 0))), 0.05, { absolute: 4 * 0.0011 });
  });

  it('is finite for the lowest and the highest number that a source gives', () => {
    for (const edge of [0, 1 - 2 ** -32]) expect(Number.isFinite(normal(() => edge))).toBe(true);
  });
});

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random());
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
