import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/fit/inflation/columns.ts';
import { effectsOf } from '../../../src/fit/inflation/effects.ts';
import type { Slope } from '../../../src/fit/inflation/slopes.ts';
import { expectClose } from '../../close.ts';

/** One extra in 100 words is two spreads, and a standard deviation of the column is half a spread: a step is four of them. */
const column: Column = {
  scaling: { name: 'boosters', transform: 'none', centre: 2, spread: 0.5, min: 0, max: 6, slack: 0 },
  values: new Float64Array(0),
  deviation: 0.5,
  missing: 0,
};

const slope = (estimate: number, standardError: number, groupsWorth: number): Slope => ({
  estimate,
  standardError,
  groupsWorth,
});

describe('the effects', () => {
  // Student's t with 9 degrees of freedom: 2.262157 has .05 outside, and 4 has .003110 (scipy).
  it('are told in steps, with intervals and p-values of one degree of freedom less than the groups’ worth', () => {
    const [effect] = effectsOf([column], [slope(0.04, 0.01, 10)], true);
    expect(effect).toMatchObject({ effect: 0.16, standardised: 0.04, groupsWorth: 10, holds: true });
    const margin = 4 * 2.262157 * 0.01;
    expectClose([effect!.lower!, effect!.upper!], [0.16 - margin, 0.16 + margin], { relative: 1e-5 });
    expectClose(effect!.pValue!, 0.00311, { relative: 1e-3 });
  });

  it('hold by the corrected p-value', () => {
    const almost = slope(0.025, 0.01, 20);
    const alone = effectsOf([column], [almost], true);
    const among = effectsOf([column, column, column], [almost, slope(0, 0.01, 20), slope(0, 0.01, 20)], true);
    expect(alone[0]!.holds).toBe(true);
    expect(among[0]!.holds).toBe(false);
    expect(among[0]!.pValue).toBe(alone[0]!.pValue);
    expectClose(among[0]!.pCorrected!, 3 * alone[0]!.pValue!, { relative: 1e-5 });
  });

  it('have neither interval nor p-value where they rest on too few groups, and do not count in the correction', () => {
    const few = slope(0.2, 0.01, 4.9);
    const none = slope(0.2, NaN, 20);
    const [one, two, three] = effectsOf([column, column, column], [few, slope(0.04, 0.01, 10), none], true);
    const unproven = { effect: 0.8, lower: null, upper: null, pValue: null, pCorrected: null, holds: false };
    expect([one, three]).toMatchObject([unproven, unproven]);
    expect(two!.pCorrected).toBe(two!.pValue);
  });

  it('are never proven where the records have no groups for it', () => {
    expect(effectsOf([column], [slope(0.04, 0.001, 10)], false)[0]).toMatchObject({ lower: null, holds: false });
  });
});
