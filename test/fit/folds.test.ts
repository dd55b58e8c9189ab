import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignFolds } from '../../src/fit/folds.ts';

const foldsOf = (groups: readonly string[], seed = 1): number => new Set(assignFolds(groups, seed)).size;

describe('folds', () => {
  it('keep groups whole, and leave none of up to ten empty', () => {
    const anyGroups = fc.array(
      fc.nat(15).map((group) => `g${group}`),
      { minLength: 1, maxLength: 100 },
    );
    fc.assert(
      fc.property(anyGroups, fc.nat(), (groups, seed) => {
        const folds = assignFolds(groups, seed);
        const ofGroup = new Map(groups.map((group, i) => [group, folds[i]!]));
        expect(groups.map((group) => ofGroup.get(group))).toEqual(folds);
        expect(new Set(folds)).toEqual(new Set(Array.from({ length: Math.min(10, ofGroup.size) }, (_, i) => i)));
      }),
    );
  });

  it('hold as many records each where groups are alike', () => {
    const folds = assignFolds(
      Array.from({ length: 200 }, (_, i) => `g${i % 50}`),
      3,
    );
    for (let fold = 0; fold < 10; fold++) expect(folds.filter((one) => one === fold)).toHaveLength(20);
  });

  it('are the same for a seed, and others for another', () => {
    const groups = Array.from({ length: 60 }, (_, i) => `g${i}`);
    expect(assignFolds(groups, 7)).toEqual(assignFolds(groups, 7));
    expect(assignFolds(groups, 7)).not.toEqual(assignFolds(groups, 8));
  });

  it('are five of 5,000 records and more', () => {
    const groups = Array.from({ length: 5000 }, (_, i) => `g${i}`);
    expect(foldsOf(groups)).toBe(5);
    expect(foldsOf(groups.slice(1))).toBe(10);
    expect(foldsOf(groups.map((_, i) => `g${i % 3}`))).toBe(3);
  });

  it('are three of 50,000 records and more', () => {
    const groups = Array.from({ length: 50_000 }, (_, i) => `g${i}`);
    expect(foldsOf(groups)).toBe(3);
    expect(foldsOf(groups.slice(1))).toBe(5);
  });
});
