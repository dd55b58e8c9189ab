import { describe, expect, it } from 'vitest';
import { cells, hopeless, inflated, type Cell } from '../../benchmarks/gate/cells.ts';
import { certifyOnce, claims, drawTraffic, outcomesOn, type Outcome } from '../../benchmarks/gate/promise.ts';
import { allowedBroken } from '../../benchmarks/gate/table.ts';

const minutes = 60_000;

/** The long version is `npm run benchmark:gate`: 2,000 runs of eighteen cells. */
const runs = 200;

describe('a certificate', () => {
  it.each([
    cellOf(inflated, 100, '5 a prompt'),
    cellOf(inflated, 300, 'independent'),
    cellOf(inflated, 300, 'low ratings labelled one in four'),
    cellOf(hopeless, 100, 'independent'),
  ])(
    'is wrong as rarely as it says: $world.name, $labels labels, $structure.name',
    (cell) => {
      const { world, labels, structure } = cell;
      const traffic = drawTraffic(world);
      const outcomes: Outcome[] = Array.from({ length: runs }, (_, run) =>
        outcomesOn(traffic, certifyOnce(cell, 31_337 * (run + 1))),
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
      if (world !== inflated || labels < 300 || structure.name !== 'independent') return;
      for (const estimand of ['leak', 'joint']) expect(certified(estimand)).toBeGreaterThan(0.9);
      expect(certified('false-pass')).toBeGreaterThan(0.3);
    },
    10 * minutes,
  );
});

function cellOf(world: Cell['world'], labels: number, structure: string): Cell {
  return cells.find((cell) => cell.world === world && cell.labels === labels && cell.structure.name === structure)!;
}
