import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentQuantile, studentTail } from '../../src/math/student.ts';
import { expectClose } from '../close.ts';

const anyFreedom = fc.double({ min: 0.5, max: 5000, noNaN: true });

describe('studentTail', () => {
  // Twice scipy.stats.t.sf(t, freedom) of scipy 1.17.1.
  it.each([
    { t: 0.3, freedom: 1, tail: 0.8144528418445154 },
    { t: 2.5, freedom: 2, tail: 0.12961172022151082 },
    { t: 1, freedom: 3.7, tail: 0.37814139976045247 },
    { t: 2.262157, freedom: 9, tail: 0.05000001330443163 },
    { t: 12, freedom: 9, tail: 7.699886222985653e-7 },
    { t: 40, freedom: 4, tail: 2.3340163226012678e-6 },
    { t: 1.96, freedom: 49, tail: 0.05569560784626004 },
    { t: 8, freedom: 120, tail: 8.833425662830027e-13 },
    { t: 0.001, freedom: 30, tail: 0.9992087357664851 },
    { t: 3, freedom: 10_000, tail: 0.002706448189997666 },
    { t: 30, freedom: 500, tail: 7.214288888428143e-114 },
  ])('of $t with $freedom degrees of freedom is that of scipy', ({ t, freedom, tail }) => {
    expectClose(studentTail(t, freedom), tail, { relative: freedom < 1000 ? 1e-12 : 1e-11, absolute: 0 });
    expect(studentTail(-t, freedom)).toBe(studentTail(t, freedom));
  });

  it('has the closed forms of one and of two degrees of freedom', () => {
    const anyT = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(anyT, (t) => {
        expectClose(studentTail(t, 1), 1 - (2 / Math.PI) * Math.atan(t));
        expectClose(studentTail(t, 2), 1 - t / Math.sqrt(2 + t * t), { absolute: 1e-11 });
      }),
    );
  });

  it('is the normal one with a million degrees of freedom', () => {
    expectClose(studentTail(1.959963984540054, 1e6), 0.05, { relative: 1e-5 });
  });

  it('is 1 at zero, 0 at infinity, and NaN for what is no number or no degree of freedom', () => {
    expect([0, Infinity, -Infinity, NaN].map((t) => studentTail(t, 5))).toEqual([1, 0, 0, NaN]);
    expect([0, -1, NaN].map((freedom) => studentTail(1, freedom))).toEqual([NaN, NaN, NaN]);
  });
});

describe('studentQuantile', () => {
  // scipy.stats.t.isf(tail / 2, freedom) of scipy 1.17.1.
  it.each([
    { tail: 0.05, freedom: 1, t: 12.706204736174705 },
    { tail: 0.05, freedom: 4, t: 2.7764451051977943 },
    { tail: 0.05, freedom: 9, t: 2.2621571627982053 },
    { tail: 0.01, freedom: 9, t: 3.2498355415921263 },
    { tail: 1e-6, freedom: 4.2, t: 43.265696316918344 },
    { tail: 0.05, freedom: 48.3, t: 2.010312180622986 },
    { tail: 0.5, freedom: 7, t: 0.7111417780817866 },
    { tail: 0.05, freedom: 10_000, t: 1.9602012398906263 },
  ])('of $tail with $freedom degrees of freedom is that of scipy', ({ tail, freedom, t }) => {
    expectClose(studentQuantile(tail, freedom), t, { relative: 1e-11 });
  });

  it('undoes the tail', () => {
    const anyTail = fc.double({ min: 1e-6, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(anyTail, anyFreedom, (tail, freedom) => {
        expectClose(studentTail(studentQuantile(tail, freedom), freedom), tail, { relative: 1e-8 });
      }),
    );
  });

  it('is NaN for what is no probability between 0 and 1, or no degree of freedom', () => {
    expect([0, 1, -0.1, NaN].map((tail) => studentQuantile(tail, 5))).toEqual([NaN, NaN, NaN, NaN]);
    expect(studentQuantile(0.05, 0)).toBeNaN();
  });
});
