import { describe, expect, it } from 'vitest';
import { chanceToShow, planFor, prospectsToFail, prospectsToPass } from '../../../src/gate/certify/plan.ts';
import { expectClose } from '../../close.ts';

const steps = [
  { threshold: 0.9, share: 0.1, passRate: 0.98 },
  { threshold: 0.7, share: 0.3, passRate: 0.94 },
  { threshold: 0.5, share: 0.6, passRate: 0.8 },
  { threshold: 0.1, share: 0.9, passRate: 0.6 },
];

describe('a plan', () => {
  it('starts where most traffic can be expected, and goes on to more', () => {
    // At a tenth of 100 units nothing can be shown, however good they are; at 0.3 of them about two in 30 are no obstacle.
    expect(planFor(prospectsToPass(steps), 100, { limit: 0.2, error: 0.1 })).toEqual([0.7, 0.5, 0.1]);
    expect(planFor(prospectsToPass(steps), 100, { limit: 0.4, error: 0.1 })).toEqual([0.5, 0.1]);
  });

  it('is empty where no threshold has a chance', () => {
    expect(planFor(prospectsToPass(steps), 10, { limit: 0.05, error: 0.1 })).toEqual([]);
    expect(planFor([], 100, { limit: 0.2, error: 0.1 })).toEqual([]);
  });

  it('knows the chance of a threshold', () => {
    // Thirty units at a rate of .06 against a limit of .2: three contradictions are too many, two are not.
    const [, second] = prospectsToPass(steps);
    const atMostTwo = [0, 1, 2].reduce((sum, k) => sum + [1, 30, 435][k]! * 0.06 ** k * 0.94 ** (30 - k), 0);
    expectClose(chanceToShow(second!, 100, { limit: 0.2, error: 0.1 }), atMostTwo, {
      relative: 1e-10,
      absolute: 1e-10,
    });
  });
});

describe('prospects to fail', () => {
  it('are what lies below each threshold, the lowest first', () => {
    const prospects = prospectsToFail(steps);
    expect(prospects.map(({ threshold }) => threshold)).toEqual([0.5, 0.7, 0.9]);
    // Below 0.5 are 0.3 of the traffic, of which 0.9 · 0.6 − 0.6 · 0.8 = 0.06 pass.
    expectClose(prospects[0]!.share, 0.3, { relative: 1e-12, absolute: 1e-12 });
    expectClose(prospects[0]!.rate, 0.2, { relative: 1e-12, absolute: 1e-12 });
    expectClose(prospects[2]!.share, 0.8, { relative: 1e-12, absolute: 1e-12 });
    expectClose(prospects[2]!.rate, (0.54 - 0.098) / 0.8, { relative: 1e-12, absolute: 1e-12 });
  });
});
