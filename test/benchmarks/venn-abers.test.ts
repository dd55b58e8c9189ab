import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelsOf } from '../../benchmarks/accuracy/isotonic.ts';
import { vennAbers, vennAbersPair } from '../../benchmarks/accuracy/venn-abers.ts';
import { expectClose } from '../close.ts';

describe('vennAbers', () => {
  /*
   * One record each at 1, 2, 3: fail, pass, pass. At 1 with one more that fails: 0 of 2. With one more that passes: 1 of 2.
   * The forecast is ½ / (1 − 0 + ½) = 1/3. At 3: 1 of 2 lies below the 1 of 1 at 2, so 2 of 3; or 2 of 2.
   */
  it('refits with the record as failing and as passing', () => {
    const levels = levelsOf([1, 2, 3], [0, 1, 1]);
    expect(vennAbersPair(levels, 1)).toEqual({ p0: 0, p1: 1 / 2 });
    expect(vennAbersPair(levels, 3)).toEqual({ p0: 2 / 3, p1: 1 });
    const predict = vennAbers([1, 2, 3], [0, 1, 1]);
    expectClose([1, 3].map(predict), [1 / 3, 1 / (1 - 2 / 3 + 1)]);
  });

  /* Pass, fail, pass at 1, 2, 3. At 2: 1 and 0 of 2 pool to 1 of 3; 1 and 1 of 2 to 2 of 3. Forecast 2/3 / (1 − 1/3 + 2/3). */
  it('pools violators in both fits', () => {
    expect(vennAbersPair(levelsOf([1, 2, 3], [1, 0, 1]), 2)).toEqual({ p0: 1 / 3, p1: 2 / 3 });
    expectClose(vennAbers([1, 2, 3], [1, 0, 1])(2), 1 / 2);
  });

  /* Between a fail at 1 and a pass at 2, a record of its own: 0 joins the fail below, 1 the pass above. */
  it('speaks for ratings that were not among the records', () => {
    expect(vennAbersPair(levelsOf([1, 2], [0, 1]), 1.5)).toEqual({ p0: 0, p1: 1 });
    expectClose(vennAbers([1, 2], [0, 1])(1.5), 1 / 2);
  });

  it('stays off 0 and 1, and never falls as the rating rises', () => {
    const anyRecords = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(anyRecords, (records) => {
        const predict = vennAbers(
          records.map(([rating]) => rating),
          records.map(([, outcome]) => outcome),
        );
        const forecasts = [-1, 0, 1, 2, 3, 4, 5, 6, 7].map(predict);
        forecasts.forEach((forecast, i) => {
          expect(forecast).toBeGreaterThan(0);
          expect(forecast).toBeLessThan(1);
          if (i > 0) expect(forecast).toBeGreaterThanOrEqual(forecasts[i - 1]! - 1e-12);
        });
      }),
    );
  });
});
