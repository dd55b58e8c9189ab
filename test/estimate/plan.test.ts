import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/estimate/interval.ts';
import { estimateMean } from '../../src/estimate/mean.ts';
import { labelsNeeded, precisionOf, type Precision } from '../../src/estimate/plan.ts';
import type { Unit } from '../../src/estimate/unit.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { drawSystems } from './unit-world.ts';

function unitsWith(labelledGroups: number, groups = 2000): Unit[] {
  return drawSystems(seededRandom(9), groups, [
    { name: 'a', ease: 0.3, perGroup: 1, isLabelled: (group) => group < labelledGroups },
  ])[0]!;
}

function precisionFor(units: readonly Unit[]): Precision {
  return precisionOf(units, estimateMean(units, 'passes'))!;
}

/** Predictions that nearly say whether it passes: most of what is not known is then how many of all the records are such. */
function wellPredicted(labelled: number): Unit[] {
  return unitsWith(2000).map((unit, i) => {
    const passes = unit.label!.passes === 1 ? 0.85 : 0.15;
    return { ...unit, predicted: { passes, human: passes }, label: i < labelled ? unit.label : null };
  });
}

const withoutPredictions = (units: readonly Unit[]): Unit[] => units.map((unit) => ({ ...unit, predicted: null }));

describe('how many labels an interval takes', () => {
  it('is four times as many for half of the width, by the labels alone', () => {
    const now = precisionFor(withoutPredictions(unitsWith(200)));
    expect(now.labelPart).toBe(1);
    const { labels, more } = labelsNeeded(now, now.halfWidth / 2);
    expectClose(labels!, 800, { relative: 0.05 });
    expect(more).toBe(labels! - 200);
  });

  it('is more where part of the uncertainty is that of few records, and without end where all of it is', () => {
    const now = precisionFor(wellPredicted(200));
    expect(now.labelPart).toBeGreaterThan(0.4);
    expect(now.labelPart).toBeLessThan(0.8);
    expect(labelsNeeded(now, 0.8 * now.halfWidth).labels!).toBeGreaterThan(1.3 * (200 / 0.8 ** 2));
    expect(labelsNeeded(now, now.halfWidth / 2).labels).toBeNull();
  });

  it('is what makes an interval of as many trials and degrees of freedom narrow enough', () => {
    const now = precisionFor(withoutPredictions(unitsWith(22)));
    const asked = 0.6 * now.halfWidth;
    const halfWidth = (labels: number): number => {
      const more = { trials: (now.worth * labels) / 22, freedom: ((now.freedom + 1) * labels) / 22 - 1 };
      const { lower, upper } = meanInterval({ value: now.estimate, ...more }, 0.95);
      return (upper - lower) / 2;
    };
    const { labels } = labelsNeeded(now, asked);
    expect(halfWidth(labels!)).toBeLessThanOrEqual(asked);
    expect(halfWidth(labels! - 1)).toBeGreaterThan(asked);
  });

  it('starts from the interval as it is', () => {
    for (const units of [unitsWith(200), withoutPredictions(unitsWith(60)), unitsWith(12)]) {
      const { interval } = estimateMean(units, 'passes');
      expectClose(precisionFor(units).halfWidth, (interval!.upper - interval!.lower) / 2, { absolute: 1e-5 });
    }
  });

  it('starts from the interval as it is also where all labels say the same', () => {
    const units = unitsWith(30).map((unit) => ({ ...unit, label: unit.label && { passes: 1, human: 1 } }));
    const { interval } = estimateMean(units, 'passes');
    const now = precisionFor(units);
    expectClose(now.halfWidth, (interval!.upper - interval!.lower) / 2, { absolute: 1e-5 });
    expect(labelsNeeded(now, now.halfWidth / 2).labels!).toBeGreaterThan(30);
  });

  it('grows as the width shrinks, until no label is left to make', () => {
    const now = precisionFor(unitsWith(100, 800));
    const widths = [0.09, 0.07, 0.06, 0.05, 0.04, 0.02];
    const needed = widths.map((width) => labelsNeeded(now, width).labels);
    const counted = needed.filter((one) => one !== null);
    expect(counted).toEqual(counted.toSorted((a, b) => a - b));
    expect(needed.at(-1)).toBeNull();
    expect(now.floor).toBeGreaterThan(0.02);
    expect(labelsNeeded(now, now.floor).labels).toBe(800);
    expect(labelsNeeded(now, now.floor * 0.999)).toMatchObject({ labels: null, more: null });
  });

  it('is what there is where the interval is narrow enough', () => {
    const now = precisionFor(unitsWith(100));
    expect(labelsNeeded(now, 0.3)).toEqual({ halfWidth: 0.3, labels: 100, more: 0 });
  });

  it('knows nothing where there is no interval', () => {
    expect(precisionOf(unitsWith(1), estimateMean(unitsWith(1), 'passes'))).toBeNull();
  });

  it.each([0, -0.1, 0.5, Number.NaN])('is refused for what is no half of a width: %d', (width) => {
    expect(() => labelsNeeded(precisionFor(unitsWith(100)), width)).toThrow(
      `width must be half of the width of an interval, above 0 and below 0.5, got ${width}`,
    );
  });
});
