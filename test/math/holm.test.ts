import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../src/math/holm.ts';
import { expectClose } from '../close.ts';
import reference from '../reference/reference.json' with { type: 'json' };

const anyP = fc.double({ min: 0, max: 1, noNaN: true });
const anyPs = fc.array(anyP, { maxLength: 12 });

describe('holm', () => {
  it('corrects as statsmodels does, with ties and in any order', () => {
    expectClose(holm(reference.holm.pValues), reference.holm.adjusted);
  });

  // Sorted .01, .03, .04: three times the first, twice the second; once the third would be below it.
  it('multiplies the smallest by their number, the next by one less, and lets none fall below', () => {
    expectClose(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
  });

  it('leaves one alone, and none', () => {
    expect([...holm([0.2])]).toEqual([0.2]);
    expect([...holm([])]).toEqual([]);
  });

  it('keeps the order, and lies between no correction and Bonferroni’s', () => {
    fc.assert(
      fc.property(anyPs, (pValues) => {
        const corrected = holm(pValues);
        pValues.forEach((p, i) => {
          expect(corrected[i]).toBeGreaterThanOrEqual(p);
          expect(corrected[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
          pValues.forEach((other, j) => {
            if (p <= other) expect(corrected[i]).toBeLessThanOrEqual(corrected[j]!);
          });
        });
      }),
    );
  });

  it('goes with the values, whatever their order', () => {
    fc.assert(
      fc.property(anyPs, (pValues) => {
        expect([...holm(pValues.toReversed())]).toEqual([...holm(pValues)].toReversed());
      }),
    );
  });
});
