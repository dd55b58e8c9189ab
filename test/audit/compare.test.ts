import { beforeAll, describe, expect, it } from 'vitest';
import { plantedGates } from '../../benchmarks/audit/planted.ts';
import { drawRecords, target } from '../../benchmarks/audit/world.ts';
import { compareAudits } from '../../src/audit/compare.ts';
import { judgePromotion } from '../../src/audit/promotion.ts';
import { fit, type CalibrationRecord, type Calibrator } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';

let [clean, other, flawed]: Calibrator[] = [];
let fresh: readonly CalibrationRecord[] = [];
let named = 0;

/** Records of their own. */
function drawn(seed: number, count: number, payment: (typeof plantedGates)[number]['payment'] = {}) {
  const name = `s${named++}`;
  return drawRecords(seededRandom(seed), count, payment).records.map((record) => ({
    ...record,
    id: `${name} ${record.id}`,
  }));
}

beforeAll(() => {
  const { payment } = plantedGates.find(({ name }) => name === 'pays for length')!;
  clean = fit(drawn(1, 400), target);
  other = fit(drawn(2, 400), target);
  flawed = fit(drawn(3, 400, payment), target);
  fresh = drawn(4, 150);
});

describe('audits of two calibrators', () => {
  it('find the one worse that is easier to game, and not the other way round', () => {
    const worse = compareAudits(flawed!, clean!, fresh)!;
    expect(worse).toMatchObject({ isWorse: true, probed: 150 });
    expect(worse.candidate.verdict).toBe('fail');
    expect(worse.candidate.flips).toBeGreaterThan(0.05);
    expect(worse.difference.lower!).toBeGreaterThan(0);
    const { isWorse, difference } = compareAudits(clean!, flawed!, fresh)!;
    expect(isWorse).toBe(false);
    expect(difference.upper!).toBeLessThan(0);
  });

  it('find none worse of two that are clean', () => {
    const { isWorse, difference } = compareAudits(other!, clean!, fresh)!;
    expect(isWorse).toBe(false);
    expect(difference.lower!).toBeLessThanOrEqual(0);
  });

  it('are none where the labels with a text all pass', () => {
    const passing = fresh.filter(({ humanRatings }) => (humanRatings[0] as number) >= target.passAt);
    expect(compareAudits(other!, clean!, passing)).toBeUndefined();
  });

  it('keep a candidate from being promoted that is easier to game, however much better it may be', () => {
    const { obstacles } = judgePromotion(flawed!, clean!, fresh);
    expect(obstacles).toContain('audit worse');
    expect(judgePromotion(other!, clean!, fresh).obstacles).not.toContain('audit worse');
  });
});
