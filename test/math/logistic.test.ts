import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid, softplus } from '../../src/math/logistic.ts';
import { expectClose } from '../close.ts';

const anyLogit = fc.double({ min: -500, max: 500, noNaN: true });

describe('sigmoid', () => {
  it.each([
    [0, 1 / 2],
    [Math.log(3), 3 / 4],
    [-Math.log(3), 1 / 4],
    [Math.log(999), 0.999],
    [1000, 1],
    [-1000, 0],
    [Infinity, 1],
    [-Infinity, 0],
  ])('of %d is %d', (x, expected) => {
    expectClose(sigmoid(x), expected);
  });

  it('keeps its digits where e^−x overflows', () => {
    expectClose(sigmoid(-720), Math.exp(-720), { absolute: 0 });
    expect(sigmoid(-720)).toBeGreaterThan(0);
  });

  it('of x and of −x add up to one', () => {
    fc.assert(fc.property(anyLogit, (x) => expectClose(sigmoid(x) + sigmoid(-x), 1)));
  });

  it('is undone by the log odds', () => {
    const moderate = fc.double({ min: -15, max: 15, noNaN: true });
    fc.assert(
      fc.property(moderate, (x) => expectClose(Math.log(sigmoid(x) / (1 - sigmoid(x))), x, { absolute: 1e-8 })),
    );
  });

  it('stays within 0..1 and never falls', () => {
    fc.assert(
      fc.property(anyLogit, fc.double({ min: 1e-9, max: 100, noNaN: true }), (x, step) => {
        const [low, high] = [sigmoid(x), sigmoid(x + step)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low);
      }),
    );
  });
});

describe('softplus', () => {
  it.each([
    [0, Math.LN2],
    [Math.log(3), Math.log(4)],
    [-Math.log(3), Math.log(4 / 3)],
    [1000, 1000],
    [-1000, 0],
    [-Infinity, 0],
  ])('of %d is %d', (x, expected) => {
    expectClose(softplus(x), expected);
  });

  it('is without bound', () => {
    expect(softplus(Infinity)).toBe(Infinity);
  });

  it('keeps its digits where e^x is lost beside 1', () => {
    expectClose(softplus(-40), Math.exp(-40), { absolute: 0 });
  });

  it('of x and of −x are x apart', () => {
    fc.assert(fc.property(anyLogit, (x) => expectClose(softplus(x) - softplus(-x), x)));
  });

  it('has the logistic function as its slope', () => {
    const step = 1e-4;
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (x) => {
        expectClose((softplus(x + step) - softplus(x - step)) / (2 * step), sigmoid(x), { absolute: 1e-8 });
      }),
    );
  });
});
