import { describe, expect, it } from 'vitest';
import { calibrate, fit, type CalibrationRecord } from '../../src/index.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { worldTarget } from '../world.ts';

/** Records of one feature, each in a group of its own unless told. */
function recordsOf(name: string, values: readonly number[], groups = values.map((_, i) => `g${i}`)) {
  return values.map((value, i): CalibrationRecord => {
    return { id: `r${i}`, group: groups[i]!, selfRating: i % 11, humanRatings: [i % 2], features: { [name]: value } };
  });
}

const scalingOf = (name: string, values: readonly number[], groups?: readonly string[]) =>
  fit(recordsOf(name, values, groups?.slice()), worldTarget).features[0]!;

/** 0 to 18, and one value further out. */
const upTo18 = (last: number): number[] => [...Array.from({ length: 19 }, (_, i) => i), last];

describe('the slack of a feature', () => {
  /*
   * Of 20 records, the ⌈21 · .95⌉-th smallest excess is the largest. A column of the app's own has its spread for a unit,
   * here 7.4: the half of it at least, three times as much at most.
   */
  it.each([
    { last: 30, slack: 12 },
    { last: 26, slack: 8 },
  ])('is as far as one label was from all others: up to 18, and $last', ({ last, slack }) => {
    expectClose(scalingOf('age', upTo18(last)).slack, slack, { relative: 1e-5 });
  });

  it('is half a unit at least and three units at most', () => {
    const near = scalingOf('age', upTo18(19));
    const far = scalingOf('age', upTo18(1000));
    expectClose(near.slack, near.spread / 2, { relative: 1e-5 });
    expectClose(far.slack, 3 * far.spread, { relative: 1e-5 });
  });

  it('is measured from the labels of other groups: two that stand out together do not vouch for each other', () => {
    const values = [...upTo18(29).slice(0, 19), 29, 30];
    const together = values.map((_, i) => `g${Math.min(i, 19)}`);
    expectClose(scalingOf('age', values, together).slack, 12, { relative: 1e-5 });
    const { slack, spread } = scalingOf('age', values);
    expectClose(slack, spread / 2, { relative: 1e-5 });
  });

  /* 50 groups of one value, and a sixth of all records are copies of the one furthest out. */
  it('does not move with copies of a record', () => {
    const values = [...Array.from({ length: 49 }, (_, i) => i), 80];
    const records = recordsOf('age', values);
    const copies = Array.from({ length: 10 }, (_, k) => ({ ...records[49]!, id: `copy${k}` }));
    const slackOf = (some: readonly CalibrationRecord[]) => {
      const { slack, spread } = fit(some, worldTarget).features[0]!;
      return slack / spread;
    };
    expectClose(slackOf([...records, ...copies]), slackOf(records), { relative: 1e-5 });
  });

  /*
   * Of 59 labels, the ⌈60 · .95⌉-th smallest excess is the third largest, which is none: only the lowest and the highest
   * value exceed the others. Where one in 60 is left to the joint distance it is the second largest, by which the lowest does.
   */
  it('leaves a share to the joint distance where there is one', () => {
    const values = [-20, ...Array.from({ length: 57 }, (_, i) => i), 90];
    const slackWith = (other: (i: number) => number): number[] => {
      const records = recordsOf('age', values).map((record, i) => {
        return { ...record, features: { ...record.features, other: other(i) } };
      });
      const { features, jointDistance } = fit(records, worldTarget);
      expect(jointDistance === undefined).toBe(other(0) === other(1));
      return [features[0]!.slack, features[0]!.spread / 2];
    };
    const [alone, least] = slackWith(() => 1);
    expectClose(alone!, least!, { relative: 1e-5 });
    expectClose(slackWith((i) => i % 2)[0]!, 20, { relative: 1e-5 });
  });

  it.each([
    { name: 'words', unit: Math.LN2, as: 'a doubling' },
    { name: 'hedges', unit: 5, as: 'five in a hundred words' },
    { name: 'promptOverlap', unit: 0.1, as: 'a tenth of the whole' },
    { name: 'age', unit: 0, as: 'nothing' },
  ])('of $name that never varied is half of $as', ({ name, unit }) => {
    expectClose(scalingOf(name, Array(20).fill(3) as number[]).slack, unit / 2, { relative: 1e-5 });
  });

  /*
   * 100 labels of ten features, normal ones and others with long tails. One in twenty fresh records should be outside; the
   * share of one set has a standard deviation of about .03, that of the mean of ten sets .01.
   */
  it('lets about nineteen of twenty fresh records in, however many features there are', () => {
    let outside = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const random = seededRandom(seed);
      const draw = (count: number) =>
        recordsOf('a', Array(count).fill(0) as number[]).map((record) => ({
          ...record,
          features: Object.fromEntries(
            Array.from({ length: 10 }, (_, k) => [`f${k}`, k < 5 ? normal(random) : Math.exp(1.5 * normal(random))]),
          ),
        }));
      const calibrator = fit(draw(100), worldTarget);
      const fresh = draw(200);
      outside += fresh.filter((record) => calibrate(calibrator, record).outside.length > 0).length / fresh.length / 10;
    }
    expect(outside).toBeGreaterThan(0.02);
    expect(outside).toBeLessThan(0.08);
  });
});
