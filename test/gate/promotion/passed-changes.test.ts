import { describe, expect, it } from 'vitest';
import { failChange, shareChange, type BothPassed } from '../../../src/gate/promotion/passed-changes.ts';
import { seededRandom } from '../../../src/math/random.ts';
import { expectClose } from '../../close.ts';

/** How often each pair of decisions comes, and how often people fail what gets it. */
interface Mix {
  readonly both: readonly [number, number];
  readonly before: readonly [number, number];
  readonly now: readonly [number, number];
}

/** Records in groups of `perGroup`; those of one group share decision and outcome half of the time. */
function drawPassed(mix: Mix, records: number, { seed, perGroup }: { seed: number; perGroup: number }): BothPassed {
  const random = seededRandom(seed);
  const [fails, before, now, groups] = [[], [], [], []] as [number[], number[], number[], string[]];
  let shared = [0, 0];
  for (let i = 0; i < records; i++) {
    if (i % perGroup === 0) shared = [random(), random()];
    const own = shared.map((one) => (random() < 0.5 && perGroup > 1 ? one : random()));
    const places = [mix.both, mix.before, mix.now, [1, 0.5] as const];
    let [place, upTo] = [0, places[0]![0]];
    while (own[0]! >= upTo) upTo += places[++place]![0];
    fails.push(own[1]! < places[place]![1] ? 1 : 0);
    before.push(place <= 1 ? 1 : 0);
    now.push(place === 0 || place === 2 ? 1 : 0);
    groups.push(`g${Math.floor(i / perGroup)}`);
  }
  return { fails, weights: fails.map(() => 1), groups, passes: [before, now] };
}

/** Each record in a group of its own: how many are passed by both, before alone and now alone, and how many of these fail. */
function counted(both: [number, number], before: [number, number], now: [number, number]): BothPassed {
  const rows = [
    ...Array.from({ length: both[0] }, (_, i) => [i < both[1] ? 1 : 0, 1, 1]),
    ...Array.from({ length: before[0] }, (_, i) => [i < before[1] ? 1 : 0, 1, 0]),
    ...Array.from({ length: now[0] }, (_, i) => [i < now[1] ? 1 : 0, 0, 1]),
  ];
  const column = (at: number): number[] => rows.map((row) => row[at]!);
  const groups = rows.map((_, i) => `g${i}`);
  return { fails: column(0), weights: rows.map(() => 1), groups, passes: [column(1), column(2)] };
}

const sets = 400;

/** The bound of three standard errors on a share of 5 % of the sets. */
const atMostWrong = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / sets);

