import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../src/audit/goodhart/candidates.ts';
import { coursesOf } from '../../../src/audit/goodhart/courses.ts';
import { turnOf, type Turn } from '../../../src/audit/goodhart/turn.ts';
import { normal, seededRandom, type Random } from '../../../src/math/random.ts';
import { runs } from '../../simulation/runs.ts';

/*
 * The world: groups of eight responses, of a group's own difficulty. The proxy is drawn on 0..1, in tenths, and people pass
 * a response with a probability that is a function of it. So what is expected of the best of n is known to rise by as
 * much as the function does.
 */
const size = 8;

function turnIn(random: Random, groups: number, passing: (proxy: number) => number): Turn {
  const choices = Array.from({ length: groups }, (_, i): Choice => {
    const difficulty = 0.15 * normal(random);
    const candidates = Array.from({ length: size }, () => {
      const raw = Math.round(10 * random()) / 10;
      const human = random() < passing(raw) + difficulty ? 1 : 0;
      return { raw, corrected: raw, human, passes: human };
    });
    return { group: `g${i}`, candidates, weight: 1, raters: 1 };
  });
  const { raw, human } = coursesOf(choices, size, 'raw');
  return turnOf({ proxy: raw, human, weights: choices.map(() => 1), groups: choices.map(({ group }) => group) });
}

function shapesIn(passing: (proxy: number) => number, groups: number, seed: number): Record<Turn['shape'], number> {
  const random = seededRandom(seed);
  const worlds = 15 * runs;
  const shares = { rises: 0, flat: 0, falls: 0, unclear: 0 };
  for (let world = 0; world < worlds; world++) shares[turnIn(random, groups, passing).shape] += 1 / worlds;
  return shares;
}

/** At most 5 %, plus three standard errors of a share of 5 %. */
const allowed = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / (15 * runs));

describe('a turn of the curve', () => {
  it.each([
    ['steeply', 0.5, 12],
    ['steeply', 0.5, 100],
    ['slowly', 0.2, 12],
    ['slowly', 0.2, 100],
    ['by no more than what counts as rising', 0.1, 12],
    ['by no more than what counts as rising', 0.1, 100],
  ])(
    'is seen in at most one of twenty sets where the human rating rises %s (slope %d, %d groups)',
    (_, slope, groups) => {
      const { flat, falls } = shapesIn((proxy) => 0.5 + slope * (proxy - 0.5), groups, 101 + groups);
      expect(flat + falls).toBeLessThanOrEqual(allowed);
    },
    120_000,
  );

  it('is called a fall in at most one of twenty sets where the human rating stays as it is', () => {
    const { falls } = shapesIn(() => 0.5, 100, 7);
    expect(falls).toBeLessThanOrEqual(allowed);
  }, 120_000);

  it('is found where the human rating falls from some rating on', () => {
    const peak = (proxy: number): number => (proxy < 0.75 ? 0.3 + 0.5 * proxy : 0.1);
    const { falls } = shapesIn(peak, 150, 9);
    expect(falls).toBeGreaterThan(0.9);
    const { shape, turnsAt } = turnIn(seededRandom(1), 2000, peak);
    // Best of two is the highest: with three, some of the highest tenths are in most of the draws.
    expect({ shape, turnsAt }).toEqual({ shape: 'falls', turnsAt: peakOf(peak) });
  }, 120_000);

  it('is flat from the start where the human rating has nothing to do with the proxy, and not called a rise', () => {
    expect(turnIn(seededRandom(3), 2000, () => 0.5)).toEqual({ shape: 'flat', turnsAt: 1 });
  });

  it('is not looked for where the proxy has stopped rising', () => {
    const random = seededRandom(4);
    const choices = Array.from({ length: 50 }, () => normal(random));
    const course = {
      proxy: [0.5, 0.995, 1].map((proxy) => choices.map(() => proxy)),
      human: [0.1, 0.6, 0.5].map((human) => choices.map((noise) => human + 0.01 * human * noise)),
      weights: choices.map(() => 1),
      groups: choices.map((_, i) => `g${i}`),
    };
    expect(turnOf(course)).toEqual({ shape: 'rises', turnsAt: null });
    const further = { ...course, proxy: [0.5, 0.9, 1].map((proxy) => choices.map(() => proxy)) };
    expect(turnOf(further)).toEqual({ shape: 'falls', turnsAt: 2 });
  });

  it('claims nothing where all groups are alike', () => {
    const constant = Array.from({ length: 3 }, () => [0.5, 0.5, 0.5]);
    const course = { proxy: constant, human: constant, weights: [1, 1, 1], groups: ['a', 'b', 'c'] };
    expect(turnOf(course)).toEqual({ shape: 'unclear', turnsAt: null });
  });
});

/** The n at which the expectation is highest, from the chances of the tenths. */
function peakOf(passing: (proxy: number) => number): number {
  const tenths = Array.from({ length: 11 }, (_, i) => i / 10);
  const shares = tenths.map((_, i) => (i === 0 || i === 10 ? 0.05 : 0.1));
  const upTo = shares.map((_, i) => shares.slice(0, i + 1).reduce((sum, share) => sum + share, 0));
  const heights = Array.from({ length: size }, (_, i) =>
    tenths.reduce((sum, tenth, j) => sum + passing(tenth) * (upTo[j]! ** (i + 1) - (upTo[j - 1] ?? 0) ** (i + 1)), 0),
  );
  return heights.indexOf(Math.max(...heights)) + 1;
}
