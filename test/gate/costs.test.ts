import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, explainCosts } from '../../src/index.ts';
import { calibratedAt } from './calibrated-at.ts';

const cost = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
const costs = fc.record({ falsePassCost: cost, falseFailCost: cost, reviewCost: cost });

describe('costs', () => {
  it('choose the verdict that costs least', () => {
    fc.assert(
      fc.property(costs, fc.double({ min: 0, max: 1, noNaN: true }), (policy, p) => {
        const expected = {
          pass: (1 - p) * policy.falsePassCost,
          fail: p * policy.falseFailCost,
          review: policy.reviewCost,
        };
        const { verdict } = decide(calibratedAt(p), policy);
        const least = Math.min(...Object.values(expected));
        expect(expected[verdict]).toBeLessThanOrEqual(least * (1 + 1e-9) + 1e-12);
      }),
      { numRuns: 5000 },
    );
  });

  it('become thresholds that are in order, which the decision carries', () => {
    fc.assert(
      fc.property(costs, (policy) => {
        const { passThreshold, failThreshold } = explainCosts(policy);
        expect(failThreshold).toBeGreaterThanOrEqual(0);
        expect(failThreshold).toBeLessThanOrEqual(passThreshold);
        expect(passThreshold).toBeLessThanOrEqual(1);
        expect(decide(calibratedAt(0.5), policy).policy).toEqual({ passThreshold, failThreshold, onError: 'review' });
      }),
    );
  });

  it('say what they imply', () => {
    expect(explainCosts({ falsePassCost: 10, falseFailCost: 4, reviewCost: 1 })).toEqual({
      passThreshold: 0.9,
      failThreshold: 0.25,
      explanation:
        'passes from p ≥ 0.9 on, because a false pass costs as much as 10 reviews; fails below p = 0.25, because a false fail costs as much as 4; asks a person about the rest',
    });
    expect(explainCosts({ falsePassCost: 3, falseFailCost: 1, reviewCost: 5 })).toEqual({
      passThreshold: 0.75,
      failThreshold: 0.75,
      explanation:
        'passes from p ≥ 0.75 on and fails below, because a false pass costs 3 times as much as a false fail; a review costs too much to be worth it',
    });
  });

  it.each([
    { what: 'one of the three', policy: { falsePassCost: 1 } },
    { what: 'a cost of nothing', policy: { falsePassCost: 1, falseFailCost: 0, reviewCost: 1 } },
    { what: 'a cost in text', policy: { falsePassCost: '9', falseFailCost: 1, reviewCost: 1 } },
    { what: 'an infinite cost', policy: { falsePassCost: Infinity, falseFailCost: 1, reviewCost: 1 } },
    {
      what: 'costs and a threshold',
      policy: { falsePassCost: 9, falseFailCost: 1, reviewCost: 1, passThreshold: 0.1 },
    },
    {
      what: 'costs and a fail threshold',
      policy: { falsePassCost: 9, falseFailCost: 1, reviewCost: 1, failThreshold: 0.1 },
    },
    { what: 'costs and a certificate', policy: { falsePassCost: 9, falseFailCost: 1, reviewCost: 1, certificate: {} } },
  ])('are refused: $what', ({ policy }) => {
    expect(decide(calibratedAt(0.99), policy as never)).toMatchObject({ verdict: 'review', reason: 'invalid-option' });
  });

  it.each([undefined, {}, { falsePassCost: 1, falseFailCost: 1 }])(
    'are not explained where they are not: %o',
    (policy) => {
      expect(() => explainCosts(policy as never)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    },
  );
});
