import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/fit/inflation/effects.ts';
import type { FeatureInflation, InflationReport } from '../../src/fit/inflation/inflation.ts';
import { tabulateInflation } from '../../src/report/inflation-table.ts';
import { worldTarget } from '../world.ts';

const effect = (value: number, options: Partial<Effect> = {}): Effect => ({
  effect: value,
  lower: value - 0.05,
  upper: value + 0.05,
  standardised: value,
  groupsWorth: 30,
  pValue: 0.2,
  pCorrected: 0.4,
  holds: false,
  ...options,
});

const told = (feature: string, alone: Effect, joint: Effect | null = null): FeatureInflation => ({
  feature,
  measures: feature,
  step: { words: 'per doubling', from: 500, to: 1000 },
  seen: { min: 88, max: 4012 },
  missing: 0,
  alone,
  joint,
});

const unproven = { lower: null, upper: null, pValue: null, pCorrected: null };

const report: InflationReport = {
  target: worldTarget,
  records: 1634,
  groups: 50,
  groupsWorth: 49.5,
  mean: { value: 0.123, lower: 0.101, upper: 0.145 },
  features: [
    told('characters', effect(0.21, { holds: true, pCorrected: 0.001 }), effect(0.18)),
    told('boosters', effect(-0.03), effect(-0.004)),
    told('variety', effect(0.02)),
  ],
  leftOut: [
    { feature: 'tableRows', reason: 'constant', of: [] },
    { feature: 'emoji', reason: 'in few groups', of: [] },
    { feature: 'words', reason: 'duplicate', of: ['characters'] },
    { feature: 'variety', reason: 'explained', of: ['characters', 'boosters', 'hedges'] },
  ],
};

describe('the table of what inflates', () => {
  it('says by how much, what holds, and what was left out', () => {
    expect(tabulateInflation(report)).toMatchInlineSnapshot(`
      "1,634 labelled records in 50 groups
      mean inflation (self-rating less human rating, both on 0..1): +0.123 [+0.101, +0.145]

      what goes with inflation            seen                     alone         others held still
      * characters, per doubling   88 to 4,010   +0.210 [+0.160, +0.260]   +0.180 [+0.130, +0.230]
        boosters, per doubling     88 to 4,010   −0.030 [−0.080, +0.020]   −0.004 [−0.054, +0.046]
        variety, per doubling      88 to 4,010   +0.020 [−0.030, +0.070]

      +0.100 is ten points of 100: self-ratings that much further above human ratings, or less far below
      * holds: with 3 features tested, chance gives as much in at most 5 of 100 sets (Holm)
      others held still: 2 features at once
      never varies: tableRows
      varies in too few groups: emoji
      left out, as another says the same: words (characters)
      alone only, as others together say the same: variety (characters, boosters and 1 more)"
    `);
  });

  it('says that nothing holds', () => {
    const text = tabulateInflation({ ...report, features: [told('characters', effect(0.21))] });
    expect(text).toContain('nothing holds: with one feature tested, chance gives as much in more than 5');
    expect(text).not.toContain('*');
  });

  it('says that the groups are too few to prove anything, and shows no interval', () => {
    const text = tabulateInflation({
      ...report,
      groups: 4,
      groupsWorth: 3.6,
      mean: { value: -0.123, lower: null, upper: null },
      features: [told('characters', effect(0.21, unproven))],
    });
    expect(text).toContain('nothing is proven: the groups are worth 3.6 of equal weight, too few');
    expect(text).toMatch(/human rating, both on 0\.\.1\): −0\.123\n/);
    expect(text).toMatch(/characters, per doubling {3}88 to 4,010 {3}\+0\.210\n/);
    expect(text).not.toMatch(/[[\]]|others held still/);
  });

  it('has eight rows at most: those that hold, and then the largest, in order of size', () => {
    const many = Array.from({ length: 12 }, (_, i) => told(`f${i}`, effect((12 - i) / 100, { holds: i > 9 })));
    const rows = tabulateInflation({ ...report, features: many }).match(/^[* ] f\d+/gm);
    expect(rows).toEqual(['  f0', '  f1', '  f2', '  f3', '  f4', '  f5', '* f10', '* f11']);
    expect(tabulateInflation({ ...report, features: many })).toContain('\nnot shown: 4 more\n');
  });

  it('names six left out, and counts the rest', () => {
    const leftOut = Array.from({ length: 9 }, (_, i) => ({ feature: `f${i}`, reason: 'constant' as const, of: [] }));
    expect(tabulateInflation({ ...report, leftOut })).toMatch(/\nnever varies: f0, f1, f2, f3, f4, f5 and 3 more$/);
  });

  it('says when the groups cannot carry more at once', () => {
    const leftOut = [{ feature: 'hedges', reason: 'beyond capacity' as const, of: [] }];
    expect(tabulateInflation({ ...report, leftOut })).toMatch(
      /\nothers held still: 2 features at once, as many as 50 groups can carry$/,
    );
  });

  it('says when no feature varies', () => {
    expect(tabulateInflation({ ...report, features: [] })).toContain('none varies enough');
  });
});
