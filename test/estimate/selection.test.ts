import { describe, expect, it } from 'vitest';
import { selectionOf } from '../../src/estimate/selection.ts';
import type { Unit } from '../../src/estimate/unit.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { surelyChosen } from '../../src/report/estimate-words.ts';

interface Draw {
  readonly labels: number;
  /** How often a record is labelled, next to others. */
  readonly timesOf: (rating: number) => number;
  /** Whether records that were not labelled tell their inclusion too. */
  readonly isToldByAll: boolean;
  /** How much more often than they tell records of high ratings are labelled. @default 0 */
  readonly untold?: number;
}

function drawUnits(seed: number, { labels, timesOf, isToldByAll, untold = 0 }: Draw): Unit[] {
  const random = seededRandom(seed);
  const ratings = Array.from({ length: 3000 }, () => Math.min(10, Math.max(0, Math.round(6 + 2.3 * normal(random)))));
  const all = ratings.reduce((sum, rating) => sum + timesOf(rating), 0);
  return ratings.map((rating, i) => {
    const inclusion = (labels * timesOf(rating)) / all;
    const isLabelled = random() < inclusion * (rating >= 7 ? 1 + untold : 1);
    return {
      id: `${i}`,
      group: `${i}`,
      label: isLabelled ? { passes: 1, human: 1 } : null,
      inclusion: isToldByAll || isLabelled ? inclusion : undefined,
      predicted: null,
      rating: rating / 10,
    };
  });
}

const runs = 300;
/** Share of samples that are said to have been chosen in another way than they tell. */
function claimed(draw: Draw): number {
  const found = Array.from({ length: runs }, (_, run) => selectionOf(drawUnits(run + 1, draw))!);
  return found.filter(({ pValue }) => pValue < surelyChosen).length / runs;
}

/** Three standard errors above one in a hundred. */
const rarely = surelyChosen + 3 * Math.sqrt((surelyChosen * (1 - surelyChosen)) / runs);
const even = (): number => 1;
const seldomIfLow = (rating: number): number => (rating <= 4 ? 1 / 20 : 1);
const oftenInTheMiddle = (rating: number): number => (Math.abs(rating - 5) <= 1 ? 20 : 1);

describe('an honest sample', () => {
  it.each([
    ['drawn evenly', { labels: 100, timesOf: even, isToldByAll: false }],
    ['of which all records tell an inclusion of 20 to 1', { labels: 100, timesOf: seldomIfLow, isToldByAll: true }],
    ['of more such labels', { labels: 300, timesOf: seldomIfLow, isToldByAll: true }],
    ['of which the labels alone tell it', { labels: 100, timesOf: oftenInTheMiddle, isToldByAll: false }],
  ] as const)('%s is seldom said to be none', (_, draw) => {
    expect(claimed(draw)).toBeLessThan(rarely);
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

describe('nothing is said of it', () => {
  const units = drawUnits(1, { labels: 100, timesOf: even, isToldByAll: false });

  it('where every record is labelled, labels are of one group, or all are rated the same', () => {
    expect(selectionOf(units.map((unit) => ({ ...unit, label: { passes: 1, human: 1 } })))).toBeNull();
    expect(selectionOf(units.map((unit, i) => ({ ...unit, group: unit.label === null ? `${i}` : 'one' })))).toBeNull();
    expect(selectionOf(units.map((unit) => ({ ...unit, rating: 0.5 })))).toBeNull();
    expect(selectionOf(units.map((unit) => ({ ...unit, label: null })))).toBeNull();
  });
});
