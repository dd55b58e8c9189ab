import { describe, expect, it } from 'vitest';
import { estimateDifference } from '../../src/estimate/difference.ts';
import { estimatePassRate } from '../../src/estimate/estimate.ts';
import { reportEstimate } from '../../src/estimate/report.ts';
import { seededRandom } from '../../src/math/random.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { drawWorld, worldTarget } from '../world.ts';

/** Records of two generators by turns, every fourth of them labelled. */
function drawn(seed: number, records = 400): CalibrationRecord[] {
  return drawWorld(seededRandom(seed), { records, perGroup: 2, measured: [] }).map(({ truth: _, ...record }, i) => ({
    ...record,
    generator: i % 2 === 0 ? 'a' : 'b',
    humanRatings: i % 8 < 2 ? record.humanRatings : [],
  }));
}

const records = drawn(1);
const others = drawn(2).map((record) => ({ ...record, selfRating: Math.min(10, record.selfRating + 1) }));

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as Error & { readonly code: string };
    return [code, message];
  }
};

describe('the report of an estimate', () => {
  it('begins with the estimate, and leaves out what was not asked for', () => {
    const report = reportEstimate(records, worldTarget);
    expect(report).toMatchObject(estimatePassRate(records, worldTarget));
    expect(report).toMatchObject({ slices: null, mix: null, difference: null, confidence: 0.95 });
    expect(report.costs).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('has all that was asked for, the same for the same records in any order', () => {
    const asked = { ...worldTarget, sliceBy: 'generator', mix: { a: 0.9, b: 0.1 }, against: others, width: 0.08 };
    const report = reportEstimate(records, asked);
    expect(report.slices!.slices.map(({ slice, records: own }) => [slice, own])).toEqual([
      ['a', 200],
      ['b', 200],
    ]);
    expect(report.mix!.interval).not.toBeNull();
    expect(report.costs[1]!.halfWidth).toBe(0.08);
    expect(report.difference).toEqual(estimateDifference(records, others, worldTarget));
    expect(reportEstimate(records.toReversed(), { ...asked, against: others.toReversed() })).toEqual(report);
  });

  it('counts what is rated at the pass mark, put on the rating scale', () => {
    const target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 4 };
    const rated = [7, 7.75, 8, 10].map((selfRating, i) => ({
      id: `r${i}`,
      selfRating,
      humanRatings: [i + 1],
      response: 'A response.',
    }));
    expect(reportEstimate(rated, target).ratedToPass).toBe(0.75);
  });

  it('says how many labels alone would say as much, which is more the more the ratings tell', () => {
    const { equivalentLabels, labelled, method } = reportEstimate(drawn(5, 800), worldTarget);
    expect([labelled, method]).toEqual([200, 'prediction-powered']);
    expect(equivalentLabels).toBeGreaterThan(205);
    const random = seededRandom(1);
    const told = drawn(5, 800).map((record) => ({ ...record, selfRating: Math.floor(11 * random()) }));
    expect(reportEstimate(told, worldTarget).equivalentLabels).toBeLessThan(equivalentLabels);
    const all = drawn(5).filter(({ humanRatings }) => humanRatings.length > 0);
    expect(reportEstimate(all, worldTarget).equivalentLabels).toBe(all.length);
  });

  it('counts the labels of models', () => {
    const by = (source: string | undefined) =>
      records.slice(0, 40).map((record, i) => ({
        ...record,
        humanRatings: record.humanRatings.map((value) => ({
          value: value as number,
          ...(source === undefined || i > 1 ? {} : { source }),
        })),
      }));
    const count = (source?: string) => reportEstimate(by(source), worldTarget).labelledByModel;
    expect([count(), count('expert'), count('model')]).toEqual([0, 0, 2]);
  });

  it('has no costs where the labels are of one group', () => {
    const [first, ...rest] = records;
    const one = [first!, ...rest.map((record) => ({ ...record, humanRatings: [] }))];
    expect(reportEstimate(one, worldTarget)).toMatchObject({ interval: null, precision: null, costs: [] });
  });

  it.each([
    [{ mix: { a: 1 } }, 'a mix is one of slices, so it needs the field that they are made by'],
    [
      { sliceBy: 'generator', mix: { a: 1, c: 0 } },
      'a mix must have shares of slices that there are, "a", "b", got "c"',
    ],
    [{ width: 2 }, 'width must be half of the width of an interval, above 0 and below 0.5, got 2'],
    [
      { sliceBy: 'model' },
      'slices by "model" must be by a field of the records, got none has it; they have "generator", "group"',
    ],
    [{ against: records }, 'against must be records of another system, got 400 that are all among the first'],
  ])('is refused for %o', (asked, message) => {
    expect(thrown(() => reportEstimate(records, { ...worldTarget, ...asked }))).toEqual(['invalid-option', message]);
  });

  it('is refused against a system without labels, or judged by another criterion', () => {
    const against = (all: readonly CalibrationRecord[]) =>
      thrown(() => reportEstimate(records, { ...worldTarget, against: all }));
    expect(against(others.map((record) => ({ ...record, humanRatings: [] })))).toEqual([
      'too-few-records',
      'the other system needs labelled records too, got none in 400',
    ]);
    expect(against([])).toEqual(['too-few-records', 'the other system needs labelled records too, got none in 0']);
    const named = records.map((record) => ({ ...record, criterion: 'style' }));
    const asked = { ...worldTarget, against: others.map((record) => ({ ...record, criterion: 'facts' })) };
    expect(thrown(() => reportEstimate(named, asked))).toEqual([
      'mixed-criteria',
      'both systems must be judged by one criterion, got "facts", "style"',
    ]);
  });

  it('says what is no record, whatever was asked', () => {
    for (const broken of [null, undefined, 7, { id: 'x' }] as unknown as CalibrationRecord[])
      for (const asked of [{ sliceBy: 'generator' }, { against: others }, { against: [broken, ...others] }]) {
        const [code] = thrown(() => reportEstimate([...records, broken], { ...worldTarget, ...asked })) as [string];
        expect(code).toBe('invalid-records');
      }
  });

  it('compares systems whose records have the same ids', () => {
    const { difference } = reportEstimate(records, { ...worldTarget, against: others });
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set(records.map(({ id }) => id)));
    expect(difference!.sharedGroups).toBe(200);
  });
});
