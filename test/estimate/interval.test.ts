import { describe, expect, it } from 'vitest';
import { exactInterval, meanInterval, scoreInterval } from '../../src/estimate/interval.ts';
import { binomialCdf } from '../../src/math/binomial.ts';
import { expectClose } from '../close.ts';

const many = 1e6;

describe('the interval for a number of trials', () => {
  /* proportion_confint(7, 10, 0.05) of statsmodels, method wilson and beta. */
  it.each([
    { name: 'by score', interval: scoreInterval, expected: [0.39677815, 0.89220872] },
    { name: 'exact', interval: exactInterval, expected: [0.34754715, 0.9332605] },
  ])('is that of statsmodels: $name', ({ interval, expected }) => {
    const { lower, upper, confidence } = interval({ value: 0.7, trials: 10, freedom: many }, 0.95);
    expectClose([lower, upper], expected, { relative: 1e-5 });
    expect(confidence).toBe(0.95);
  });

  it.each([
    { name: 'by score', interval: scoreInterval },
    { name: 'exact', interval: exactInterval },
  ])('is wider with fewer degrees of freedom and with more confidence: $name', ({ interval }) => {
    const width = (freedom: number, confidence: number): number => {
      const { lower, upper } = interval({ value: 0.6, trials: 40, freedom }, confidence);
      return upper - lower;
    };
    expect(width(5, 0.95)).toBeGreaterThan(1.1 * width(many, 0.95));
    expect(width(many, 0.99)).toBeGreaterThan(1.1 * width(many, 0.95));
  });

  it.each([
    { name: 'by score', interval: scoreInterval },
    { name: 'exact', interval: exactInterval },
  ])('stays within 0..1 and leaves room beside a share of 0 or 1: $name', ({ interval }) => {
    expect(interval({ value: 1, trials: 30, freedom: many }, 0.95).upper).toBe(1);
    expect(interval({ value: 1, trials: 30, freedom: many }, 0.95).lower).toBeLessThan(0.9);
    expect(interval({ value: 0, trials: 30, freedom: many }, 0.95).lower).toBe(0);
    expect(interval({ value: 0, trials: 30, freedom: many }, 0.95).upper).toBeGreaterThan(0.1);
  });

  /*
   * No simulation: the chance of each number of passes is known. By score alone, with one degree of freedom less than trials,
   * a rate of .98 would be held in 92 % of sets of 50, and in 98.2 % where 99.5 are asked for.
   */
  it.each([20, 50, 100, 300])(
    'that is chosen holds every rate from .05 to .99 about as often as it says: %i trials',
    (trials) => {
      for (const [confidence, least, most] of [
        [0.95, 0.93, 0.972],
        [0.995, 0.995, 0.9985],
        [0.9975, 0.9975, 0.9993],
      ] as const) {
        const intervals = Array.from({ length: trials + 1 }, (_, k) =>
          meanInterval({ value: k / trials, trials, freedom: many }, confidence),
        );
        const coverages = Array.from({ length: 189 }, (_, step) => {
          const rate = 0.05 + step / 200;
          return intervals.reduce((sum, { lower, upper }, k) => {
            const chance = binomialCdf(k, trials, rate) - binomialCdf(k - 1, trials, rate);
            return lower <= rate && rate <= upper ? sum + chance : sum;
          }, 0);
        });
        expect(Math.min(...coverages)).toBeGreaterThan(least - 1e-9);
        expect(coverages.reduce((sum, one) => sum + one, 0) / coverages.length).toBeLessThan(most);
      }
    },
  );
});
