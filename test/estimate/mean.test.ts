import { describe, expect, it } from 'vitest';
import { estimateMean } from '../../src/estimate/mean.ts';
import type { Unit } from '../../src/estimate/unit.ts';
import { poweredMean } from '../../src/math/prediction-powered.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';

interface Drawn {
  readonly labelled?: number;
  readonly records?: number;
  readonly perGroup?: number;
  /** Correlation of quality and what is predicted. */
  readonly skill?: number;
  readonly seed?: number;
}

/** Units that pass where their quality, which a group has half of in common, is above zero. */
function drawUnits({ labelled = 100, records = 1000, perGroup = 1, skill = 0.8, seed = 1 }: Drawn = {}): Unit[] {
  const random = seededRandom(seed);
  let shared = 0;
  return Array.from({ length: records }, (_, i) => {
    if (i % perGroup === 0) shared = normal(random);
    const quality = perGroup === 1 ? shared : Math.SQRT1_2 * (shared + normal(random));
    const passes = quality > 0 ? 1 : 0;
    const seen = skill * quality + Math.sqrt(1 - skill ** 2) * normal(random);
    const expected = 1 / (1 + Math.exp(-2 * seen));
    return {
      id: `u${i}`,
      group: `g${Math.floor(i / perGroup)}`,
      label: i < labelled ? { passes, human: passes } : null,
      inclusion: undefined,
      predicted: { passes: expected, human: expected },
      rating: expected,
    };
  });
}

