import { expect, it } from 'vitest';
import { calibrate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };

/*
 * The world: quality q and length z are standard normal; length means nothing to anybody. The rating is 5 + 1.5 q plus noise.
 * Labeller A passes with probability σ(q + 1), labeller B with σ(q − 1), and B gets the long texts: with probability σ(3 z).
 * Without names, length looks bad.
 */
function draw(seed: number): CalibrationRecord[] {
  const random = seededRandom(seed);
  return Array.from({ length: 300 }, (_, i) => {
    const [quality, length] = [normal(random), normal(random)];
    const isHarsh = random() < sigmoid(3 * length);
    const passes = random() < sigmoid(quality + (isHarsh ? -1 : 1));
    return {
      id: `r${i}`,
      selfRating: Math.min(10, Math.max(0, Math.round(5 + 1.5 * quality + normal(random)))),
      humanRatings: [{ value: passes ? 1 : 0, labeller: isHarsh ? 'B' : 'A' }],
      features: { characters: Math.round(600 * Math.exp(0.6 * length)) },
    };
  });
}

it('a harsh labeller who got the long texts is not taken for a length effect', () => {
  const effectOfLength = (records: readonly CalibrationRecord[]): number => {
    const calibrator = fit(records, target);
    const at = (characters: number) => calibrate(calibrator, { selfRating: 5, features: { characters } });
    return at(300).passProbability - at(1200).passProbability;
  };
  let [named, unnamed] = [0, 0];
  for (let seed = 1; seed <= 5; seed++) {
    const records = draw(seed);
    named += effectOfLength(records) / 5;
    const ratings = ({ humanRatings }: CalibrationRecord) =>
      humanRatings.map((one) => (one as { value: number }).value);
    unnamed += effectOfLength(records.map((record) => ({ ...record, humanRatings: ratings(record) }))) / 5;
  }
  // Two doublings of length; nothing is the truth.
  expect(unnamed).toBeGreaterThan(0.2);
  expect(Math.abs(named)).toBeLessThan(unnamed / 2);
});
