import { describe, expect, it } from 'vitest';
import { calibrate, fit, type CalibrationRecord } from '../../src/index.ts';

const target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };
const whole =
  'The sum of the first ten numbers is fifty-five. That can be checked by adding them in pairs from both ends.';
const cut = whole.slice(0, 90);

/** Some of them are cut off. */
function labels(share: number): CalibrationRecord[] {
  return Array.from({ length: 100 }, (_, i) => ({
    id: `r${i}`,
    selfRating: 5 + (i % 5),
    response: i < 100 * share ? `Case ${i}. ${cut}` : `Case ${i}. ${whole}`,
    humanRatings: [i % 3 === 0 ? 0 : 1],
  }));
}

describe('a response that is cut off', () => {
  const rated = { selfRating: 7, response: `Case 7. ${cut}` };
  const reasons = (share: number) =>
    calibrate(fit(labels(share), target), rated).outside.filter(({ input }) => input === 'response');

  it('is outside of labels that are whole', () => {
    expect(reasons(0)).toEqual([{ input: 'response', value: 'truncated' }]);
    expect(reasons(0.04)).toHaveLength(1);
  });

  it('is like the labels where one in twenty of them is cut off', () => {
    expect(fit(labels(0.05), target).acceptsTruncated).toBe(true);
    expect(reasons(0.05)).toEqual([]);
  });
});