describe('the mean over a population', () => {
  it('is the plain prediction-powered mean where units are unrelated, with the power moved to all records', () => {
    const units = drawUnits();
    const found = estimateMean(units, 'passes');
    const [known, others] = [units.slice(0, 100), units.slice(100)];
    const plain = poweredMean(
      {
        labels: known.map(({ label }) => label!.passes),
        predictions: known.map(({ predicted }) => predicted!.passes),
        unlabelled: others.map(({ predicted }) => predicted!.passes),
      },
      0.9 * found.power,
    );
    expect(found.method).toBe('prediction-powered');
    expectClose(found.estimate, plain.estimate);
    // The plain one divides by n, this one by n less what was estimated.
    expectClose(found.standardError!, plain.standardError, { relative: 0.02 });
  });

  it('is narrower than that of the labels where predictions help, and worth more labels than there are', () => {
    const { interval, labelsOnly, worth, correlation } = estimateMean(drawUnits(), 'passes');
    expect(interval!.upper - interval!.lower).toBeLessThan(
      0.85 * (labelsOnly.interval!.upper - labelsOnly.interval!.lower),
    );
    expect(worth).toBeGreaterThan(130);
    expect(correlation!.lower).toBeGreaterThan(0.4);
  });

  it('is that of the labels alone where predictions know nothing or the contrary, and says so', () => {
    for (const skill of [0, -0.8]) {
      const found = estimateMean(drawUnits({ skill, seed: 3 }), 'passes');
      expect(found).toMatchObject({ method: 'labels-only', power: 0, interval: found.labelsOnly.interval });
      expect(found.estimate).toBe(found.labelsOnly.estimate);
      expect(found.reason).toBe('By the labels alone, since the ratings tell no more of the labels than chance would.');
    }
  });

  it('has errors by group that sum to zero, and whose squares sum to that of the standard error', () => {
    const { influence, standardError } = estimateMean(drawUnits({ perGroup: 4 }), 'passes');
    const values = [...influence.values()];
    expectClose(
      values.reduce((sum, value) => sum + value, 0),
      0,
      { absolute: 1e-12 },
    );
    expectClose(Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0)), standardError!);
  });

  it('is no surer for copies within groups', () => {
    const units = drawUnits();
    const copies = units.flatMap((unit) => [unit, { ...unit, id: `${unit.id} again` }]);
    const [once, twice] = [units, copies].map((list) => estimateMean(list, 'passes'));
    expectClose(twice!.standardError!, once!.standardError!);
    expectClose(twice!.estimate, once!.estimate);
    expectClose(twice!.freedom, once!.freedom);
  });

  it('counts what labelled and unlabelled records of one group have in common', () => {
    const units = drawUnits({ labelled: 0, records: 600, perGroup: 2 });
    const known = units.map((unit, i) => {
      const passes = unit.rating > 0.5 ? 1 : 0;
      return i < 300 && i % 2 === 0 ? { ...unit, label: { passes, human: passes } } : unit;
    });
    const apart = known.map((unit) => ({ ...unit, group: unit.id }));
    const [together, alone] = [known, apart].map((list) => estimateMean(list, 'passes').standardError!);
    expect(Math.abs(together! / alone! - 1)).toBeGreaterThan(0.02);
  });

  it('is that of a part where the others weigh nothing, and knows no unit of weight', () => {
    const units = drawUnits({ labelled: 300 });
    const isIn = (_: Unit, i: number): boolean => i % 2 === 0;
    const part = estimateMean(units.filter(isIn), 'passes');
    const weighed = estimateMean(units, 'passes', { weights: units.map((unit, i) => (isIn(unit, i) ? 7 : 0)) });
    expectClose(
      [weighed.estimate, weighed.standardError!, weighed.power, weighed.worth],
      [part.estimate, part.standardError!, part.power, part.worth],
    );
  });

  it('counts labels by one over their inclusion', () => {
    const base = drawUnits({ labelled: 30, records: 30 });
    const units = base.map((unit, i) => ({
      ...unit,
      inclusion: i < 10 ? 0.1 : 0.5,
      label: { passes: i < 10 ? 1 : 0, human: 0 },
    }));
    const { estimate } = estimateMean(units, 'passes');
    expectClose(estimate, 100 / 140);
  });

  it('takes no help of predictions where labels do not stand for the records that are there', () => {
    const units = drawUnits({ labelled: 200 }).map((unit, i) => ({ ...unit, inclusion: i % 2 === 0 ? 0.01 : 0.02 }));
    const { method, reason } = estimateMean(units, 'passes');
    expect(method).toBe('labels-only');
    expect(reason).toBe(
      'By the labels alone, since by their inclusion the labels stand for about 15000 records, and there are 1000.',
    );
    const whole = drawUnits({ labelled: 200 }).map((unit, i) => ({ ...unit, inclusion: i % 2 === 0 ? 0.15 : 0.3 }));
    expect(estimateMean(whole, 'passes').method).toBe('prediction-powered');
  });

  it('takes none either where few heavy labels stand for too many, or are rated otherwise than the records', () => {
    // Of 3,000 records a fifth of the labels was drawn over all, the rest from the upper ones; only what was chosen is given.
    const random = seededRandom(8);
    const of = (upper: number, lower: number, share: number): Unit[] =>
      drawUnits({ records: 3000 }).flatMap((unit) => {
        const inclusion = unit.rating > 0.7 ? upper : lower;
        const passes = unit.rating > 0.5 ? 1 : 0;
        const label = random() < share ? { passes, human: passes } : null;
        return random() < inclusion ? [{ ...unit, inclusion, label }] : [];
      });
    const few = estimateMean(of(0.12, 0.008, 0.6), 'passes');
    expect(few.method).toBe('labels-only');
    expect(few.reason).toMatch(/stand for about \d+ records, and there are \d+/u);
    const many = estimateMean(of(1, 0.2, 0.5), 'passes');
    expect(many.method).toBe('labels-only');
    expect(many.reason).toContain('rated otherwise');
  });

  it('says how many labels tell no inclusion, and where a few weigh most', () => {
    const chance = (i: number): number | undefined => (i < 90 ? 0.9 : i < 95 ? 0.02 : undefined);
    const units = drawUnits().map((unit, i) => ({ ...unit, inclusion: chance(i) }));
    const { reason, worth } = estimateMean(units, 'passes');
    expect(reason).toContain('5 of the 100 labels tell no inclusion and count as if it were 1.');
    expect(reason).toMatch(/A few labels weigh most: the 100 say as much as about \d+ of equal weight would\./u);
    expect(worth).toBeLessThan(20);
  });

  it('is no surer than labels of equal weight would be where the few that weigh most agree', () => {
    const units = drawUnits({ labelled: 100, skill: 0 }).map((unit, i) => ({
      ...unit,
      inclusion: i < 95 ? 0.5 : 0.025,
      label: i >= 100 ? null : i < 95 ? { passes: i % 20 === 0 ? 0 : 1, human: 1 } : { passes: 1, human: 1 },
    }));
    const { interval } = estimateMean(units, 'passes');
    // Five labels speak for half of the records. Their agreement leaves .6 open for each: no less than a fifth of all.
    expect(interval!.lower).toBeLessThan(0.8);
  });

  it('keeps room for errors of predictions that no label shows', () => {
    // Of the passes, 4 % are misrated; in about a seventh of such sets of 50 labels none of them is labelled.
    const held = Array.from({ length: 300 }, (_, seed) => {
      const random = seededRandom(seed + 1);
      const units = drawUnits({ records: 3000 }).map((unit, i) => {
        const passes = random() < 0.8 ? 1 : 0;
        const said = passes === 1 && random() < 0.04 ? 0 : passes;
        const label = i < 50 ? { passes, human: passes } : null;
        return { ...unit, label, predicted: { passes: said, human: said } };
      });
      const { lower, upper } = estimateMean(units, 'passes').interval!;
      return lower <= 0.8 && 0.8 <= upper ? 1 : 0;
    }).reduce<number>((sum, one) => sum + one, 0);
    expect(held / 300).toBeGreaterThan(0.935);
  });

  it('takes no help of predictions with labels of fewer than ten groups, and widens for few', () => {
    const found = estimateMean(drawUnits({ labelled: 40, perGroup: 5 }), 'passes');
    expect(found.method).toBe('labels-only');
    expect(found.reason).toBe('By the labels alone, since the labels are worth fewer than 10 groups of equal weight.');
    expect(found.freedom).toBe(7);
  });

  it('has no interval with labels of one group', () => {
    const units = drawUnits({ labelled: 40, perGroup: 40 });
    expect(estimateMean(units, 'passes')).toMatchObject({ interval: null, standardError: null });
  });

  it('counts groups where all labels say the same', () => {
    const same = drawUnits({ labelled: 60, perGroup: 2 }).map((unit) =>
      unit.label === null ? unit : { ...unit, label: { passes: 1, human: 1 } },
    );
    const { estimate, interval, reason } = estimateMean(same, 'passes');
    expect(estimate).toBe(1);
    // Clopper and Pearson for 30 of 30.
    expectClose(interval!.lower, 0.025 ** (1 / 30), { relative: 1e-6 });
    expect(interval!.upper).toBe(1);
    expect(reason).toBe('By the labels alone, since all labels say the same.');
  });

  it('refuses where nothing is labelled', () => {
    expect(() => estimateMean(drawUnits({ labelled: 0 }), 'passes')).toThrow(
      expect.objectContaining({ code: 'too-few-records', details: { received: 0, required: 1 } }),
    );
  });
});
