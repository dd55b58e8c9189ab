import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrator/calibrate.ts';
import type { Calibrator } from '../../src/calibrator/calibrator.ts';
import { compareCalibrators } from '../../src/gate/promotion/compare.ts';
import { fit } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { drawWorld, twentyFeatures, worldTarget, type WorldOptions, type WorldRecord } from '../world.ts';
import { atMost, keepMeasured, runs } from './runs.ts';

const minutes = 60_000;
const measured = keepMeasured('promotion');

/** Two calibrators are judged on so many sets of fresh labels. */
const sets = runs < 40 ? 6 : 20;

/** Of this draw alone: no id and no group is that of another. */
function drawn(seed: number, options: WorldOptions): WorldRecord[] {
  return drawWorld(seededRandom(seed), { measured: twentyFeatures, ...options }).map((record) => ({
    ...record,
    id: `${seed} ${record.id}`,
    group: `${seed} ${record.group}`,
  }));
}

/** Mean log loss to expect, by the probabilities that the records were drawn with. */
function lossOf(calibrator: Calibrator, records: readonly WorldRecord[]): number {
  const losses = records.map((record) => {
    const p = Math.min(0.999, Math.max(0.001, calibrate(calibrator, record).passProbability));
    return -record.truth * Math.log(p) - (1 - record.truth) * Math.log(1 - p);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** How often the candidate is found better, over pairs of calibrators and sets of fresh labels. */
function shareBetter(
  pairs: number,
  fresh: Pick<WorldOptions, 'records' | 'perGroup'>,
  pairOf: (pair: number) => { readonly candidate: Calibrator; readonly champion: Calibrator },
): number {
  let better = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const { candidate, champion } = pairOf(pair);
    for (let set = 0; set < sets; set++) {
      const labels = drawn(5_000_000 + pair * sets + set, fresh);
      if (compareCalibrators(candidate, champion, labels).verdict === 'better') better++;
    }
  }
  return better / (pairs * sets);
}

const pairs = Math.ceil(runs / 2);

describe('a candidate that is no better', () => {
  /*
   * Two fits on labels of the same world, drawn anew for each; the one that is worse in truth, by 4,000 records with known
   * probabilities, is the candidate. It may be found better in one of twenty sets of fresh labels at most.
   */
  it.each([
    { fresh: 60, perGroup: 1 },
    { fresh: 200, perGroup: 1 },
    { fresh: 400, perGroup: 10 },
  ])(
    'is seldom found better on $fresh fresh labels, $perGroup a group',
    ({ fresh, perGroup }) => {
      const truths = drawn(1, { records: 4000 });
      const share = shareBetter(pairs, { records: fresh, perGroup }, (pair) => {
        const [a, b] = [0, 1].map((which) => fit(drawn(1000 + 2 * pair + which, { records: 150 }), worldTarget));
        const isFirstWorse = lossOf(a!, truths) > lossOf(b!, truths);
        return isFirstWorse ? { candidate: a!, champion: b! } : { candidate: b!, champion: a! };
      });
      measured(`no better, found better on ${fresh} labels, ${perGroup} a group`, share);
      expect(share).toBeLessThanOrEqual(atMost(0.05));
    },
    10 * minutes,
  );
});

describe('a candidate that is better', () => {
  /* The one in use was fitted while length did not flatter the rating, or on few labels. */
  it.each([
    { what: 'length flatters now', before: { records: 200, inflation: -0.8 }, fresh: 100, least: 0.2 },
    { what: 'length flatters now', before: { records: 200, inflation: -0.8 }, fresh: 400, least: 0.6 },
    { what: 'it had 40 labels', before: { records: 40 }, fresh: 400, least: 0.2 },
  ])(
    'is found so where $what, on $fresh fresh labels',
    ({ what, before, fresh, least }) => {
      const share = shareBetter(pairs, { records: fresh }, (pair) => ({
        champion: fit(drawn(3000 + 2 * pair, before), worldTarget),
        candidate: fit(drawn(3001 + 2 * pair, { records: 400 }), worldTarget),
      }));
      measured(`better since ${what}, found better on ${fresh} labels`, share);
      expect(share).toBeGreaterThanOrEqual(least);
    },
    10 * minutes,
  );
});
