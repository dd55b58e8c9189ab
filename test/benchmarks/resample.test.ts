import { describe, expect, it } from 'vitest';
import { overTasks } from '../../benchmarks/accuracy/resample.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

const five = ['a', 'b', 'c', 'd', 'e'];

describe('overTasks', () => {
  it('gives the mean over tasks, and no interval with fewer than five sources, however many tasks', () => {
    const sources = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd'];
    expect(overTasks([8, 0, 0, 0, 0, 0, 0, 0], sources)).toEqual({ mean: 1, lower: null, upper: null });
  });

  it('gives an interval around the mean with five', () => {
    const { mean, lower, upper } = overTasks([1, 2, 3, 4, 5], five);
    expectClose(mean, 3);
    expect(lower).toBeLessThan(3);
    expect(upper).toBeGreaterThan(3);
  });

  /* The two tasks of each source cancel. Drawn alone, they would leave a mean that varies by about ±2. */
  it('draws the tasks of a source together or not at all', () => {
    const values = five.flatMap((_, i) => [i + 1, -i - 1]);
    const { mean, lower, upper } = overTasks(
      values,
      five.flatMap((source) => [source, source]),
    );
    expect([mean, lower, upper].map((value) => Math.abs(value!))).toEqual([0, 0, 0]);
  });

  it('is as wide with every task repeated within its source: that adds no evidence', () => {
    const values = [1, 2, 3, 4, 5];
    expect(
      overTasks(
        values.flatMap((value) => [value, value, value]),
        five.flatMap((source) => [source, source, source]),
      ),
    ).toEqual(overTasks(values, five));
  });

  /*
   * The sources of the development data: 1, 4, 2, 1, 2, 3 and 4 tasks, in a world where a source differs from the mean, 0,
   * by a standard normal and a task from its source by half of one. The interval is called 95 % and holds the truth in
   * about 87 of 100 (simulated 1,500 times), which the page says. The band is four standard errors of 300 worlds.
   */
  it('holds the truth in about 87 of 100 worlds with seven sources', () => {
    const random = seededRandom(7);
    const tasks = [1, 4, 2, 1, 2, 3, 4].flatMap((count, i) => Array.from({ length: count }, () => i));
    const held = Array.from({ length: 300 }, () => {
      const sources = Array.from({ length: 7 }, () => normal(random));
      const { lower, upper } = overTasks(
        tasks.map((i) => sources[i]! + normal(random) / 2),
        tasks.map(String),
      );
      return lower! <= 0 && upper! >= 0;
    }).filter(Boolean).length;
    expect(Math.abs(held / 300 - 0.87)).toBeLessThan(0.08);
  });
});
