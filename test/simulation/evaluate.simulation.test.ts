import { expect, it } from 'vitest';
import { fit } from '../../src/index.ts';
import { evaluateCalibrator, type CalibratorEvaluation } from '../../src/fit/evaluate-calibrator.ts';
import { clusterMean } from '../../src/math/clusters.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { drawWorld, worldTarget } from '../world.ts';
import { keepMeasured, runs } from './runs.ts';

const minutes = 60_000;
const measured = keepMeasured('evaluate');

/*
 * One calibrator, judged on many fresh sets. The truth is what it scores on 20,000 fresh records. The intervals promise
 * 95 %; a percentile bootstrap of 200 records falls a little short of that, as the docs say, so the bound asks for 90 %
 * less three standard errors.
 */
it(
  'evaluation intervals hold the truth',
  () => {
    const calibrator = fit(drawWorld(seededRandom(1), { records: 200 }), worldTarget);
    const truth = evaluateCalibrator(calibrator, drawWorld(seededRandom(2), { records: 20_000 }));
    const metrics = ['logLoss', 'brier', 'auc', 'falsePass'] as const;
    const held = new Map<string, number>();
    for (let run = 0; run < runs; run++) {
      const perGroup = run % 2 === 0 ? 1 : 5;
      const found = evaluateCalibrator(
        calibrator,
        drawWorld(seededRandom(9000 + run), { records: 200 * (perGroup === 1 ? 1 : 2), perGroup }),
      );
      for (const metric of metrics) {
        for (const side of ['before', 'after', 'difference'] as const) {
          const key = `${metric} ${side}`;
          held.set(key, (held.get(key) ?? 0) + (holds(found, truth, metric, side) ? 1 : 0));
        }
      }
    }
    const least = 0.9 - 3 * Math.sqrt((0.9 * 0.1) / runs);
    for (const [key, count] of held) {
      measured(`interval of ${key} holds the truth`, count / runs);
      expect(count / runs, key).toBeGreaterThan(least);
    }
  },
  10 * minutes,
);

function holds(
  found: CalibratorEvaluation,
  truth: CalibratorEvaluation,
  metric: 'logLoss' | 'brier' | 'auc' | 'falsePass',
  side: 'before' | 'after' | 'difference',
): boolean {
  const { lower, upper } = found.metrics[metric][side];
  const value = truth.metrics[metric][side].value!;
  return value >= lower! && value <= upper!;
}

/* Forty clusters of eight values that share half of their variance. 2,000 runs, so the share of misses is known to .005. */
it('the standard error of a mean of clusters is what the mean does from set to set', () => {
  const random = seededRandom(11);
  let missed = 0;
  let naive = 0;
  for (let run = 0; run < 2000; run++) {
    const clusters: string[] = [];
    const values: number[] = [];
    for (let cluster = 0; cluster < 40; cluster++) {
      const shared = normal(random);
      for (let i = 0; i < 8; i++) {
        clusters.push(`c${cluster}`);
        values.push(shared + normal(random));
      }
    }
    const weights = values.map(() => 1);
    const { mean, standardError } = clusterMean(values, weights, clusters);
    if (Math.abs(mean) > 1.96 * standardError) missed++;
    if (
      Math.abs(mean) >
      1.96 *
        clusterMean(
          values,
          weights,
          values.map((_, i) => `${i}`),
        ).standardError
    )
      naive++;
  }
  expect(missed / 2000).toBeLessThan(0.08);
  expect(missed / 2000).toBeGreaterThan(0.03);
  expect(naive / 2000).toBeGreaterThan(0.3);
});
