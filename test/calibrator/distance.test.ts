import { describe, expect, it } from 'vitest';
import { distanceOf } from '../../src/calibrator/distance.ts';
import { calibrate, createQualityGate, fit, parseCalibrator, type CalibrationRecord } from '../../src/index.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { worldTarget } from '../world.ts';
import { fieldsOf, resealed } from './whole.ts';

/** 200 labels of two features that rise together, one that half of them have, and one that never varies. */
function together(): CalibrationRecord[] {
  const random = seededRandom(4);
  return Array.from({ length: 200 }, (_, i) => {
    const a = normal(random);
    const features = { a, b: a + 0.2 * normal(random), still: 1, ...(i % 2 === 0 ? { seldom: normal(random) } : {}) };
    return { id: `r${i}`, selfRating: i % 11, humanRatings: [i % 3 === 0 ? 1 : 0], features };
  });
}

const calibrator = fit(together(), worldTarget);
const { jointDistance, ...rest } = calibrator;
const at = (a: number, b: number, more = {}) => ({ selfRating: 6, features: { a, b, still: 1, seldom: 0, ...more } });

describe('features that are each like the labels', () => {
  it('are inside where they are so together', () => {
    for (const z of [-2, -1, 0, 1, 2]) expect(calibrate(calibrator, at(z, z)).outside).toEqual([]);
  });

  it('are outside where they are not, for which a gate passes and fails nothing', () => {
    const gate = createQualityGate({ calibrator, policy: { passThreshold: 0.01 } });
    for (const z of [-1.5, 1.5]) {
      const { outside } = calibrate(calibrator, at(z, -z));
      expect(outside).toEqual([
        { input: 'jointDistance', value: expect.any(Number), min: 0, max: jointDistance!.limit },
      ]);
      expect(outside[0]!.value).toBeGreaterThan(2 * jointDistance!.limit);
      expect(gate.decide(at(z, -z))).toMatchObject({ verdict: 'review', reason: 'outside-envelope' });
    }
  });

  it('have the p that they would have without a joint distance', () => {
    for (const b of [-1.5, 0, 1.5]) {
      const { outside, ...corrected } = calibrate(calibrator, at(1.5, b));
      expect({ ...corrected, outside: [] }).toEqual(calibrate(resealed(rest), at(1.5, b)));
      expect(outside).toHaveLength(b === 1.5 ? 0 : 1);
    }
  });
});

describe('the joint distance', () => {
  const unit = { centre: [0, 0], whitening: [1, 0, 1] };

  it('is that of the labels: of the length of what whitens, by the features that are present', () => {
    expectClose(distanceOf([3, 4], unit), 5 / Math.sqrt(2));
    // U = (2 1; 0 3) and z − centre = (1, −1): (1, −3).
    expectClose(distanceOf([2, 1], { centre: [1, 2], whitening: [2, 1, 3] }), Math.sqrt(10 / 2));
    expectClose(distanceOf([3, Number.NaN], unit), 3);
    expect(distanceOf([Number.NaN, Number.NaN], unit)).toBe(0);
  });

  it('has nothing of what is absent or never varied', () => {
    expect(calibrator.features.map(({ name }) => name)).toEqual(['a', 'b', 'seldom', 'still']);
    expect(jointDistance).toMatchObject({ centre: { length: 3 }, whitening: { length: 6 } });
    const { features } = at(1, 1);
    const { seldom: _, ...without } = features;
    expect(calibrate(calibrator, { selfRating: 6, features: without }).outside).toEqual([]);
    const moved = calibrate(calibrator, at(0, 0, { still: 2 })).outside;
    expect(moved.map(({ input }) => input)).toEqual(['still']);
  });

  it('that is no number is outside', () => {
    const broken = { ...calibrator, jointDistance: { ...jointDistance!, whitening: [1] } };
    expect(calibrate(broken, at(0, 0)).outside).toMatchObject([{ input: 'jointDistance', value: Number.NaN }]);
  });

  it('may be missing from a file, and is refused there with another number of numbers', () => {
    expect(parseCalibrator(JSON.stringify(resealed(rest)))).not.toHaveProperty('jointDistance');
    const { centre, whitening } = jointDistance!;
    for (const [changed, field] of [
      [{ centre: centre.slice(1) }, 'jointDistance.centre'],
      [{ whitening: [...whitening, 1] }, 'jointDistance.whitening'],
      [{ limit: 0 }, 'jointDistance.limit'],
    ] as const)
      expect(fieldsOf(resealed({ ...calibrator, jointDistance: { ...jointDistance!, ...changed } }))).toEqual([field]);
  });
});