describe('the share that fails of what two gates pass', () => {
  it.each<[string, Mix, number, number]>([
    [
      'few records, and one passes all that the other does',
      { both: [0.6, 0.1], before: [0, 0], now: [0.05, 0.1] },
      200,
      1,
    ],
    ['few records of pairs', { both: [0.6, 0.1], before: [0.02, 0.1], now: [0.05, 0.1] }, 400, 2],
    [
      'many records, which fail more often than others',
      { both: [0.5, 0.05], before: [0.1, 0.3], now: [0.1, 0.3] },
      200,
      2,
    ],
  ])(
    'is told apart in at most one of twenty sets where it is the same and they differ on %s',
    (_, mix, records, perGroup) => {
      const found = Array.from({ length: sets }, (__, seed) =>
        failChange(drawPassed(mix, records, { seed, perGroup })),
      );
      const tested = found.filter(({ pValue }) => pValue !== null);
      expect(tested.length).toBeGreaterThan(sets / 2);
      const told = tested.filter(({ pValue }) => pValue! <= 0.05).length;
      const without = tested.filter(({ difference: { lower, upper } }) => lower! > 0 || upper! < 0).length;
      expect(told / sets).toBeLessThanOrEqual(atMostWrong);
      // Interval and p-value say the same.
      expect(without).toBe(told);
    },
  );

  it('lies in its interval in nineteen of twenty sets where it differs, and is told apart in most', () => {
    const mix: Mix = { both: [0.5, 0.05], before: [0, 0], now: [0.2, 0.3] };
    const truth = (0.5 * 0.05 + 0.2 * 0.3) / 0.7 - 0.05;
    const found = Array.from({ length: sets }, (_, seed) => failChange(drawPassed(mix, 200, { seed, perGroup: 2 })));
    const missed = found.filter(({ difference: { lower, upper } }) => lower! > truth || upper! < truth).length;
    expect(missed / sets).toBeLessThanOrEqual(atMostWrong);
    expect(found.filter(({ pValue }) => pValue! <= 0.05).length / sets).toBeGreaterThan(0.6);
  });

  it('is not told apart by a few that all pass, as one in two sets would have them', () => {
    // Of eight that fail one in ten times, none fails in 43 of 100 sets.
    const few = failChange(counted([120, 12], [0, 0], [8, 0]));
    expect(few).toMatchObject({ difference: { lower: null, upper: null }, pValue: null });
    expectClose(few.difference.value!, 12 / 128 - 0.1, { absolute: 1e-6 });
    const more = failChange(counted([120, 12], [0, 0], [20, 0]));
    expect(more.pValue).toBeGreaterThan(0.1);
    expect(more.difference.upper).toBeGreaterThan(0);
  });

  it('is told apart by many that all pass where others do not', () => {
    const { pValue, difference } = failChange(counted([200, 60], [0, 0], [100, 0]));
    expect(pValue).toBeLessThan(0.001);
    expect(difference.upper).toBeLessThan(0);
  });

  it('turns around with the two, to the same p-value', () => {
    const passed = counted([100, 10], [20, 2], [40, 12]);
    const [there, back] = [passed, { ...passed, passes: passed.passes.toReversed() as never }].map(failChange);
    expectClose(back!.pValue!, there!.pValue!);
    expectClose(
      [back!.difference.lower!, back!.difference.upper!],
      [-there!.difference.upper!, -there!.difference.lower!],
      { absolute: 1e-6 },
    );
  });

  it('is less sure where the records come in twelve groups', () => {
    const passed = counted([0, 0], [0, 0], [100, 20]);
    const before = passed.fails;
    const inTens = { ...passed, groups: passed.groups.map((_, i) => `g${i % 12}`) };
    const [single, tens] = [passed, inTens].map((one) =>
      failChange({ ...one, passes: [Array.from(before, (_, i) => (i < 50 ? 1 : 0)), one.passes[1]] }),
    );
    const width = ({ lower, upper }: { lower: number | null; upper: number | null }): number => upper! - lower!;
    expect(width(tens!.difference)).toBeGreaterThan(2 * width(single!.difference));
  });

  it.each<[string, BothPassed, number | null]>([
    ['nothing passes at one of them', counted([0, 0], [0, 0], [50, 5]), null],
    ['they pass the same', counted([50, 5], [0, 0], [0, 0]), 0],
    ['one of them passes next to nothing', counted([3, 1], [0, 0], [100, 10]), 11 / 103 - 1 / 3],
  ])('has no interval and no p-value where %s', (_, passed, value) => {
    const { difference, pValue } = failChange(passed);
    expect([difference.lower, difference.upper, pValue]).toEqual([null, null, null]);
    if (value === null) expect(difference.value).toBeNull();
    else expectClose(difference.value!, value, { absolute: 1e-6 });
  });
});

describe('the share that two gates pass', () => {
  it.each([0.01, 0.03, 0.2])('lies in its interval in nineteen of twenty sets where one passes %s more', (more) => {
    const mix: Mix = { both: [0.6, 0.1], before: [0, 0], now: [more, 0.1] };
    const found = Array.from({ length: sets }, (_, seed) => shareChange(drawPassed(mix, 200, { seed, perGroup: 2 })));
    const told = found.filter(({ lower }) => lower !== null);
    expect(told.length).toBeGreaterThan(sets / 2);
    expect(told.filter(({ lower, upper }) => lower! > more || upper! < more).length / sets).toBeLessThanOrEqual(
      atMostWrong,
    );
  });

  it('has no interval where no decision changes', () => {
    expect(shareChange(counted([50, 5], [0, 0], [0, 0]))).toEqual({ value: 0, lower: null, upper: null });
  });
});
