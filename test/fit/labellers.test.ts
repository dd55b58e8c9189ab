import { expect, it } from 'vitest';
import { calibrateInputs } from '../../src/calibrator/calibrate.ts';
import { toExamples } from '../../src/fit/examples.ts';
import { fitHeads } from '../../src/fit/heads.ts';
import { candidatesOf } from '../../src/fit/scaling.ts';
import { calibrate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };

/*
 * The world: quality q and length z are standard normal; length means nothing to anybody. The rating is 5 + 1.5 q plus noise.
 * Labeller A passes with probability σ(q + 1), labeller B with σ(q − 1), and B gets the long texts: with probability σ(3 z).
 * Without names, length looks bad.
 */
function draw(seed: number): (CalibrationRecord & { readonly truth: number })[] {
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
      // Each of them labels a half.
      truth: (sigmoid(quality + 1) + sigmoid(quality - 1)) / 2,
    };
  });
}

function withoutNames(records: readonly CalibrationRecord[]): CalibrationRecord[] {
  return records.map((record) => ({
    ...record,
    humanRatings: record.humanRatings.map((one) => (typeof one === 'number' ? one : one.value)),
  }));
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
    unnamed += effectOfLength(withoutNames(records)) / 5;
  }
  // Two doublings of length; nothing is the truth.
  expect(unnamed).toBeGreaterThan(0.2);
  expect(Math.abs(named)).toBeLessThan(unnamed / 2);
});

it('with the labellers named, probabilities are closer to what the two of them together would say', () => {
  let [named, unnamed] = [0, 0];
  for (let seed = 1; seed <= 5; seed++) {
    const records = draw(seed);
    const [withNames, without] = [records, withoutNames(records)].map((some) => fit(some, target));
    for (const { selfRating, features, truth } of draw(100 + seed)) {
      named += (calibrate(withNames!, { selfRating, features }).passProbability - truth) ** 2;
      unnamed += (calibrate(without!, { selfRating, features }).passProbability - truth) ** 2;
    }
  }
  expect(named).toBeLessThan(0.7 * unnamed);
});

/*
 * 320 labels by A, who passes 70 %, and 80 by B, who passes 20 %, whatever the response. Together they pass 60 %; half way
 * between the two would be 43 %. The standard error is .024.
 */
it('a labeller counts by its share of the labels', () => {
  const random = seededRandom(3);
  const records: CalibrationRecord[] = Array.from({ length: 400 }, (_, i) => {
    const [labeller, chance] = i % 5 === 0 ? ['B', 0.2] : (['A', 0.7] as const);
    return {
      id: `r${i}`,
      selfRating: 5,
      humanRatings: [{ value: random() < chance ? 1 : 0, labeller }],
      features: { characters: 500 },
    };
  });
  const { passProbability } = calibrate(fit(records, target), { selfRating: 5, features: { characters: 500 } });
  expectClose(passProbability, 0.6, { absolute: 0.06 });
});

/*
 * One label a record, by A, who passes with probability σ(2 q + 2), or by B, with σ(2 q − 2). Together they pass with the mean
 * of the two, a curve that rises more slowly than either. Without names, the fit sees that mean and nothing else.
 */
it('speaks for the labellers together, not for one in the middle who is surer than they are', () => {
  const drawSevere = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 300 }, (_, i) => {
      const quality = normal(random);
      const isHarsh = random() < 0.5;
      const passes = random() < sigmoid(2 * quality + (isHarsh ? -2 : 2));
      return {
        id: `r${i}`,
        selfRating: Math.min(10, Math.max(0, 5 + 2 * (quality + 0.4 * normal(random)))),
        humanRatings: [{ value: passes ? 1 : 0, labeller: isHarsh ? 'B' : 'A' }],
        features: { characters: Math.exp(6 + 0.6 * normal(random)) },
        truth: (sigmoid(2 * quality + 2) + sigmoid(2 * quality - 2)) / 2,
      };
    });
  };
  const correctionOf = (records: readonly CalibrationRecord[]) => {
    const examples = toExamples(records, target);
    const heads = fitHeads(examples, { candidates: candidatesOf(examples, []), withCategories: true });
    return { ...heads, target, ratingHead: { ...heads.ratingHead, residuals: { lower: 0, upper: 0, coverage: 0 } } };
  };
  const lossOf = (correction: ReturnType<typeof correctionOf>, seed: number): number => {
    const fresh = drawSevere(seed);
    const losses = toExamples(fresh, target).map(({ inputs, id }) => {
      const { truth } = fresh[Number(id.slice(1))]!;
      const p = calibrateInputs(correction, inputs).passProbability;
      return -truth * Math.log(p) - (1 - truth) * Math.log(1 - p);
    });
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
  let difference = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const records = drawSevere(seed);
    const [named, unnamed] = [records, withoutNames(records)].map(correctionOf);
    difference += (lossOf(named!, 100 + seed) - lossOf(unnamed!, 100 + seed)) / 10;
  }
  // For the labeller in the middle it was .020; standard error .002.
  expect(difference).toBeLessThan(0.005);
});
