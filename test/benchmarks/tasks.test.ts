import { describe, expect, it } from 'vitest';
import { tasksOfFile } from '../../benchmarks/accuracy/tasks.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';

const target: Target = { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 };
const about = { source: 'source', target, prefix: 'source / file' };

/* Records of groups of four; one in `rarity` fails. */
const recordsOf = (rater: string | undefined, count: number, rarity = 4): CalibrationRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `${rater} ${i}`,
    group: `group ${i >> 2}`,
    selfRating: 5,
    humanRatings: [i % rarity === 0 ? 0 : 1],
    rater,
    features: { characters: 10 },
  }));
const namesOf = (records: readonly CalibrationRecord[]) =>
  tasksOfFile(records, about).map(({ name, pooled, records: own }) => ({ name, pooled, records: own.length }));

describe('tasksOfFile', () => {
  it('makes a task of each rater, and one of all raters of a file that holds 2,000 records', () => {
    expect(namesOf([...recordsOf('a', 1200), ...recordsOf('b', 800)])).toEqual([
      { name: 'source / file / a', pooled: false, records: 1200 },
      { name: 'source / file / b', pooled: false, records: 800 },
      { name: 'source / file / all raters', pooled: true, records: 2000 },
    ]);
  });

  it('does not pool a smaller file, one of one rater, or one with records that do not name theirs', () => {
    const pooled = (records: readonly CalibrationRecord[]): boolean => namesOf(records).some((task) => task.pooled);
    expect(pooled([...recordsOf('a', 1200), ...recordsOf('b', 799)])).toBe(false);
    expect(pooled(recordsOf('a', 3000))).toBe(false);
    expect(pooled([...recordsOf('a', 1200), ...recordsOf(undefined, 1200)])).toBe(false);
  });

  /* One in twenty is 5 %: under the 8 % of a task of one rater, above the 3 % of a pooled one. One in forty is 2.5 %. */
  it('wants 8 % of the rarer outcome of one rater and 3 % of all', () => {
    expect(namesOf([...recordsOf('a', 1200, 20), ...recordsOf('b', 1200, 20)])).toEqual([
      { name: 'source / file / all raters', pooled: true, records: 2400 },
    ]);
    expect(namesOf([...recordsOf('a', 1200, 40), ...recordsOf('b', 1200, 40)])).toEqual([]);
  });
});
