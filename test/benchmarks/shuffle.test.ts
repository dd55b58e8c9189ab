import { describe, expect, it } from 'vitest';
import { withShuffledLabels } from '../../benchmarks/accuracy/shuffle.ts';
import { passes } from '../../benchmarks/accuracy/tasks.ts';
import type { CalibrationRecord, Target } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';

const target: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };

/* The rating says everything: a 9 passes and a 2 fails, and groups are of one kind. */
const records: CalibrationRecord[] = Array.from({ length: 2000 }, (_, i) => ({
  id: String(i),
  group: `group ${i >> 2}`,
  selfRating: i % 8 < 4 ? 9 : 2,
  humanRatings: i % 8 < 4 ? [4, 5] : [1, 3],
  features: { characters: i },
}));
const shuffled = withShuffledLabels(records, seededRandom(1));

describe('withShuffledLabels', () => {
  it('keeps the number that pass, and deals out each list of human ratings whole', () => {
    const passing = (some: readonly CalibrationRecord[]): number =>
      some.filter((record) => passes(record, target) === 1).length;
    expect(passing(shuffled)).toBe(passing(records));
    const lists = (some: readonly CalibrationRecord[]): string[] =>
      some.map(({ humanRatings }) => JSON.stringify(humanRatings)).sort();
    expect(lists(shuffled)).toEqual(lists(records));
  });

  it('keeps everything else of each record', () => {
    expect(shuffled.map((record, i) => ({ ...record, humanRatings: records[i]!.humanRatings }))).toEqual(records);
  });

  /* Of 1,000 records rated 9, half should pass: 500, give or take four standard deviations of 11.2 (hypergeometric). */
  it('leaves the rating nothing to say', () => {
    const high = shuffled.filter(({ selfRating }) => selfRating === 9);
    const passing = high.filter((record) => passes(record, target) === 1).length;
    expect(Math.abs(passing - 500)).toBeLessThan(45);
  });

  /* Of 500 groups of four, about 2 · 500 / 16 = 62 are of one kind by chance; before, all were. */
  it('deals out labels between groups, not within them', () => {
    const kinds = [...Map.groupBy(shuffled, ({ group }) => group).values()];
    const ofOneKind = kinds.filter((some) => new Set(some.map((record) => passes(record, target))).size === 1);
    expect(ofOneKind.length).toBeLessThan(100);
  });
});
