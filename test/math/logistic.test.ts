import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../src/math/logistic.ts';
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
