import { expect, it } from 'vitest';
import { createQualityGate, fit } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { bestBy } from '../../src/rating/selection.ts';
import { drawWorld, twentyFeatures, worldTarget } from '../world.ts';
import { keepMeasured, runs } from './runs.ts';

const measured = keepMeasured('best-of');
const of = 5;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The pass probability of a chosen response over what is true of it, and how many that pass by 0.8 are failed by a person. */
function drawOnce(run: number) {
  const random = seededRandom(15_485_863 + 7919 * run);
  const calibrator = fit(drawWorld(random, { records: 300, measured: twentyFeatures }), worldTarget);
  const gate = createQualityGate({ calibrator, policy: { passThreshold: 0.8 } });
  const fresh = drawWorld(random, { records: 300 * of, perGroup: of, measured: twentyFeatures }).map((record) => ({
    decision: gate.decide(record),
    truth: record.truth,
  }));
  const prompts = fresh.filter((_, i) => i % of === 0).map((_, i) => fresh.slice(of * i, of * (i + 1)));
  const over = (chosen: typeof fresh) =>
    mean(chosen.map(({ decision, truth }) => decision.calibrated!.passProbability - truth));
  const falsePass = (chosen: typeof fresh) =>
    chosen.filter(({ decision }) => decision.verdict === 'pass').map(({ truth }) => 1 - truth);
  const first = prompts.map((five) => five[0]!);
  const best = prompts.map((five) => bestBy(five, ({ decision }) => decision));
  return { single: over(first), best: over(best), failing: [falsePass(first), falsePass(best)] as const };
}

it('the pass probability of the best of five is too high, and that of a single response is not', () => {
  const drawn = Array.from({ length: runs }, (_, run) => drawOnce(run));
  const single = mean(drawn.map((one) => one.single));
  const best = mean(drawn.map((one) => one.best));
  measured('pass probability over the truth, a single response', single);
  measured('pass probability over the truth, the best of five', best);
  measured('failed of what passes, a single response', mean(drawn.flatMap(({ failing }) => failing[0])));
  measured('failed of what passes, the best of five', mean(drawn.flatMap(({ failing }) => failing[1])));
  expect(Math.abs(single)).toBeLessThan(0.02);
  expect(best).toBeGreaterThan(0.04);
}, 600_000);
