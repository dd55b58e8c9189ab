import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, mostAllowed } from '../../src/math/binomial.ts';
import { chanceByMeans, meanBelowZero } from '../../src/math/gaffke.ts';
import { expectClose } from '../close.ts';
import { seededRandom, type Random } from '../../src/math/random.ts';

const close = { relative: 1e-10, absolute: 1e-12 };

const exponential = (random: Random): number => -Math.log(1 - random());

/** The same by its definition, as a share of many draws. */
function drawnChance(values: readonly number[], top: number, draws: number): number {
  const random = seededRandom(11);
  let above = 0;
  for (let draw = 0; draw < draws; draw++)
    if (values.reduce((sum, value) => sum + value * exponential(random), top * exponential(random)) > 0) above++;
  return above / draws;
}

describe('meanBelowZero', () => {
  it('is the exact binomial test where there are two values', () => {
    const counts = fc.record({
      failing: fc.integer({ min: 0, max: 60 }),
      passing: fc.integer({ min: 0, max: 60 }),
      limit: fc.constantFrom(0.02, 0.1, 0.3, 0.7),
    });
    fc.assert(
      fc.property(counts, ({ failing, passing, limit }) => {
        const values = [...Array<number>(passing).fill(-limit), ...Array<number>(failing).fill(1 - limit)];
        expectClose(meanBelowZero(values, 1 - limit), binomialCdf(failing, failing + passing, limit), close);
      }),
    );
  });

  it('is what its definition says, by drawing', () => {
    for (const values of [
      [-0.2, -0.1, -0.2, -0.05, 0.3, -0.2, -0.2],
      [-0.1, 0.4, 0.15, -0.1, -0.1, -0.02, -0.1, -0.1, -0.1, -0.1, 0, -0.06],
    ])
      // Three standard errors of 200,000 draws.
      expect(Math.abs(meanBelowZero(values, 0.8) - drawnChance(values, 0.8, 200_000))).toBeLessThan(0.0034);
  });

  it('does not depend on the order, on zeros or on the unit, and rises with each number', () => {
    const number = fc.integer({ min: -300, max: 700 }).map((thousandths) => thousandths / 1000);
    const numbers = fc.array(number, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(numbers, fc.nat(), fc.double({ min: 0, max: 0.5, noNaN: true }), (values, place, more) => {
        const p = meanBelowZero(values, 1);
        expectClose(meanBelowZero([0, ...values.toReversed()], 1), p, close);
        const inEighths = values.map((value) => 8 * value);
        expectClose(meanBelowZero(inEighths, 8), p, close);
        const raised = values.map((value, i) => (i === place % values.length ? value + more : value));
        expect(meanBelowZero(raised, 1)).toBeGreaterThanOrEqual(p - 1e-12);
      }),
    );
  });

  it('shows nothing with what is no number', () => {
    const good = Array<number>(50).fill(-0.2);
    expect(meanBelowZero(good, 0.8)).toBeLessThan(0.001);
    for (const wrong of [NaN, Infinity, -Infinity]) expect(meanBelowZero([...good, wrong], 0.8)).toBe(1);
    for (const top of [NaN, 0, -0.5, Infinity]) expect(meanBelowZero(good, top)).toBe(1);
    for (const trials of [NaN, -1, 1.5, Infinity])
      expect(chanceByMeans({ trials, part: 0.5 }, 0.05, { limit: 0.1, error: 0.1 })).toBe(0);
  });

  it('shows nothing with no numbers, nor with many that are 0', () => {
    expect(meanBelowZero([], 0.9)).toBe(1);
    expect(meanBelowZero(Array<number>(50).fill(0), 0.9)).toBe(1);
  });
});

