import { describe, expect, it } from 'vitest';
import type { Calibrator } from '../../../src/calibrator/calibrator.ts';
import { inCertificate } from '../../../src/calibrator/certificate-consistent.ts';
import type { Estimand } from '../../../src/calibrator/certificate.ts';
import type { Step } from '../../../src/calibrator/reference.ts';
import { prove, startFor, type Plan } from '../../../src/gate/certify/prove.ts';
import type { Unit, UnitGroup } from '../../../src/gate/certify/units.ts';
import { seededRandom, type Random } from '../../../src/math/random.ts';
import { certificate } from '../certified.ts';

const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;

/** Groups of up to five whose units are more or less alike, of which some are better than others. */
function drawGroups(random: Random, count: number, { from, quality }: { from: number; quality: number }): UnitGroup[] {
  const most = oneOf(random, [1, 2, 5]);
  return Array.from({ length: count }, () => {
    const shift = random() < 0.5 ? 0 : random() - 0.5;
    const all = Array.from({ length: 1 + Math.floor(most * random()) }, (): Unit => {
      const passProbability = from + (1 - from) * random();
      const passes = random() < quality + shift + 0.3 * (passProbability - 0.5);
      return { passProbability, selfRating: 1 + Math.floor(10 * random()), isDecidable: random() < 0.9, passes };
    });
    return { drawn: oneOf(random, all), all };
  });
}

const stepsAt = (thresholds: readonly number[], least: number, passRate: number): Step[] =>
  thresholds.map((threshold) => ({ threshold, share: (1 - threshold / thresholds[0]!) * 0.9 + least, passRate }));

describe('what a proof gives', () => {
  it('is never taken for a certificate that no labels could have given', () => {
    const random = seededRandom(19);
    const kinds = new Map<string, number>();
    for (let run = 0; run < 3000; run++) {
      const estimand = oneOf<Estimand>(random, ['false-pass', 'leak', 'joint', 'false-fail']);
      const drawnFrom = estimand === 'false-pass' && random() < 0.3 ? 0.6 * random() + 0.05 : undefined;
      const quality = estimand === 'false-fail' ? 0.2 * random() : 0.5 + 0.5 * random();
      const groups = drawGroups(random, Math.ceil(60 * random()), { from: drawnFrom ?? 0, quality });
      const [records, perGroup] = [60, oneOf(random, [1, 3])];
      const plan: Plan = {
        estimand,
        limit: oneOf(random, [0.1, 0.3, 0.6, 0.9]),
        confidence: oneOf(random, [0.3, 0.8, 0.9]),
        uses: oneOf(random, [1, 1, 2, 4]),
        drawnFrom,
        reference: {
          passProbability: stepsAt([0.95, 0.8, 0.7, 0.5, 0.3, 0.1], 0.05, quality),
          selfRating: stepsAt([10, 8, 6, 4, 2], 0.1, quality),
        },
        grouping: { perGroup, correlation: random() },
      };
      const proof = prove(groups, plan);
      const counting = proof?.counting ?? startFor(groups.length, 'passProbability', plan).counting;
      const units = groups.reduce((sum, { all }) => sum + (counting === 'mean' ? all.length : 1), 0);
      const issued = certificate({
        ...plan,
        rule: proof?.rule ?? null,
        units,
        groups: counting === 'mean' ? groups.length : undefined,
        decided: proof?.decided ?? 0,
        contradicted: proof?.contradicted ?? 0,
      });
      const calibrator = {
        target: { ratingScale: { min: 1, max: 10 } },
        fittedOn: { records, groups: records / perGroup },
      } as Calibrator;
      expect([...inCertificate(issued, calibrator)]).toEqual([]);
      const kind = `${proof?.rule.score} ${proof === undefined ? '' : counting}`;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    // All kinds came, so that they could have been refused.
    expect(Math.min(...kinds.values())).toBeGreaterThan(20);
    expect(kinds.size).toBe(5);
  });
});
