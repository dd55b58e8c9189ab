import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conformalQuantile } from '../../src/math/conformal.ts';

const oneToNine = [5, 3, 9, 1, 7, 2, 8, 4, 6];
const anyLevel = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);
const anyResidual = fc.double({ min: -10, max: 10, noNaN: true });
const anyWeighted = fc.array(fc.tuple(anyResidual, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 30 });

describe('conformalQuantile', () => {
  // Of nine residuals and the one to come, .9 · 10 = 9 must be at or below: the ninth. For .91 the one to come is needed.
  it.each([
    [0.1, 1],
    [0.11, 2],
    [0.5, 5],
    [0.8, 8],
    [0.81, 9],
    [0.9, 9],
    [0.91, 99],
    [0.99, 99],
  ])('at level %d of the residuals 1 to 9 is %d', (level, expected) => {
    expect(conformalQuantile(oneToNine, unit(9), level, 99)).toBe(expected);
  });

  // Weights 4, 1, 3 for 10, 20, 30, and 1 for the one to come: 9 in all. Level .44 needs 3.96, .45 needs 4.05, and so on.
  it.each([
    [0.3, 10],
    [0.44, 10],
    [0.45, 20],
    [0.55, 20],
    [0.56, 30],
    [0.88, 30],
    [0.89, 99],
  ])('at level %d of weighted residuals is %d', (level, expected) => {
    expect(conformalQuantile([30, 10, 20], [3, 4, 1], level, 99)).toBe(expected);
  });

  it('falls back without residuals', () => {
    expect(conformalQuantile([], [], 0.5, 99)).toBe(99);
  });

  it('covers what it promises: leave any one out, and the others bound it in at least the level of cases', () => {
    fc.assert(
      fc.property(fc.array(anyResidual, { minLength: 2, maxLength: 30 }), anyLevel, (all, level) => {
        const covered = all.filter((value, i) => {
          const others = all.toSpliced(i, 1);
          return value <= conformalQuantile(others, unit(others.length), level, Infinity);
        });
        expect(covered.length).toBeGreaterThanOrEqual(level * all.length - 1e-9);
      }),
    );
  });

  it('covers no more than it must: with distinct residuals, less than one case above the level', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(distinct, anyLevel, (all, level) => {
        const covered = all.filter((value, i) => {
          const others = all.toSpliced(i, 1);
          return value <= conformalQuantile(others, unit(others.length), level, Infinity);
        });
        expect(covered.length).toBeLessThan(level * all.length + 1 - 1e-9);
      }),
    );
  });

  it('does not depend on the order of the residuals', () => {
    fc.assert(
      fc.property(anyWeighted, anyLevel, (pairs, level) => {
        expect(quantileOf(pairs.toReversed(), level)).toBe(quantileOf(pairs, level));
      }),
    );
  });

  it('does not fall as the records are worth less: the one to come then weighs more', () => {
    fc.assert(
      fc.property(anyWeighted, anyLevel, fc.double({ min: 0.01, max: 1, noNaN: true }), (pairs, level, worth) => {
        const poorer = pairs.map(([residual, weight]) => [residual, worth * weight] as const);
        expect(quantileOf(poorer, level)).toBeGreaterThanOrEqual(quantileOf(pairs, level));
      }),
    );
  });

  it('takes copies that share a weight for the one that they copy', () => {
    fc.assert(
      fc.property(anyWeighted, anyLevel, fc.integer({ min: 2, max: 5 }), (pairs, level, times) => {
        const copies = pairs.flatMap(([residual, weight]) =>
          Array.from({ length: times }, () => [residual, weight / times] as const),
        );
        expect(quantileOf(copies, level)).toBe(quantileOf(pairs, level));
      }),
    );
  });

  it('never falls as the level rises', () => {
    fc.assert(
      fc.property(anyWeighted, anyLevel, anyLevel, (pairs, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(quantileOf(pairs, low)).toBeLessThanOrEqual(quantileOf(pairs, high));
      }),
    );
  });
});

function quantileOf(pairs: readonly (readonly [number, number])[], level: number): number {
  return conformalQuantile(
    pairs.map(([residual]) => residual),
    pairs.map(([, weight]) => weight),
    level,
    Infinity,
  );
}

function unit(length: number): number[] {
  return Array.from({ length }, () => 1);
}
