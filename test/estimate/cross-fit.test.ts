import { describe, expect, it } from 'vitest';
import { calibrateInputs } from '../../src/calibrator/calibrate.ts';
import { toUnit } from '../../src/calibrator/scale.ts';
import { crossFit } from '../../src/estimate/cross-fit.ts';
import { predictorOf } from '../../src/estimate/predict.ts';
import { toExamples } from '../../src/fit/examples.ts';
import { fitHeads } from '../../src/fit/heads.ts';
import { candidatesOf } from '../../src/fit/scaling.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { drawWorld, worldTarget } from '../world.ts';

const options = { target: worldTarget, seed: 1, features: [], onFold: () => {} };
const measured = ['characters', 'words', 'hedges'];

function draw(labelled: number, perGroup: number, records = 300): CalibrationRecord[] {
  return drawWorld(seededRandom(5), { records, perGroup, measured }).map((record, i) =>
    i < labelled ? record : { ...record, humanRatings: [] },
  );
}

describe('predictions for an estimate', () => {
  it('are those of the calibrator', () => {
    const examples = toExamples(exampleRecords().slice(0, 120), exampleTarget);
    const candidates = candidatesOf(examples, []);
    const heads = fitHeads(examples, { candidates, withCategories: true });
    const { passes, human } = predictorOf(
      examples.map(({ inputs }) => inputs),
      candidates.map(({ name }) => name),
    )(heads);
    const ratingHead = { ...heads.ratingHead, residuals: { lower: 0, upper: 0, coverage: 0 } };
    const corrected = examples.map(({ inputs }) =>
      calibrateInputs({ ...heads, target: exampleTarget, ratingHead }, inputs),
    );
    // Contributions to a calibrated rating are rounded to a millionth of a logit each.
    const rounding = { absolute: 5e-5 };
    expectClose(
      passes,
      corrected.map(({ passProbability }) => passProbability),
      rounding,
    );
    expectClose(
      human,
      corrected.map(({ rating }) => toUnit(rating, exampleTarget.humanScale)),
      rounding,
    );
  });

  it('of a record and its whole group are made without the labels of that group', () => {
    const records = draw(100, 5);
    // The first group has labels on three of its five records.
    const some = records.map((record, i) => (i === 3 || i === 4 ? { ...record, humanRatings: [] } : record));
    const flipped = some.map((record, i) =>
      i < 3 ? { ...record, humanRatings: [1 - Number(record.humanRatings[0])] } : record,
    );
    const [before, after] = [some, flipped].map((list) => {
      const units = new Map(crossFit(list, options).units.map((unit) => [unit.id, unit.predicted!.passes]));
      return list.map(({ id }) => units.get(id)!);
    });
    const apart = (predicted: readonly number[], i: number): number => predicted[i]! - predicted[0]!;
    for (const i of [1, 2, 3, 4]) expectClose(apart(after!, i), apart(before!, i), { absolute: 1e-12 });
    expect(Math.abs(apart(after!, 200) - apart(before!, 200))).toBeGreaterThan(1e-4);
  });

  it('are the same for records in any order', () => {
    const records = draw(60, 2);
    expect(crossFit(records.toReversed(), options)).toEqual(crossFit(records, options));
  });

  it('are of every record, also of what lacks what all labels have', () => {
    const records = draw(60, 1).map((record, i) => (i < 200 ? record : { ...record, features: { hedges: 1 } }));
    const { units, folds } = crossFit(records, options);
    expect(units).toHaveLength(300);
    expect(folds).toBe(10);
    for (const { predicted } of units) {
      expect(Number.isFinite(predicted!.passes)).toBe(true);
      expect(Number.isFinite(predicted!.human)).toBe(true);
    }
  });

  it('are none, and it is said why, where there is too little for a fit', () => {
    const passing = draw(60, 1).map((record) =>
      record.humanRatings.length > 0 ? { ...record, humanRatings: [1] } : record,
    );
    const oneGroup = draw(60, 1).map((record) => ({ ...record, group: 'g' }));
    const reasons = [draw(19, 1), passing, oneGroup].map((records) => crossFit(records, options).noFit);
    expect(reasons).toEqual([
      'a fit needs at least 20 labelled records, and there are 19',
      'a fit needs records that pass and records that fail, and all that are labelled pass',
      'a fit needs labels of at least 10 groups, and there are 1',
    ]);
    expect(crossFit(passing, options).units.every(({ predicted }) => predicted === null)).toBe(true);
  });

  it('count each record once where the target is a person, with the share of people who pass it', () => {
    const records = draw(60, 1).map((record, i) => (i === 0 ? { ...record, humanRatings: [1, 1, 0, 1] } : record));
    const { units } = crossFit(records, { ...options, target: { ...worldTarget, passBy: 'person' } });
    expect(units).toHaveLength(300);
    expect(units.find(({ id }) => id === records[0]!.id)!.label).toEqual({ passes: 0.75, human: 0.75 });
  });
});
