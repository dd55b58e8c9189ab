import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../src/fit/bootstrap.ts';
import { weightedMean } from '../../src/math/metrics.ts';

describe('bootstrap', () => {
  it('has an interval around a mean, the same for the same seed, wider where the records come in groups', () => {
    const values = Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : 1));
    const alone = meanOf(values, 60);
    expect(alone).toEqual(meanOf(values, 60));
    expect(alone.value).toBe(0.5);
    const grouped = meanOf(values, 12);
    expect(grouped.upper! - grouped.lower!).toBeGreaterThan(1.5 * (alone.upper! - alone.lower!));
  });

  it.each([9, 2])('has no interval with %d groups', (groups) => {
    const values = Array.from({ length: 90 }, (_, i) => i % 7);
    expect(meanOf(values, groups)).toMatchObject({ lower: null, upper: null });
    expect(meanOf(values, 10).lower).not.toBeNull();
  });

  it('has no interval where every draw gives the same: all of so many is no proof of all', () => {
    const ones = Array.from({ length: 60 }, () => 1);
    expect(meanOf(ones, 60)).toEqual({ value: 1, lower: null, upper: null });
  });

  it('has no number where there is none', () => {
    const estimate = bootstrap(() => null, { weights: [1, 1], groups: ['a', 'b'], seed: 1 });
    expect(estimate((value) => value)).toEqual({ value: null, lower: null, upper: null });
  });
});

/** The mean of values in so many groups of neighbours. */
function meanOf(values: readonly number[], groups: number) {
  const weights = values.map(() => 1);
  const names = values.map((_, i) => `g${Math.floor((i * groups) / values.length)}`);
  return bootstrap((drawn) => weightedMean(values, drawn), { weights, groups: names, seed: 1 })((mean) => mean);
}
