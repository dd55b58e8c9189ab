import { describe, expect, it } from 'vitest';
import type { Task } from '../../benchmarks/accuracy/tasks.ts';
import { nameOf, records, resampledCells, simulatedCells, type Cell } from '../../benchmarks/estimate/cells.ts';
import { columnsOf } from '../../benchmarks/estimate/columns.ts';
import { drawSample, type Sample } from '../../benchmarks/estimate/draw.ts';
import { linkedGroups } from '../../src/calibrator/linked.ts';
import type { CalibrationRecord } from '../../src/index.ts';
import { expectClose } from '../close.ts';

/** 40 groups of 5, of which the first passes in full, the last not at all, and the rest in part. */
const task = (passesOf: (group: number, place: number) => number): Task => ({
  name: 'task',
  source: 'source',
  pooled: false,
  target: { ratingScale: { min: 0, max: 10 }, humanScale: { min: 0, max: 1 }, passAt: 0.5 },
  records: Array.from({ length: 200 }, (_, i): CalibrationRecord => {
    const [group, place] = [Math.floor(i / 5), i % 5];
    const features = { words: 100 + i, characters: 600 + 6 * i };
    return { id: `r${i}`, group: `g${group}`, selfRating: i % 11, humanRatings: [passesOf(group, place)], features };
  }),
});
const uneven = task((group, place) => (place < group / 8 ? 0 : 1));
const cell = (some: Partial<Cell>): Cell => ({ kind: 'simulated', of: '', isClustered: false, labels: 50, ...some });
const groupsOf = (some: readonly CalibrationRecord[]): Set<string> => new Set(some.map(({ group }) => group!));
const labelledOf = ({ records: all, labelled }: Sample) => all.slice(0, labelled);
const othersOf = ({ records: all, labelled }: Sample) => all.slice(labelled);

describe('the cells', () => {
  it('are every world, structure and size, each under a name of its own', () => {
    const cells = simulatedCells();
    // Three worlds with prompts and three without, three sizes of each.
    expect(cells).toHaveLength((3 * 2 + 3) * 3);
    expect(new Set(cells.map(nameOf)).size).toBe(27);
  });

  it('are clustered only where there are labels of at least ten groups, and groups differ', () => {
    const sizesOf = (of: Task, isClustered: boolean): number[] =>
      resampledCells([of]).flatMap((one) => (one.isClustered === isClustered ? [one.labels] : []));
    expect(sizesOf(uneven, false)).toEqual([50, 100, 300]);
    expect(sizesOf(uneven, true)).toEqual([50, 100, 300]);
    expect(
      sizesOf({ ...uneven, records: uneven.records.map((one, i) => ({ ...one, group: `g${i % 20}` })) }, true),
    ).toEqual([100, 300]);
    const even = task((_, place) => (place < 2 ? 0 : 1));
    expect(sizesOf(even, true)).toEqual([]);
  });
});

describe.each([
  ['a world', cell({ of: 'rating helps much, 0.62 pass' })],
  ['a world with five responses a prompt', cell({ of: 'rating helps little, 0.62 pass', isClustered: true })],
  ['a world whose rating is nearly right', cell({ of: 'rating nearly right, 0.8 pass' })],
  ['a world with uneven inclusion', cell({ of: 'inclusion 10 to 1, 0.62 pass' })],
  ['records of a real task', cell({ kind: 'resampled', of: 'task' })],
  ['groups of a real task', cell({ kind: 'resampled', of: 'task', isClustered: true })],
])('a sample of %s', (_, of) => {
  const sample = drawSample(of, 3, [uneven]);

  it('is the same for the same run, and another for another', () => {
    expect(drawSample(of, 3, [uneven])).toEqual(sample);
    expect(drawSample(of, 4, [uneven]).records).not.toEqual(sample.records);
  });

  it('has the labels that were asked for, first, and no group with and without', () => {
    expect(sample.labelled).toBe(50);
    expect(sample.records).toHaveLength(records);
    expect(labelledOf(sample).every(({ humanRatings }) => humanRatings.length === 1)).toBe(true);
    expect(othersOf(sample).every(({ humanRatings }) => humanRatings.length === 0)).toBe(true);
    expect(groupsOf(labelledOf(sample)).size).toBe(of.isClustered ? 10 : 50);
    expect(groupsOf(sample.records).size).toBe(groupsOf(labelledOf(sample)).size + groupsOf(othersOf(sample)).size);
  });
});

