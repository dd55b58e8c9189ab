import { describe, expect, it } from 'vitest';
import { looksChosen, selectionOf, surelyChosen } from '../../src/estimate/selection.ts';
import type { Unit } from '../../src/estimate/unit.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

interface Draw {
  readonly labels: number;
  /** How often a record is labelled, next to others. */
  readonly timesOf: (rating: number) => number;
  /** Whether records that were not labelled tell their inclusion too. */
  readonly isToldByAll: boolean;
  /** How much more often than they tell records of high ratings are labelled. @default 0 */
  readonly untold?: number;
  /** Nearly all are rated 9 then, as many models rate. @default false */
  readonly isLopsided?: boolean;
  /** Records of a prompt, which share half of their rating and are labelled together. @default 1 */
  readonly perGroup?: number;
}

function drawUnits(
  seed: number,
  { labels, timesOf, isToldByAll, untold = 0, isLopsided = false, perGroup = 1 }: Draw,
): Unit[] {
  const random = seededRandom(seed);
  let [shared, chance] = [0, 0];
  const drawn = Array.from({ length: 3000 }, (_, i) => {
    if (i % perGroup === 0) [shared, chance] = [normal(random), random()];
    const away = perGroup === 1 ? shared : Math.SQRT1_2 * (shared + normal(random));
    const rating = isLopsided ? (away < -1.9 ? 2 : 9) : Math.min(10, Math.max(0, Math.round(6 + 2.3 * away)));
    return { rating, chance };
  });
  const ratings = drawn.map(({ rating }) => rating);
  const all = ratings.reduce((sum, rating) => sum + timesOf(rating), 0);
  return ratings.map((rating, i) => {
    const inclusion = (labels * timesOf(rating)) / all;
    const isLabelled = drawn[i]!.chance < inclusion * (rating >= 7 ? 1 + untold : 1);
    return {
      id: `${i}`,
      group: `${Math.floor(i / perGroup)}`,
      label: isLabelled ? { passes: 1, human: 1 } : null,
      inclusion: isToldByAll || isLabelled ? inclusion : undefined,
      predicted: null,
      rating: rating / 10,
    };
  });
}

const runs = 400;
/** Share of samples that are said to have been chosen in another way than they tell. */
function claimed(draw: Draw): number {
  return (
    Array.from({ length: runs }, (_, run) => selectionOf(drawUnits(run + 1, draw))).filter(looksChosen).length / runs
  );
}

const even = (): number => 1;
const seldomIfLow = (rating: number): number => (rating <= 4 ? 1 / 20 : 1);
const oftenInTheMiddle = (rating: number): number => (Math.abs(rating - 5) <= 1 ? 20 : 1);

describe('an honest sample', () => {
  it.each([
    ['drawn evenly', { labels: 100, timesOf: even, isToldByAll: false }],
    ['of few, where nearly all are rated alike', { labels: 20, timesOf: even, isToldByAll: false, isLopsided: true }],
    ['of more, where nearly all are rated alike', { labels: 100, timesOf: even, isToldByAll: false, isLopsided: true }],
    ['of whole groups', { labels: 100, timesOf: even, isToldByAll: false, perGroup: 5 }],
    ['of a few large groups', { labels: 120, timesOf: even, isToldByAll: false, perGroup: 30 }],
    ['of which all records tell an inclusion of 20 to 1', { labels: 100, timesOf: seldomIfLow, isToldByAll: true }],
    ['of more such labels', { labels: 300, timesOf: seldomIfLow, isToldByAll: true }],
    ['of which the labels alone tell it', { labels: 100, timesOf: oftenInTheMiddle, isToldByAll: false }],
  ] as const)('%s is seldom said to be none', (_, draw) => {
    expect(claimed(draw)).toBeLessThanOrEqual(surelyChosen);
  });
});

describe('a sample that was chosen otherwise than it tells', () => {
  it.each([
    ['evenly', { labels: 300, timesOf: even, isToldByAll: false, untold: 1 }],
    ['by inclusion', { labels: 600, timesOf: oftenInTheMiddle, isToldByAll: true, untold: 3 }],
  ] as const)('is found where there are labels enough: %s', (_, draw) => {
    expect(claimed(draw)).toBeGreaterThan(0.8);
  });
});

describe('labels of the highest ratings', () => {
  const picked = drawUnits(1, { labels: 100, timesOf: even, isToldByAll: false }).map((unit, i) => ({
    ...unit,
    label: unit.rating >= 0.8 && i % 5 === 0 ? { passes: 1, human: 1 } : null,
  }));

  it.each([
    ['nothing', undefined],
    ['a chance of a tenth', 0.1],
    ['that they were sure to be chosen', 1],
  ])('are found to be so where they tell %s', (_, inclusion) => {
    const units = picked.map((unit) => ({ ...unit, inclusion: unit.label === null ? undefined : inclusion }));
    expect(looksChosen(selectionOf(units))).toBe(true);
  });
});

describe('the p of labels that are all rated 1 where half of the records are, by hand', () => {
  const halves = (size: number, perGroup: number, labelled: number): Unit[] =>
    Array.from({ length: size }, (_, i) => ({
      id: `${i}`,
      group: `${Math.floor(i / perGroup)}`,
      label: i < labelled ? { passes: 1, human: 1 } : null,
      inclusion: undefined,
      predicted: null,
      rating: i < size / 2 ? 1 : 0,
    }));

  it('has the variance of the choice and the most that a label adds', () => {
    // V = 10 · 0.25 · 0.6 / 0.4 / 100, b = 0.5 / 0.4 / 10.
    const { pValue } = selectionOf(halves(10, 1, 4))!;
    expectClose(pValue, 2 * Math.exp(-0.25 / (2 * (0.0375 + (0.125 * 0.5) / 3))));
  });

  it('is larger where groups of two are rated alike and labelled together', () => {
    // V = 20 · 0.25 · 0.7 / 0.3 / 400, twice; b = 0.5 / 0.3 / 20, twice.
    const { pValue } = selectionOf(halves(20, 2, 6))!;
    expectClose(pValue, 2 * Math.exp(-0.25 / (2 * (7 / 120 + 0.5 / 18))));
  });

  it('is smaller where the labels tell an inclusion that is none, as the others then count by the share of labels', () => {
    const told = halves(10, 1, 4).map((unit) => (unit.label === null ? unit : { ...unit, inclusion: 1 }));
    // The variance that the groups show, 10 · 0.05² · 4 / 3, is larger than that of the six that tell none.
    const { pValue } = selectionOf(told)!;
    expectClose(pValue, 2 * Math.exp(-0.25 / (2 * (0.1 / 3 + (0.125 * 0.5) / 3))));
  });
});

describe('nothing is said of it', () => {
  const units = drawUnits(1, { labels: 100, timesOf: even, isToldByAll: false });

  it('where every record is labelled, labels are of one group, or all are rated the same', () => {
    expect(selectionOf(units.map((unit) => ({ ...unit, label: { passes: 1, human: 1 } })))).toBeNull();
    expect(selectionOf(units.map((unit, i) => ({ ...unit, group: unit.label === null ? `${i}` : 'one' })))).toBeNull();
    expect(selectionOf(units.map((unit) => ({ ...unit, rating: 0.5 })))).toBeNull();
    expect(selectionOf(units.map((unit) => ({ ...unit, label: null })))).toBeNull();
  });
});
