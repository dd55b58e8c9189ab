import { beforeAll, describe, expect, it } from 'vitest';
import { inflated } from '../../../benchmarks/gate/cells.ts';
import { drawResponses, worldTarget } from '../../../benchmarks/gate/world.ts';
import { calibrate, conformalRiskControl, fit, type Calibrator } from '../../../src/index.ts';
import { seededRandom } from '../../../src/math/random.ts';

const draw = (seed: number, responses: number) =>
  drawResponses(inflated, seededRandom(seed), { responses, prefix: `${seed} ` });

let calibrator: Calibrator;

beforeAll(() => {
  calibrator = fit(
    draw(1, 100).map(({ record }) => record),
    worldTarget,
  );
});

describe('conformal risk control', () => {
  it('keeps the joint rate on average, and not by much', () => {
    const traffic = draw(2, 3000).map(({ record, truth }) => {
      const { passProbability, outside } = calibrate(calibrator, record);
      return { score: outside.length > 0 ? -1 : passProbability, truth };
    });
    const jointOf = (threshold: number | null): number =>
      traffic.reduce((sum, { score, truth }) => sum + (threshold !== null && score >= threshold ? 1 - truth : 0), 0) /
      traffic.length;
    const rates = Array.from({ length: 200 }, (_, run) => {
      const labels = draw(1000 + run, 60).map(({ record }) => record);
      return jointOf(conformalRiskControl(calibrator, labels, 0.1).threshold);
    });
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    // Sixty labels vary by about .04, two hundred means of them by .003.
    expect(mean).toBeLessThan(0.1 + 0.009);
    expect(mean).toBeGreaterThan(0.07);
    expect(rates.some((rate) => rate > 0.1)).toBe(true);
  });

  it('passes nothing where the labels are too few', () => {
    const few = draw(3, 8).map(({ record }) => record);
    expect(conformalRiskControl(calibrator, few, 0.1)).toEqual({
      threshold: null,
      units: 8,
      decided: 0,
      contradicted: 0,
    });
    expect(conformalRiskControl(calibrator, few, 0.5).threshold).not.toBeNull();
  });

  it('refuses what the fit has seen, and limits that are none', () => {
    const seen = draw(1, 100).map(({ record }) => record);
    expect(() => conformalRiskControl(calibrator, seen, 0.1)).toThrow(
      expect.objectContaining({ code: 'labels-not-fresh' }),
    );
    expect(() => conformalRiskControl(calibrator, [], 1)).toThrow(/limit/);
  });
});
