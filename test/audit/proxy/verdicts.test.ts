import { describe, expect, it } from 'vitest';
import { auditProxy, type ProxyReport } from '../../../src/audit/proxy/audit-proxy.ts';
import type { ProxyOptions } from '../../../src/audit/proxy/options.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { drawProxy, good, overdone, paysForLength, unrelated, type ProxyWorld } from './worlds.ts';

const score = { metric: 'metric', goal: 'goal', slice: 'slice' } as const;
const byRating = { metric: 'metric', goal: 'rating' } as const;
const accuracy = { aggregate: 'accuracy', decision: 'decided', goal: 'goal' } as const;

/** How many of the reports on drawn worlds have something. */
function counted(
  runs: number,
  world: ProxyWorld,
  options: ProxyOptions,
  has: (report: ProxyReport) => boolean,
): number {
  const reports = Array.from({ length: runs }, (_, run) =>
    auditProxy(drawProxy(seededRandom(7919 * (run + 1)), world), { ...options, seed: run }),
  );
  return reports.filter(has).length;
}

/** Larger runs are in docs/proxy.md. Of 25 sets, more than 4 are wrong in 0.7 of 100 tests where 5 % may be. */
const [runs, most] = [25, 4];

describe('a metric that is known to be good', { timeout: 60_000 }, () => {
  it.each([
    { form: 'a score against pass and fail', options: score },
    { form: 'a score against ratings', options: byRating },
    { form: 'an accuracy', options: accuracy },
  ])('is accused in at most 5 % of sets: $form', ({ options }) => {
    const world = { rows: 200, perGroup: 2, metric: good };
    const tracking = counted(runs, world, options, ({ verdict }) => verdict === 'tracks');
    expect(tracking).toBeGreaterThanOrEqual(runs - 1);
  });
});

describe('a metric that is unrelated to the goal', { timeout: 60_000 }, () => {
  it('is said to track, to turn, to be gamed, or to differ in a slice in few sets each', () => {
    const said = { tracks: 0, turns: 0, gamed: 0, slices: 0 };
    counted(runs, { rows: 200, metric: unrelated }, score, ({ verdict, turn, slices }) => {
      if (verdict === 'tracks') said.tracks++;
      if (verdict === 'gamed') said.gamed++;
      if (turn !== null) said.turns++;
      if (slices.some(({ pValue }) => pValue !== null && pValue <= 0.05)) said.slices++;
      return true;
    });
    for (const [what, times] of Object.entries(said)) expect(times, what).toBeLessThanOrEqual(most);
  });
});

describe('a planted flaw', { timeout: 60_000 }, () => {
  it('of paying for length is found, though the metric also follows quality', () => {
    const world = { rows: 200, metric: paysForLength };
    const isFound = ({ gamedBy }: ProxyReport): boolean => gamedBy.includes('the longest');
    expect(counted(runs, world, score, isFound)).toBeGreaterThanOrEqual(runs - 2);
  });

  it('in the best rows is found by the selection curve', () => {
    const world = { rows: 400, metric: overdone };
    const isFound = ({ turn, verdict }: ProxyReport): boolean =>
      turn !== null && turn.to <= 0.25 && verdict === 'does not track';
    expect(counted(runs, world, byRating, isFound)).toBeGreaterThanOrEqual(runs - 3);
  });
});
