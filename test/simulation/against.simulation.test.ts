import { describe, expect, it } from 'vitest';
import { measureChanges, type BesideMeasure, type BothCalibrators } from '../../src/gate/promotion/measure-changes.ts';
import { createQualityGate, fit, type CalibrationRecord, type Calibrator } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { worldTarget } from '../world.ts';
import { keepMeasured, runs } from './runs.ts';

const minutes = 60_000;
const measured = keepMeasured('against');
const now = Date.UTC(2027, 0, 1);
const names: readonly BesideMeasure[] = ['brier', 'auc', 'falsePass'];

/*
 * Two features, left and right, are drawn alike and tell as much. What is fitted on records and what is fitted on the same
 * records with the two exchanged are as good as each other on all records to come, and still disagree on each of them. By
 * the three measures together, one in twenty sets may tell them apart: the bound is three standard errors of that share above.
 */
function drawn(seed: number, records: number, passing?: number): CalibrationRecord[] {
  const random = seededRandom(seed);
  let shared = 0;
  return Array.from({ length: records }, (_, i): CalibrationRecord => {
    if (i % 2 === 0) shared = normal(random);
    const [left, right] = [normal(random), normal(random)];
    const quality = 0.7 * (shared + normal(random));
    const rating = Math.min(10, Math.max(0, Math.round(6 + 1.5 * quality + left + right)));
    const passes = random() < (passing ?? sigmoid(1.2 * quality + 0.6));
    const features = { left, right, words: 100 + (i % 7) };
    return {
      id: `${seed} ${i}`,
      group: `${seed} ${i >> 1}`,
      selfRating: rating,
      humanRatings: [passes ? 1 : 0],
      features,
    };
  });
}

function exchanged(records: readonly CalibrationRecord[]): CalibrationRecord[] {
  return records.map(({ features, ...rest }) => {
    const { left = 0, right = 0, ...others } = features!;
    return { ...rest, features: { ...others, left: right, right: left } };
  });
}

describe('two calibrators that are as good as each other', () => {
  it('are told apart by any measure beside log loss in at most one of twenty sets', { timeout: 10 * minutes }, () => {
    const sets = runs < 40 ? 100 : 10 * runs;
    let told = 0;
    const byMeasure = { brier: 0, auc: 0, falsePass: 0 };
    let pair: readonly [Calibrator, Calibrator] | undefined;
    for (let set = 0; set < sets; set++) {
      if (set % 10 === 0) {
        const own = drawn(1_000_000 + set, 200);
        pair = [fit(own, worldTarget), fit(exchanged(own), worldTarget)];
      }
      const [previous, current] = pair!;
      const { beside } = measureChanges({ previous, current, features: [] }, drawn(2_000_000 + set, 160), {
        seed: set,
        now,
      });
      for (const name of names) if (beside[name].says !== 'no difference') byMeasure[name]++;
      if (names.some((name) => beside[name].says !== 'no difference')) told++;
    }
    measured('told apart though as good', told / sets);
    for (const name of names) measured(`told apart though as good, by ${name}`, byMeasure[name] / sets);
    expect(told / sets).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / sets));
  });
});

/*
 * Two gates that decide alike but for a few records, on labels that nine of ten pass whatever they are: the share that fails of
 * what either passes is .1, and the difference is exactly 0. The few often all pass.
 */
describe('two gates that hardly differ, on labels that have nothing to do with them', () => {
  it.each([200, 400])(
    'are told apart in at most one of twenty sets of %i labels',
    { timeout: 10 * minutes },
    (records) => {
      const sets = runs < 40 ? 40 : 4 * runs;
      const pairs = [0, 1].map((pair) => {
        const [previous, current] = [0, 1].map((one) => fit(drawn(3_000_000 + 2 * pair + one, 600), worldTarget));
        return { previous: previous!, current: current!, features: [] };
      });
      let [told, between, holding, shares, sharesHolding] = [0, 0, 0, 0, 0];
      const traffic = drawn(3_500_000, 20_000, 0.9);
      const truths = pairs.map((pair) => passedMore(pair, traffic));
      for (let set = 0; set < sets; set++) {
        const which = set % pairs.length;
        const labels = drawn(4_000_000 + set, records, 0.9);
        const { beside, passedShare } = measureChanges(pairs[which]!, labels, { seed: set, now });
        const { difference, says } = beside.falsePass;
        if (says !== 'no difference') told++;
        if (difference.lower !== null) between++;
        if (difference.lower !== null && difference.lower <= 0 && difference.upper! >= 0) holding++;
        const { lower, upper } = passedShare.difference;
        if (lower !== null) shares++;
        if (lower !== null && lower <= truths[which]! && truths[which]! <= upper!) sharesHolding++;
      }
      const of = `${records} labels that have nothing to do with the gates`;
      measured(`${of}: told apart by falsePass`, told / sets);
      measured(`${of}: falsePass tested`, between / sets);
      measured(`${of}: intervals of falsePass without 0`, (between - holding) / sets);
      measured(`${of}: intervals of the share passed that miss`, (shares - sharesHolding) / sets);
      const bound = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / sets);
      expect(told / sets).toBeLessThanOrEqual(bound);
      expect((between - holding) / sets).toBeLessThanOrEqual(bound);
      expect((shares - sharesHolding) / sets).toBeLessThanOrEqual(bound);
    },
  );
});

/** How much more of the traffic the gate now passes. */
function passedMore({ previous, current }: BothCalibrators, traffic: readonly CalibrationRecord[]): number {
  const [was, is] = [previous, current].map((calibrator) => {
    const gate = createQualityGate({ calibrator, now: () => now });
    return traffic.filter((record) => gate.decide(record).verdict === 'pass').length / traffic.length;
  });
  return is! - was!;
}
