import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, mostAllowed, upperLimit } from '../../src/math/binomial.ts';
import reference from '../reference/binomial.json' with { type: 'json' };
import { expectClose } from '../close.ts';

describe('binomialCdf', () => {
  it.each(reference.cdf)('agrees with scipy at $k of $n, $p', ({ k, n, p, value }) => {
    expectClose(binomialCdf(k, n, p) / value, 1, { relative: 1e-8, absolute: 1e-8 });
  });

  it('is the sum of its terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (k, n, p) => {
          let [sum, term] = [0, (1 - p) ** n];
          for (let i = 0; i <= Math.min(k, n); i++) {
            sum += term;
            term *= (((n - i) / (i + 1)) * p) / (1 - p);
          }
          if (p < 0.999) expectClose(binomialCdf(k, n, p), k >= n ? 1 : sum, { relative: 1e-9, absolute: 1e-9 });
        },
      ),
    );
  });

  it('has its ends', () => {
    expect([
      binomialCdf(-1, 5, 0.3),
      binomialCdf(5, 5, 0.3),
      binomialCdf(0, 0, 0.3),
      binomialCdf(2, 5, 0),
      binomialCdf(2, 5, 1),
    ]).toEqual([0, 1, 1, 1, 0]);
    expect([binomialCdf(1, 2.5, 0.3), binomialCdf(1, 2, 1.3), binomialCdf(NaN, 2, 0.3)]).toEqual([NaN, NaN, NaN]);
  });
});

describe('mostAllowed', () => {
  it.each([
    // Units that may be contradicted so often at an error of a tenth, by limit: tables of exact acceptance sampling.
    { limit: 0.2, counts: [11, 18, 25, 32] },
    { limit: 0.1, counts: [22, 38, 52, 65] },
    { limit: 0.05, counts: [45, 77, 105, 132] },
  ])('needs $counts units for none to three contradictions below $limit', ({ limit, counts }) => {
    expect(counts.map((count) => mostAllowed(count, limit, 0.1))).toEqual([0, 1, 2, 3]);
    expect(counts.map((count) => mostAllowed(count - 1, limit, 0.1))).toEqual([-1, 0, 1, 2]);
  });

  it('ends for any number of trials', () => {
    // The share that is allowed comes close to the limit, from below.
    const most = mostAllowed(1e12, 0.1, 0.1);
    expect(most).toBeLessThan(1e11);
    expect(most).toBeGreaterThan(0.9999e11);
    expect([2 ** 60, NaN, Infinity, 2.5].map((trials) => mostAllowed(trials, 0.1, 0.1))).toEqual([-1, -1, -1, -1]);
  });

  it('allows the most that is not too many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
        (n, limit, error) => {
          const most = mostAllowed(n, limit, error);
          expect(most).toBeLessThan(Math.max(n, 1));
          if (most >= 0) expect(binomialCdf(most, n, limit)).toBeLessThanOrEqual(error);
          if (most + 1 < n) expect(binomialCdf(most + 1, n, limit)).toBeGreaterThan(error);
        },
      ),
    );
  });
});

describe('upperLimit', () => {
  it.each(reference.upper)('agrees with scipy at $k of $n, error $error', ({ k, n, error, value }) => {
    expectClose(upperLimit(k, n, error), value, { relative: 1e-10, absolute: 1e-10 });
  });

  it('is 1 where nothing speaks against it', () => {
    expect([upperLimit(0, 0, 0.1), upperLimit(7, 7, 0.1)]).toEqual([1, 1]);
  });
});
