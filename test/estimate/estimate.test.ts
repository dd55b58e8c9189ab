import { describe, expect, it } from 'vitest';
import { estimatePassRate, type CalibrationRecord } from '../../src/index.ts';
import { seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget } from '../example.ts';
import { drawWorld, worldTarget, type WorldOptions } from '../world.ts';

/** Records of which the first so many are labelled. */
function draw(labelled: number, options: Partial<WorldOptions> = {}): CalibrationRecord[] {
  const measured = ['characters', 'words', 'hedges'];
  return drawWorld(seededRandom(5), { records: 1000, measured, ...options }).map(({ truth: _, ...record }, i) =>
    i < labelled ? record : { ...record, humanRatings: [] },
  );
}

describe('the true pass rate', () => {
  it('lies in an interval that is narrower than that of the labels, in plain JSON', () => {
    const found = estimatePassRate(draw(200), worldTarget);
    const { estimate, interval, labelsOnly } = found;
    expect(found).toMatchObject({
      method: 'prediction-powered',
      records: 1000,
      labelled: 200,
      groups: 1000,
      labelledGroups: 200,
      folds: 10,
      seed: 1,
    });
    expect(interval!.lower).toBeLessThan(estimate);
    expect(interval!.upper).toBeGreaterThan(estimate);
    expect(interval!.upper - interval!.lower).toBeLessThan(labelsOnly.interval!.upper - labelsOnly.interval!.lower);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('is not what the ratings say', () => {
    // Half of the responses pass, and four in five are rated above the middle of the scale.
    const records = draw(300).map((record) => ({ ...record, selfRating: Math.min(10, record.selfRating + 2) }));
    const rated = records.filter(({ selfRating }) => selfRating > 5).length / records.length;
    const { interval, meanHumanRating } = estimatePassRate(records, worldTarget);
    expect(rated).toBeGreaterThan(0.8);
    expect(interval!.upper).toBeLessThan(0.65);
    expect(meanHumanRating.interval!.upper).toBeLessThan(0.65);
  });

  it('is the same for records in any order, and moves with the seed of the folds a little', () => {
    const records = draw(100);
    const found = estimatePassRate(records, { ...worldTarget, seed: 7 });
    expect(estimatePassRate(records.toReversed(), { ...worldTarget, seed: 7 })).toEqual(found);
    const other = estimatePassRate(records, { ...worldTarget, seed: 8 });
    expect(other.estimate).not.toBe(found.estimate);
    expectClose(other.estimate, found.estimate, { absolute: 0.02 });
  });

  it('has the mean human rating beside it, on the human scale', () => {
    const records = exampleRecords().map((record, i) => (i % 3 === 0 ? record : { ...record, humanRatings: [] }));
    const { meanHumanRating } = estimatePassRate(records, exampleTarget);
    const { estimate, interval } = meanHumanRating;
    expect(interval!.lower).toBeGreaterThanOrEqual(1);
    expect(interval!.upper).toBeLessThanOrEqual(5);
    expect(estimate).toBeGreaterThan(interval!.lower);
    expect(estimate).toBeLessThan(interval!.upper);
    expect(estimate).toBeGreaterThan(1.5);
  });

  it('is the share of people who pass a response where the target is a person', () => {
    const records = draw(100).map((record) =>
      record.humanRatings.length > 0 ? { ...record, humanRatings: [1, 1, 0] } : record,
    );
    const [byMean, byPerson] = (['mean', 'person'] as const).map((passBy) =>
      estimatePassRate(records, { ...worldTarget, passBy }),
    );
    expect(byMean!.labelsOnly.estimate).toBe(1);
    expectClose(byPerson!.labelsOnly.estimate, 2 / 3, { relative: 1e-5 });
  });

  it('has wider intervals with more confidence', () => {
    const records = draw(100);
    const [ninety, ninetyNine] = [0.9, 0.99].map(
      (confidence) => estimatePassRate(records, { ...worldTarget, confidence }).interval!,
    );
    expect(ninetyNine!.lower).toBeLessThan(ninety!.lower);
    expect(ninetyNine!.upper).toBeGreaterThan(ninety!.upper);
    expect(ninetyNine!.confidence).toBe(0.99);
  });

  it('tells of its steps, to the last', () => {
    const steps: (readonly [number, number])[] = [];
    estimatePassRate(draw(50), { ...worldTarget, onProgress: (done, all) => steps.push([done, all]) });
    expect(steps).toHaveLength(10);
    expect(steps.at(-1)).toEqual([10, 10]);
  });
});

describe('where the labels are too few to predict anything', () => {
  it('is that of the labels, with an exact interval', () => {
    const records = draw(10).map((record, i) => (i < 10 ? { ...record, humanRatings: [i < 7 ? 1 : 0] } : record));
    const found = estimatePassRate(records, worldTarget);
    expect(found).toMatchObject({ estimate: 0.7, method: 'labels-only', power: 0, folds: 0, correlation: null });
    expect(found.reason).toBe('By the labels alone, since a fit needs at least 20 labelled records, and there are 10.');
    // Clopper and Pearson for 7 of 10.
    expectClose([found.interval!.lower, found.interval!.upper], [0.347547, 0.933261], { relative: 1e-5 });
    const pairs = records.map((record, i) => ({ ...record, group: `pair ${Math.floor(i / 2)}` }));
    const { interval } = estimatePassRate(pairs, worldTarget);
    expect(interval!.lower).toBeLessThan(0.34);
    expect(interval!.upper).toBeGreaterThan(0.94);
  });

  it('is that of the labels where all say the same, and leaves room for what they did not see', () => {
    const records = draw(40).map((record, i) => (i < 40 ? { ...record, humanRatings: [1] } : record));
    const { estimate, interval, reason, meanHumanRating } = estimatePassRate(records, worldTarget);
    expect(estimate).toBe(1);
    expectClose(interval!.lower, 0.025 ** (1 / 40), { relative: 1e-5 });
    expect(interval!.upper).toBe(1);
    expect(reason).toBe(
      'By the labels alone, since a fit needs records that pass and records that fail, and all that are labelled pass.',
    );
    expect(meanHumanRating.interval).toEqual(interval);
  });

  it('lies in its interval where one label says otherwise than all others', () => {
    const records = draw(50).map((record, i) => (i < 50 ? { ...record, humanRatings: [i === 7 ? 0 : 1] } : record));
    const { estimate, interval } = estimatePassRate(records, worldTarget);
    expect(estimate).toBeGreaterThan(0.9);
    expect(interval!.lower).toBeLessThan(0.95);
    expect(interval!.upper).toBeGreaterThan(0.98);
  });

  it('has no interval with one label or one group', () => {
    expect(estimatePassRate(draw(1), worldTarget)).toMatchObject({ labelled: 1, interval: null });
    const oneGroup = draw(50).map((record) => ({ ...record, group: 'g' }));
    expect(estimatePassRate(oneGroup, worldTarget)).toMatchObject({ labelled: 50, interval: null, selection: null });
  });

  it('refuses without a label', () => {
    for (const records of [draw(0), []])
      expect(() => estimatePassRate(records, worldTarget)).toThrow(
        expect.objectContaining({ code: 'too-few-records', details: { received: 0, required: 1 } }),
      );
  });
});

describe('where ratings cannot help', () => {
  it('is that of the labels where every record has one', () => {
    const found = estimatePassRate(draw(200).slice(0, 200), worldTarget);
    expect(found).toMatchObject({ method: 'labels-only', selection: null });
    expect(found.reason).toBe('By the labels alone, since every record is labelled.');
  });

  it('is that of the labels where every rating and every text is the same', () => {
    const records = draw(200).map(({ features: _, ...record }) => ({
      ...record,
      selfRating: 5,
      features: { words: 3 },
    }));
    const found = estimatePassRate(records, worldTarget);
    expect(found).toMatchObject({ method: 'labels-only', power: 0, selection: null });
    expect(found.estimate).toBe(found.labelsOnly.estimate);
  });
});

describe('labels that were chosen with unequal chances', () => {
  const inclusionOf = (selfRating: number): number => (selfRating >= 7 ? 0.06 : 0.5);

  function chosen(says: boolean): CalibrationRecord[] {
    const random = seededRandom(11);
    return draw(4000, { records: 4000 }).map((record) => {
      const inclusion = inclusionOf(record.selfRating);
      const told = says ? { inclusion } : {};
      return random() < inclusion ? { ...record, ...told } : { ...record, ...told, humanRatings: [] };
    });
  }

  it('stand for all records by one over their inclusion', () => {
    const all = draw(4000, { records: 4000 });
    const truth = all.filter(({ humanRatings }) => humanRatings[0] === 1).length / all.length;
    const found = estimatePassRate(chosen(true), worldTarget);
    expect(found.method).toBe('prediction-powered');
    expect(found.interval!.lower).toBeLessThan(truth);
    expect(found.interval!.upper).toBeGreaterThan(truth);
    expect(found.worth).toBeLessThan(found.labelled);
    expect(found.selection!.pValue).toBeGreaterThan(0.001);
    expect(found.verdict).toBe('estimate');
  });

  it('show by their ratings where they do not say so', () => {
    const { selection, verdict } = estimatePassRate(chosen(false), worldTarget);
    expect(verdict).toBe('cannot tell');
    expect(selection!.ratingDifference).toBeLessThan(-0.5);
    expect(selection!.pValue).toBeLessThan(1e-6);
  });
});

describe('what is wrong', () => {
  it.each([
    { what: 'confidence', value: 1 },
    { what: 'confidence', value: Number.NaN },
    { what: 'seed', value: -1 },
    { what: 'seed', value: 0.5 },
    { what: 'passAt', value: 7 },
  ])('is refused: $what of $value', ({ what, value }) => {
    expect(() => estimatePassRate(draw(50), { ...worldTarget, [what]: value })).toThrow(
      expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option: what }) }),
    );
  });

  it.each([
    { name: 'a rating off its scale', broken: { selfRating: 11 }, code: 'invalid-records' },
    { name: 'a rating that is no number', broken: { selfRating: Number.NaN }, code: 'invalid-records' },
    { name: 'a feature that is no number', broken: { features: { words: Number.NaN } }, code: 'invalid-records' },
    { name: 'a human rating that is no number', broken: { humanRatings: [Number.NaN] }, code: 'invalid-records' },
    { name: 'an inclusion of zero', broken: { inclusion: 0 }, code: 'invalid-records' },
  ])('is refused in any record, labelled or not: $name', ({ broken, code }) => {
    for (const place of [0, 999]) {
      const records = draw(50).map((record, i) => (i === place ? { ...record, ...broken } : record));
      expect(() => estimatePassRate(records, worldTarget)).toThrow(expect.objectContaining({ code }));
    }
  });

  it('is refused where labels are of two criteria or two policies', () => {
    const criteria = draw(50).map((record, i) => ({ ...record, criterion: i % 2 === 0 ? 'tone' : 'truth' }));
    const policies = draw(50).map((record, i) => ({
      ...record,
      humanRatings: record.humanRatings.map((value) => ({ value: Number(value), policy: i % 2 === 0 ? 'v1' : 'v2' })),
    }));
    expect(() => estimatePassRate(criteria, worldTarget)).toThrow(expect.objectContaining({ code: 'mixed-criteria' }));
    expect(() => estimatePassRate(policies, worldTarget)).toThrow(expect.objectContaining({ code: 'mixed-policies' }));
  });
});
