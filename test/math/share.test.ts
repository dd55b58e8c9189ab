import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperLimit } from '../../src/math/binomial.ts';
import { seededRandom } from '../../src/math/random.ts';
import { chanceUnder, clusteredShare, shareCeiling, shareFloor } from '../../src/math/share.ts';
import { expectClose } from '../close.ts';

const apart = (values: readonly number[]) =>
  clusteredShare(
    values,
    values.map(() => 1),
    values.map((_, i) => `${i}`),
  );

describe('clusteredShare', () => {
  it('of unrelated values is worth a little less than their number, for the variance is estimated', () => {
    const { value, trials } = apart(Array.from({ length: 200 }, (_, i) => (i < 20 ? 1 : 0)));
    expectClose(value, 0.1);
    expect(trials).toBeGreaterThan(190);
    expect(trials).toBeLessThanOrEqual(200);
  });

  it('of values that all repeat another is worth no more than the clusters', () => {
    const once = apart(Array.from({ length: 50 }, (_, i) => (i < 10 ? 1 : 0)));
    const repeated = Array.from({ length: 200 }, (_, i) => (i % 50 < 10 ? 1 : 0));
    const tied = clusteredShare(
      repeated,
      repeated.map(() => 1),
      repeated.map((_, i) => `${i % 50}`),
    );
    expectClose(tied.trials, once.trials);
    expectClose(tied.value, once.value);
  });

  it('of values that are all alike is worth one for each cluster', () => {
    const zeros = Array.from({ length: 90 }, () => 0);
    const { trials } = clusteredShare(
      zeros,
      zeros.map(() => 1),
      zeros.map((_, i) => `${i % 30}`),
    );
    expectClose(trials, 30);
  });
});

describe('the limits of a share', () => {
  it('are those of Clopper and Pearson where the trials are whole', () => {
    for (const [successes, trials] of [
      [0, 22],
      [3, 40],
      [39, 40],
    ] as const)
      expectClose(shareCeiling({ value: 0, successes, trials }, 0.05), upperLimit(successes, trials, 0.05), {
        relative: 1e-8,
      });
    // Failures are the successes of the other side.
    expectClose(shareFloor({ value: 0, successes: 3, trials: 40 }, 0.05), 1 - upperLimit(37, 40, 0.05), {
      relative: 1e-8,
    });
  });

  it('are where the chance of so much is the error, and enclose the share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (successes, error) => {
          const share = { value: successes / 100, successes, trials: 100 };
          const floor = shareFloor(share, error);
          expectClose(chanceUnder(floor, share), error, { relative: 1e-6 });
          expect(floor).toBeLessThan(share.value);
          expect(shareCeiling(share, error)).toBeGreaterThan(share.value);
        },
      ),
    );
  });

  it('of none and of all are the ends', () => {
    expect(shareFloor({ value: 0, successes: 0, trials: 10 }, 0.05)).toBe(0);
    expect(shareCeiling({ value: 1, successes: 10, trials: 10 }, 0.05)).toBe(1);
    expect(chanceUnder(0.05, { value: 0, successes: 0, trials: 10 })).toBe(1);
  });
});

describe('the intervals of small shares in clusters', () => {
  /*
   * Clusters of one to six values whose chances differ from cluster to cluster (beta distributed): a share of 2 %, 5 % or
   * 15 %. One-sided limits of 5 % should miss no more often than that.
   */
  it.each([
    { share: 0.02, clusters: 40 },
    { share: 0.05, clusters: 40 },
    { share: 0.15, clusters: 40 },
    { share: 0.05, clusters: 150 },
  ])('hold a share of $share in $clusters clusters', ({ share, clusters }) => {
    const random = seededRandom(clusters + 1000 * share);
    const runs = 2000;
    const missed = { above: 0, below: 0 };
    for (let run = 0; run < runs; run++) {
      const [values, names]: [number[], string[]] = [[], []];
      for (let cluster = 0; cluster < clusters; cluster++) {
        // Half of all clusters take part in nothing, the others twice as often: strongly related values.
        const chance = random() < 0.5 ? 0 : 2 * share;
        for (let i = Math.floor(random() * 6); i >= 0; i--) {
          values.push(random() < chance ? 1 : 0);
          names.push(`${cluster}`);
        }
      }
      const found = clusteredShare(
        values,
        values.map(() => 1),
        names,
      );
      if (shareFloor(found, 0.05) > share) missed.above++;
      if (shareCeiling(found, 0.05) < share) missed.below++;
    }
    const most = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs);
    expect(missed.above / runs, 'floor too high').toBeLessThanOrEqual(most);
    expect(missed.below / runs, 'ceiling too low').toBeLessThanOrEqual(most);
  });
});
