import { describe, expect, it } from 'vitest';
import { estimateMean } from '../../src/estimate/mean.ts';
import { assertShares, mixOf } from '../../src/estimate/mix.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawSystems } from './unit-world.ts';

const [easy, hard, few] = drawSystems(seededRandom(6), 200, [
  { name: 'easy', ease: 1.5, perGroup: 1, isLabelled: (group) => group < 100 },
  { name: 'hard', ease: -1.5, perGroup: 3, isLabelled: (group) => group < 100 },
  { name: 'few', ease: 0, perGroup: 1, isLabelled: (group) => group < 19 },
]);
const units = [...easy!, ...hard!];
const named = (all: typeof units) => new Map(all.map(({ id }) => [id, id.split('-')[0]!]));
const sliced = { sliceOf: named(units), slices: ['easy', 'hard'], unsliced: 0 };
const mixed = (shares: Readonly<Record<string, number>>) =>
  mixOf(units, sliced, { mix: new Map(Object.entries(shares)), confidence: 0.95 });

describe('a mix of slices', () => {
  it('lies between the slices, by their shares', () => {
    const of = (all: typeof units) => estimateMean(all, 'passes').estimate;
    const { estimate, shares } = mixed({ easy: 0.8, hard: 0.2 });
    expectClose(estimate, 0.8 * of(easy!) + 0.2 * of(hard!), { absolute: 1e-6 });
    expect(shares).toEqual([
      { slice: 'easy', share: 0.8, found: 0.25 },
      { slice: 'hard', share: 0.2, found: 0.75 },
    ]);
  });

  it('of one slice is that slice', () => {
    const { estimate, interval } = mixed({ easy: 1, hard: 0 });
    const mean = estimateMean(easy!, 'passes');
    expectClose(
      [estimate, interval!.lower, interval!.upper],
      [mean.estimate, mean.interval!.lower, mean.interval!.upper],
      {
        absolute: 1e-6,
      },
    );
  });

  it('near 1 reaches as far up as the labels of all slices together say, though most slices have none that fails', () => {
    const names = Array.from({ length: 10 }, (_, i) => `s${i}`);
    const all = names.flatMap((slice, s) =>
      Array.from({ length: 40 }, (_, i) => {
        const passes = s < 3 && i < 2 ? 0 : 1;
        const label = i < 20 ? { passes, human: passes } : null;
        return { ...easy![0]!, id: `${slice}-${i}`, group: `${slice}-${i}`, label };
      }),
    );
    const mix = new Map(names.map((slice) => [slice, 0.1]));
    const { estimate, interval } = mixOf(
      all,
      { sliceOf: named(all), slices: names, unsliced: 0 },
      { mix, confidence: 0.95 },
    );
    expectClose(estimate, 0.97, { absolute: 1e-6 });
    // Of 200 labels, six fail: by Clopper and Pearson up to .9889. Added up, the intervals of the slices reach .981.
    expect(interval!.upper).toBeGreaterThan(0.986);
  });

  it('of the shares that there are is about as sure as the estimate of all', () => {
    const { interval } = mixed({ easy: 0.25, hard: 0.75 });
    const all = estimateMean(units, 'passes').interval!;
    expect(interval!.upper - interval!.lower).toBeLessThan(1.15 * (all.upper - all.lower));
  });

  it.each([
    [{ easy: 0.5, hard: 0.4 }, 'shares that sum to 1, got 0.9'],
    [{ easy: 1 }, 'a share for every slice, 0 for what is left out, got none for "hard"'],
    [{ easy: 0.5, hard: 0.3, harder: 0.2 }, 'shares of slices that there are, "easy", "hard", got "harder"'],
    [{ easy: 1.2, hard: -0.2 }, 'shares from 0 to 1, got 1.2 for "easy"'],
    [{ easy: Number.NaN, hard: 1 }, 'shares from 0 to 1, got NaN for "easy"'],
    [{}, 'a share for every slice, 0 for what is left out, got none for "easy"'],
  ])('is refused where it is none: %o', (shares, message) => {
    expect(() => assertShares(new Map(Object.entries(shares)), sliced.slices)).toThrow(`a mix must have ${message}`);
  });

  it('takes shares that sum to 1 but for rounding', () => {
    const thirds = new Map([1, 2, 3].map((name) => [`${name}`, 0.3333333]));
    expect(() => assertShares(thirds, ['1', '2', '3'])).not.toThrow();
  });

  it('is refused where a slice that counts has too few labels, and taken where it counts nothing', () => {
    const all = [...units, ...few!];
    const three = { sliceOf: named(all), slices: ['easy', 'few', 'hard'], unsliced: 0 };
    const of = (shares: readonly [string, number][]) => mixOf(all, three, { mix: new Map(shares), confidence: 0.95 });
    expect(() =>
      of([
        ['easy', 0.4],
        ['few', 0.2],
        ['hard', 0.4],
      ]),
    ).toThrow('a mix must have slices with 20 labels of 5 groups or more, got "few" with 19 of 19');
    expect(
      of([
        ['easy', 0.5],
        ['few', 0],
        ['hard', 0.5],
      ]).interval,
    ).not.toBeNull();
  });
});
