import { describe, expect, it } from 'vitest';
import { cells, hopeless, inflated, type Cell } from '../../benchmarks/gate/cells.ts';
import { certifyOnce, claims, drawTraffic, outcomesOn, type Outcome } from '../../benchmarks/gate/promise.ts';
import { allowedBroken } from '../../benchmarks/gate/table.ts';
import { calibrate, certify, fit, type CalibrationRecord, type Calibrator } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';

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

describe('a certificate of labels of which some were chosen rarely', () => {
  // What is rated highest is chosen once in twenty, and people fail most of it: by chance none of it may be among the labels.
  const target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 1 };
  const least = 0.05;
  const claim = { estimand: 'false-pass', limit: 0.14, confidence: 0.9 } as const;
  const random = seededRandom(8);
  const drawOne = (id: string, passRateAtTop = 0.4): CalibrationRecord => {
    const selfRating = 1 + Math.floor(10 * random());
    const isTop = selfRating >= 9;
    const passes = random() < (isTop ? passRateAtTop : 0.96);
    const rest = { features: { words: random() }, humanRatings: [passes ? 1 : 0], inclusion: isTop ? least : 1 };
    return { id, group: id, selfRating, ...rest };
  };
  const draw = (name: string, count: number, passRateAtTop?: number) =>
    Array.from({ length: count }, (_, i) => drawOne(`${name} ${i}`, passRateAtTop));
  const seen = draw('fit', 200, 0.93).map(({ inclusion: _, ...record }) => record);
  const calibrator = fit(seen, target);
  const traffic = draw('traffic', 20_000).map((record) => ({ ...calibrate(calibrator, record), record }));
  const isBroken = ({ certificates: [certificate] }: Calibrator): boolean => {
    const rule = certificate!.rule;
    if (rule === null) return false;
    const passed = traffic.filter((one) => one.outside.length === 0 && one[rule.score] >= rule.threshold);
    return passed.filter(({ record }) => record.humanRatings[0] === 0).length > claim.limit * passed.length;
  };

  it.each([60, 400])(
    'is wrong as rarely as it says where the least probability is told: %d responses to choose from',
    (count) => {
      let broken = 0;
      let wouldBe = 0;
      for (let run = 0; run < runs; run++) {
        const chosen = draw(`${run}`, count).filter(({ inclusion }) => random() < inclusion!);
        const certifiedWith = (leastInclusion: number) =>
          certify(calibrator, chosen, claim, { seed: run, leastInclusion }).calibrator;
        const [told, found] = [least, Math.min(...chosen.map(({ inclusion }) => inclusion!))].map(certifiedWith);
        if (isBroken(told!)) broken++;
        if (isBroken(found!)) wouldBe++;
      }
      expect(broken / runs).toBeLessThanOrEqual(allowedBroken(1 - claim.confidence, runs));
      // The least that is found among the labels will not do.
      if (count === 60) expect(wouldBe / runs).toBeGreaterThan(allowedBroken(1 - claim.confidence, runs));
    },
    10 * minutes,
  );
});

function cellOf(world: Cell['world'], labels: number, structure: string): Cell {
  return cells.find((cell) => cell.world === world && cell.labels === labels && cell.structure.name === structure)!;
}