/** Numbers of at most 0.8 with a mean of exactly 0: the test has to let them go. */
const worlds: Readonly<Record<string, (random: Random, i: number) => number>> = {
  'two values': (random) => (random() < 0.2 ? 0.8 : -0.2),
  'two values, the larger below the top': (random) => (random() < 0.5 ? 0.2 : -0.2),
  'rare large ones among small ones': (random) => (random() < 0.05 ? 0.76 : -0.02 - 0.04 * random()),
  'mostly nothing': (random) => (random() < 0.7 ? 0 : random() < 0.2 ? 0.8 : -0.2),
  even: (random) => 1.6 * random() - 0.8,
  'bent to one side': (random) => 0.8 - 2.4 * random() ** 2,
  'of several kinds': (random, i) => (i % 3 === 0 ? 0.1 * (random() - 0.5) : random() < 0.2 ? 0.8 : -0.2),
  'means of five that are alike': (random) => {
    const rate = random() < 0.25 ? 0.5 : 0.1;
    return Array.from({ length: 5 }, () => (random() < rate ? 1 : 0)).reduce<number>(
      (sum, one) => sum + (one - 0.2) / 5,
      0,
    );
  },
};

describe('a test at a tenth', () => {
  const runs = 4000;
  const most = 0.1 + 3 * Math.sqrt((0.1 * 0.9) / runs);

  it.each(Object.entries(worlds))('errs in at most a tenth of the draws: %s', (_, draw) => {
    const random = seededRandom(17);
    for (const count of [2, 5, 15, 40]) {
      const draws = Array.from({ length: runs }, () => Array.from({ length: count }, (__, i) => draw(random, i)));
      const shown = draws.filter((values) => meanBelowZero(values, 0.8) <= 0.1).length;
      expect(shown / runs).toBeLessThanOrEqual(most);
    }
  });

  it('does err where there is something to err about, so it can', () => {
    const random = seededRandom(23);
    const values = () => Array.from({ length: 40 }, (_, i) => worlds['two values']!(random, i));
    const shown = Array.from({ length: runs }, () => meanBelowZero(values(), 0.8) <= 0.12).filter(Boolean).length;
    expect(shown / runs).toBeGreaterThan(0.05);
  });
});

describe('chanceByMeans', () => {
  it('is the power of the binomial test where each group is one trial', () => {
    for (const [trials, limit] of [
      [30, 0.2],
      [120, 0.1],
      [1001, 0.02],
      [5, 0.05],
    ] as const) {
      const allowed = mostAllowed(trials, limit, 0.1);
      const power = allowed < 0 ? 0 : binomialCdf(allowed, trials, limit / 2);
      expectClose(chanceByMeans({ trials, part: 1 }, limit / 2, { limit, error: 0.1 }), power, close);
    }
  });

  it('goes on where there are too many trials to race, and is quick for any number', () => {
    for (const [limit, part] of [
      [0.1, 0.2],
      [0.3, 0.5],
      [0.2, 0.05],
      [0.05, 0.1],
    ] as const) {
      // The chances go in teeth, so it is their mean that is compared.
      const meanFrom = (first: number): number =>
        Array.from({ length: 20 }, (_, i) =>
          chanceByMeans({ trials: first + i, part }, 0.8 * limit, { limit, error: 0.1 }),
        ).reduce((sum, chance) => sum + chance / 20, 0);
      expect(Math.abs(meanFrom(1001) - meanFrom(981))).toBeLessThan(0.04);
    }
    expect(chanceByMeans({ trials: 1e12, part: 1e-9 }, 0.05, { limit: 0.1, error: 0.1 })).toBe(1);
  });

  it('is what the test does on groups that are alike, by drawing', () => {
    const random = seededRandom(5);
    const [groups, size, limit, rate, runs] = [40, 5, 0.3, 0.15, 400];
    const shown = Array.from({ length: runs }, () => {
      const values = Array.from({ length: groups }, () => {
        const contradicted = Array.from({ length: size }, () => (random() < rate ? 1 : 0));
        return contradicted.reduce<number>((sum, one) => sum + one - limit, 0) / size;
      });
      return meanBelowZero(values, 1 - limit) <= 0.1;
    }).filter(Boolean).length;
    const chance = chanceByMeans({ trials: groups * size, part: 1 / size }, rate, { limit, error: 0.1 });
    expect(Math.abs(shown / runs - chance)).toBeLessThan(0.05);
  });
});
