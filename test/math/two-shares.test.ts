import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/math/random.ts';
import { fisher } from '../../src/math/two-shares.ts';
import { expectClose } from '../close.ts';

describe('fisher', () => {
  it('is twice the share of tables at least as far apart, counted by hand', () => {
    // None of 10 against 5 of 10: 252 of the 15,504 ways to spread five over twenty.
    expectClose(fisher({ share: 0, trials: 10 }, { share: 0.5, trials: 10 }), (2 * 252) / 15_504);
    // 1 of 4 against 4 of 4: of 56 ways to spread five over eight, 4 have four in the second.
    expectClose(fisher({ share: 1 / 4, trials: 4 }, { share: 1, trials: 4 }), (2 * 4) / 56);
  });

  it('is the same whichever comes first, and for failures as for successes', () => {
    const whole = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(whole, whole, fc.nat(), fc.nat(), (m, n, x, y) => {
        const [a, b] = [(x % (m + 1)) / m, (y % (n + 1)) / n];
        const p = fisher({ share: a, trials: m }, { share: b, trials: n });
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expectClose(fisher({ share: b, trials: n }, { share: a, trials: m }), p, { relative: 1e-8 });
        expectClose(fisher({ share: 1 - a, trials: m }, { share: 1 - b, trials: n }), p, { relative: 1e-8 });
      }),
    );
  });

  it('makes less of trials that are not whole than of the whole ones above', () => {
    const [less, more] = [19.7, 20].map((trials) => fisher({ share: 0.1, trials: 500 }, { share: 0.5, trials }));
    expect(less).toBeGreaterThan(more!);
    expect(fisher({ share: 0.5, trials: 0.4 }, { share: 0.9, trials: 100 })).toBe(1);
  });

  it('stays small where it is very small, and is 1 for equal shares', () => {
    const p = fisher({ share: 0.1, trials: 1000 }, { share: 0.5, trials: 1000 });
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(1e-80);
    expect(fisher({ share: 0.3, trials: 10 }, { share: 0.3, trials: 100_000 })).toBe(1);
  });

  it('rejects at most as often as it says where the shares are one', () => {
    const random = seededRandom(5);
    for (const share of [0.02, 0.3]) {
      let rejected = 0;
      const draw = (trials: number) => {
        let successes = 0;
        for (let i = 0; i < trials; i++) if (random() < share) successes++;
        return { share: successes / trials, trials };
      };
      for (let run = 0; run < 2000; run++) if (fisher(draw(150), draw(80)) <= 0.05) rejected++;
      expect(rejected / 2000).toBeLessThan(0.05);
    }
  });
});
