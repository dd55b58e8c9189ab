import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/calibrator/calibrate.ts';
import type { Example } from '../../src/fit/examples.ts';
import { fitAndJudge } from '../../src/fit/fit.ts';
import { reliabilityDiagram, reliabilityOn, type ReliabilityCurve } from '../../src/fit/reliability-diagram.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

/** An example of which nothing counts but its rating, its outcome, its group and its weight. */
function example(rating: number, passes: 0 | 1, group: string, weight = 1): Example {
  const inputs = { selfRating: rating, rating, features: {}, language: undefined, rater: undefined, deceptions: 0 };
  const id = `${group}-${rating}`;
  return { id, record: id, group, inputs, response: 0, human: passes, passes, weight, labellers: {} };
}

/** So many pass probabilities, each true of its record, with the records of a group alike. */
function draw(random: () => number, records: number, perGroup: number) {
  const probabilities: number[] = [];
  const examples = Array.from({ length: records }, (_, i) => {
    const group = Math.floor(i / perGroup);
    if (i % perGroup === 0) probabilities.push(0.05 + 0.9 * random());
    else probabilities.push(probabilities[group * perGroup]!);
    return example(1, random() < probabilities[i]! ? 1 : 0, `g${group}`);
  });
  return { examples, probabilities };
}

const distanceOf = ({ bins }: ReliabilityCurve): number =>
  bins.reduce((sum, { share, predicted, passing }) => sum + share * Math.abs(predicted - passing.value!), 0);

describe('a reliability diagram', () => {
  const { calibrator, examples, outOfFold } = fitAndJudge(exampleRecords(200), exampleTarget);
  const diagram = reliabilityDiagram(
    examples,
    outOfFold.map(({ passProbability }) => passProbability),
  );

  it('is as far from the line as the calibration errors of the fit say', () => {
    expectClose(distanceOf(diagram.before), calibrator.outOfFold.raw.calibrationError, { relative: 0, absolute: 1e-5 });
    expectClose(distanceOf(diagram.after), calibrator.outOfFold.corrected.calibrationError, {
      relative: 0,
      absolute: 1e-5,
    });
  });

  it('holds every label once, in its bins and in its spread', () => {
    for (const { bins, spread } of [diagram.before, diagram.after]) {
      expect(bins.reduce((sum, { labels }) => sum + labels, 0)).toBe(200);
      expect(spread.reduce((sum, labels) => sum + labels, 0)).toBe(200);
      expect(spread).toHaveLength(20);
      expectClose(
        bins.reduce((sum, { share }) => sum + share, 0),
        1,
        { relative: 0, absolute: 1e-5 },
      );
    }
  });

  it('has equal ratings in one bin', () => {
    // Six ratings from 5 to 10 on a scale from 1 to 10.
    const expected = [5, 6, 7, 8, 9, 10].map((rating) => (rating - 1) / 9);
    const predicted = diagram.before.bins.map((bin) => bin.predicted);
    expect(predicted).toHaveLength(6);
    predicted.forEach((one, i) => expectClose(one, expected[i]!, { relative: 0, absolute: 1e-5 }));
  });

  it('of records that a calibrator is given anew goes by what it makes of them', () => {
    const fresh = exampleRecords(60);
    const on = reliabilityOn(calibrator, fresh);
    const mean = (curve: ReliabilityCurve): number =>
      curve.bins.reduce((sum, bin) => sum + bin.share * bin.predicted, 0);
    const probabilities = fresh.map((record) => calibrate(calibrator, record).passProbability);
    expectClose(mean(on.after), probabilities.reduce((sum, p) => sum + p, 0) / fresh.length, {
      relative: 0,
      absolute: 1e-5,
    });
    expect(on.before.bins.reduce((sum, { labels }) => sum + labels, 0)).toBe(60);
  });
});

describe('the bins of a reliability diagram', () => {
  it('leave none with a few labels between large ties', () => {
    const values = [...Array(50).fill(0.1), 0.2, 0.2, 0.2, ...Array(50).fill(0.9)] as number[];
    const { before } = reliabilityDiagram(
      values.map((value, i) => example(value, i % 2 === 0 ? 1 : 0, `g${i}`)),
      values,
    );
    expect(before.bins.map(({ labels }) => labels)).toEqual([53, 50]);
  });

  it('are fewer where there are few labels', () => {
    const values = Array.from({ length: 25 }, (_, i) => i / 25);
    const { after } = reliabilityDiagram(
      values.map((value, i) => example(value, i % 2 === 0 ? 1 : 0, `g${i}`)),
      values,
    );
    expect(after.bins).toHaveLength(2);
  });

  it('hold as many labels of one rating as there may be', () => {
    const one = example(0.5, 1, 'g');
    const examples = Array<Example>(300_000).fill(one);
    const { before } = reliabilityDiagram(examples, Array<number>(300_000).fill(0.5));
    expect(before.bins.map(({ labels }) => labels)).toEqual([300_000]);
  });

  it('count a label by its weight', () => {
    const examples = [
      ...Array.from({ length: 20 }, (_, i) => example(0.5, 1, `a${i}`, 3)),
      ...Array.from({ length: 20 }, (_, i) => example(0.5, 0, `b${i}`, 1)),
    ];
    const [bin] = reliabilityDiagram(examples, Array<number>(40).fill(0.5)).after.bins;
    expect(bin).toMatchObject({ labels: 40, groups: 40, share: 1, passing: { value: 0.75 } });
  });

  it('have an interval also where all pass, which does not reach below what the groups can tell', () => {
    const examples = Array.from({ length: 20 }, (_, i) => example(0.9, 1, `g${i}`));
    const [bin] = reliabilityDiagram(examples, Array<number>(20).fill(0.9)).after.bins;
    expect(bin!.passing).toMatchObject({ value: 1, upper: 1 });
    // The lower limit of Clopper and Pearson for 20 of 20: 0.025^(1/20).
    expectClose(bin!.passing.lower!, 0.025 ** (1 / 20), { relative: 0, absolute: 1e-5 });
  });

  it.each([1, 4])(
    'have intervals that hold the mean of what is true 95 times in 100, with groups of %i',
    (perGroup) => {
      const random = seededRandom(11);
      let [held, all] = [0, 0];
      for (let run = 0; run < 150; run++) {
        const { examples, probabilities } = draw(random, 400, perGroup);
        // The probabilities are true, so what a bin predicts is what its share is drawn from.
        for (const { predicted, passing } of reliabilityDiagram(examples, probabilities).after.bins) {
          all += 1;
          if (passing.lower! <= predicted && predicted <= passing.upper!) held += 1;
        }
      }
      expect(all).toBeGreaterThan(1400);
      expect(held / all).toBeGreaterThan(0.935);
    },
  );
});