describe('the truth', () => {
  it('is the pass rate of a world, as many labels show it', () => {
    for (const [of, expected] of [
      ['rating helps much, 0.62 pass', 0.62],
      ['rating helps much, 0.9 pass', 0.9],
      ['rating nearly right, 0.8 pass', 0.8],
    ] as const) {
      const samples = Array.from({ length: 15 }, (_, run) => drawSample(cell({ of, labels: 300 }), run, []));
      const outcomes = samples.flatMap((sample) => columnsOf(sample).outcomes);
      const share = outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length;
      expect(Math.abs(samples[0]!.truth - expected)).toBeLessThan(0.001);
      // Four standard errors of a share of 4,500.
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / outcomes.length));
    }
  });

  it('is the share of the records of a real task that pass', () => {
    const share = uneven.records.filter(({ humanRatings }) => humanRatings[0] === 1).length / 200;
    expect(drawSample(cell({ kind: 'resampled', of: 'task' }), 0, [uneven]).truth).toBe(share);
  });
});

describe('a nearly right rating', () => {
  it('is the lowest for what fails, and for one in 25 of what passes', () => {
    const samples = Array.from({ length: 15 }, (_, run) =>
      drawSample(cell({ of: 'rating nearly right, 0.8 pass', labels: 300 }), run, []),
    );
    const labels = samples.flatMap(labelledOf);
    const { failing = [], passing = [] } = Object.groupBy(labels, ({ humanRatings: [rating] }) =>
      rating === 1 ? 'passing' : 'failing',
    );
    expect(failing.every(({ selfRating }) => selfRating === 1)).toBe(true);
    expect(new Set(passing.map(({ selfRating }) => selfRating))).toEqual(new Set([1, 10]));
    const wrong = passing.filter(({ selfRating }) => selfRating === 1).length / passing.length;
    // Four standard errors.
    expect(Math.abs(wrong - 0.04)).toBeLessThan(4 * Math.sqrt((0.04 * 0.96) / passing.length));
  });
});

describe('uneven inclusion', () => {
  const draws = Array.from({ length: 40 }, (_, run) =>
    drawSample(cell({ of: 'inclusion 10 to 1, 0.62 pass', labels: 100 }), run, []),
  );

  it('is ten times as high next to the pass mark, and sums to the labels', () => {
    const [{ records: all }] = draws as [Sample];
    const near = all.filter(({ selfRating }) => selfRating === 5 || selfRating === 6);
    const far = all.filter(({ selfRating }) => selfRating < 5 || selfRating > 6);
    const [often, seldom] = [near, far].map((some) => new Set(some.map(({ inclusion }) => inclusion!.toFixed(9))));
    expect([often!.size, seldom!.size]).toEqual([1, 1]);
    expectClose(near[0]!.inclusion! / far[0]!.inclusion!, 10);
    expectClose(
      all.reduce((sum, { inclusion }) => sum + inclusion!, 0),
      100,
    );
  });

  it('is how often records are labelled', () => {
    const stoodFor = draws.map((sample) => labelledOf(sample).reduce((sum, one) => sum + 1 / one.inclusion!, 0));
    const mean = stoodFor.reduce((sum, one) => sum + one, 0) / draws.length;
    const spread = Math.sqrt(stoodFor.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (draws.length - 1));
    expect(spread).toBeGreaterThan(0);
    expect(Math.abs(mean - records)).toBeLessThan((4 * spread) / Math.sqrt(draws.length));
  });
});

describe('a record that is drawn twice', () => {
  it('is not known for the same, and keeps the name of the group it comes from', () => {
    const { records: all, origins } = drawSample(cell({ kind: 'resampled', of: 'task', isClustered: true }), 1, [
      uneven,
    ]);
    expect(linkedGroups(all)).toHaveLength(1000);
    expect(new Set(origins).size).toBe(40);
    expect(origins).toHaveLength(all.length);
  });
});
