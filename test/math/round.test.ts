import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { significant } from '../../src/math/round.ts';
import { expectClose } from '../close.ts';

const anyDigits = fc.integer({ min: 1, max: 15 });

describe('significant', () => {
  it.each([
    [1234.5678, 6, 1234.57],
    [0.000123456789, 3, 0.000123],
    [-2 / 3, 4, -0.6667],
    [99_999, 2, 100_000],
    [0.1 + 0.2, 8, 0.3],
    [7, 3, 7],
    [0, 5, 0],
    [1e300, 3, 1e300],
  ])('of %d with %i digits is %d', (value, digits, expected) => {
    expect(significant(value, digits)).toBe(expected);
  });

  it.each([NaN, Infinity, -Infinity])('leaves %d as it is', (value) => {
    expect(significant(value, 6)).toBe(value);
  });

  it('is within half a unit of the last digit, and does nothing a second time', () => {
    const any = fc.double({ min: -1e200, max: 1e200, noNaN: true }).filter((value) => Math.abs(value) > 1e-200);
    fc.assert(
      fc.property(any, anyDigits, (value, digits) => {
        const once = significant(value, digits);
        expectClose(once, value, { relative: 0.5 * 10 ** (1 - digits) + 1e-15, absolute: 0 });
        expect(significant(once, digits)).toBe(once);
      }),
    );
  });

  it('hides a difference in the last bits', () => {
    expect(significant(0.1 + 0.7, 12)).toBe(significant(0.8, 12));
    expect(0.1 + 0.7).not.toBe(0.8);
  });
});
