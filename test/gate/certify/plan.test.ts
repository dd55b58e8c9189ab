import { describe, expect, it } from 'vitest';
import {
  chanceToShow,
  chanceToShowByMeans,
  planFor,
  prospectsFor,
  type Budget,
} from '../../../src/gate/certify/plan.ts';
import { expectClose } from '../../close.ts';

const steps = [
  { threshold: 0.9, share: 0.1, passRate: 0.98 },
  { threshold: 0.7, share: 0.3, passRate: 0.94 },
  { threshold: 0.5, share: 0.6, passRate: 0.8 },
  { threshold: 0.1, share: 0.9, passRate: 0.6 },
];

const close = { relative: 1e-12, absolute: 1e-12 };
const toPass = prospectsFor('false-pass', steps);
const startOf = (units: number, budget: Budget) =>
  planFor(toPass, (prospect) => chanceToShow(prospect, units, budget)).sequence;

describe('a plan', () => {
  it('starts where most traffic can be expected, and goes on to more', () => {
    // At a tenth of 100 units nothing can be shown, however good they are; at 0.3 of them about two in 30 are no obstacle.
    expect(startOf(100, { limit: 0.2, error: 0.1 })).toEqual([0.7, 0.5, 0.1]);
    expect(startOf(100, { limit: 0.4, error: 0.1 })).toEqual([0.5, 0.1]);
  });

  it('is empty where no threshold has a chance', () => {
    expect(startOf(10, { limit: 0.05, error: 0.1 })).toEqual([]);
    expect(planFor([], () => 1)).toEqual({ sequence: [], worth: 0 });
  });

  it('knows the chance of a threshold', () => {
    // Thirty units at a rate of .06 against a limit of .2: three contradictions are too many, two are not.
    const [, second] = toPass;
    const atMostTwo = [0, 1, 2].reduce((sum, k) => sum + [1, 30, 435][k]! * 0.06 ** k * 0.94 ** (30 - k), 0);
    expectClose(chanceToShow(second!, 100, { limit: 0.2, error: 0.1 }), atMostTwo, {
      relative: 1e-10,
      absolute: 1e-10,
    });
  });
});

describe('the chance by means', () => {
  const budget = { limit: 0.2, error: 0.1 };
  const second = toPass[2]!;

  it('is that of draws where groups are single records, or are all alike', () => {
    const chance = chanceToShow(second, 100, budget);
    expectClose(chanceToShowByMeans(second, 100, budget, { perGroup: 1, correlation: 0.3 }), chance, close);
    expectClose(chanceToShowByMeans(second, 100, budget, { perGroup: 7, correlation: 1 }), chance, close);
  });

  it('grows with the groups, the more the less their records are alike', () => {
    const good = { ...second, rate: 0.12 };
    const chances = [1, 0.5, 0.2, 0].map((correlation) =>
      chanceToShowByMeans(good, 100, budget, { perGroup: 5, correlation }),
    );
    expect(chances).toEqual([...chances].sort((a, b) => a - b));
    expect(chances.at(-1)! - chances[0]!).toBeGreaterThan(0.2);
  });
});

describe('prospects', () => {
  it('are of what is passed, of all, or of what fails', () => {
    const [, second] = prospectsFor('joint', steps);
    expectClose(second!.rate, 0.3 * 0.06, close);
    expect(second).toMatchObject({ threshold: 0.7, share: 0.3, trials: 1 });
    const leak = prospectsFor('leak', steps)[1]!;
    expectClose(leak.trials, 0.9 * 0.4, close);
    expectClose(leak.rate, (0.3 * 0.06) / 0.36, close);
    expect(prospectsFor('leak', [])).toEqual([]);
  });
});

describe('prospects to fail', () => {
  it('are what lies below each threshold, the lowest first', () => {
    const prospects = prospectsFor('false-fail', steps);
    expect(prospects.map(({ threshold }) => threshold)).toEqual([0.5, 0.7, 0.9]);
    // Below 0.5 are 0.3 of the traffic, of which 0.9 · 0.6 − 0.6 · 0.8 = 0.06 pass.
    expectClose(prospects[0]!.share, 0.3, { relative: 1e-12, absolute: 1e-12 });
    expectClose(prospects[0]!.rate, 0.2, { relative: 1e-12, absolute: 1e-12 });
    expectClose(prospects[2]!.share, 0.8, { relative: 1e-12, absolute: 1e-12 });
    expectClose(prospects[2]!.rate, (0.54 - 0.098) / 0.8, { relative: 1e-12, absolute: 1e-12 });
  });
});
