import { describe, expect, it } from 'vitest';
import { outlooksOf } from '../../../src/gate/certify/outlook.ts';
import type { Plan } from '../../../src/gate/certify/prove.ts';
import type { Unit, UnitGroup } from '../../../src/gate/certify/units.ts';
import { expectClose } from '../../close.ts';

const close = { relative: 1e-12, absolute: 0 };

const steps = [
  { threshold: 0.9, share: 0.2, passRate: 0.9 },
  { threshold: 0.5, share: 0.6, passRate: 0.8 },
  { threshold: 0.2, share: 1, passRate: 0.6 },
];

const plan: Plan = {
  estimand: 'false-pass',
  limit: 0.2,
  confidence: 0.9,
  uses: 1,
  reference: { passProbability: steps, selfRating: [] },
  grouping: { perGroup: 1, correlation: 0 },
};

/** Groups of two: half of them reach .9 and one of those in ten is wrong, the others fail below .5. */
const groups = Array.from({ length: 40 }, (_, i): UnitGroup => {
  const unit = (passProbability: number, passes: boolean): Unit => ({
    passProbability,
    selfRating: 5,
    isDecidable: true,
    passes,
  });
  const drawn = unit(0.95, i >= 4);
  return { drawn, all: [drawn, unit(0.3, false)] };
});

describe('the outlook of a threshold', () => {
  it('is that of the fit where nothing was seen', () => {
    const [first] = outlooksOf([], plan);
    expect(first).toMatchObject({ threshold: 0.9, share: 0.2, trials: 0.2, likely: null });
    expectClose(first!.rate, 0.1, close);
  });

  it('is moved by what was seen, as to the rate and to how much it is a rate of', () => {
    // Forty halves of a group against the twenty of the fit: 2 of 20 are wrong, where the fit expects 4 in 20.
    const half = outlooksOf(groups, plan)[1]!;
    expectClose(half.rate, (2 + 0.2 * 20) / (20 + 20), close);
    expectClose(half.trials, (20 + 0.6 * 20) / (40 + 20), close);
    expect(half.likely!.lower).toBeLessThan(half.rate);
    expect(half.likely!.upper).toBeGreaterThan(half.rate);
    // Of what fails by people: 22 of the 40, and the fit expects .4 of 20.
    const leak = outlooksOf(groups, { ...plan, estimand: 'leak' })[0]!;
    expectClose(leak.trials, (22 + 0.4 * 20) / (40 + 20), close);
    // Of a group whose labels are not alike each counts.
    const [unlike] = outlooksOf(groups, { ...plan, grouping: { perGroup: 3, correlation: 0 } });
    expectClose(unlike!.rate, (4 + 0.1 * 20) / (40 + 20), close);
  });

  it('is of no lower threshold than labels were drawn from, and they do not say how much reaches it', () => {
    const tops = groups.map(({ drawn }) => ({ drawn, all: [drawn] }));
    const seen = outlooksOf(tops, { ...plan, drawnFrom: 0.5 });
    expect(seen.map(({ threshold, trials }) => [threshold, trials])).toEqual([
      [0.9, 0.2],
      [0.5, 0.6],
    ]);
  });
});
