import { describe, expect, it } from 'vitest';
import { hopeless, inflated } from '../../benchmarks/gate/cells.ts';
import { certifyOnce, claims, drawTraffic, outcomesOn, type Outcome } from '../../benchmarks/gate/promise.ts';
import { allowedBroken } from '../../benchmarks/gate/table.ts';

const minutes = 60_000;

/** The long version is `npm run benchmark:gate`: 2,000 runs of twelve cells. */
const runs = 200;

describe('a certificate', () => {
  it.each([
    { world: inflated, labels: 100, perGroup: 5 },
    { world: inflated, labels: 300, perGroup: 1 },
    { world: hopeless, labels: 100, perGroup: 1 },
  ])(
    'is wrong as rarely as it says: $world.name, $labels labels, $perGroup a prompt',
    ({ world, labels, perGroup }) => {
      const traffic = drawTraffic(world);
      const outcomes: Outcome[] = Array.from({ length: runs }, (_, run) =>
        outcomesOn(traffic, certifyOnce(world, { labels, perGroup, seed: 31_337 * (run + 1) })),
      ).flat();
      for (const { estimand, confidence } of claims) {
        const own = outcomes.filter((outcome) => outcome.estimand === estimand);
        expect(own).toHaveLength(runs);
        const share = own.filter(({ isBroken }) => isBroken).length / runs;
        expect(share, estimand).toBeLessThanOrEqual(allowedBroken(1 - confidence, runs));
      }
      // A gate that certifies nothing keeps every promise: where something can be, something is.
      const certified = (estimand: string) =>
        outcomes.filter((outcome) => outcome.estimand === estimand && outcome.isCertified).length / runs;
      if (world !== inflated || labels < 300) return;
      for (const estimand of ['leak', 'joint']) expect(certified(estimand)).toBeGreaterThan(0.9);
      expect(certified('false-pass')).toBeGreaterThan(0.3);
    },
    10 * minutes,
  );
});
