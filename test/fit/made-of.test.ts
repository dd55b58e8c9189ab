import { describe, expect, it } from 'vitest';
import { wasSeen } from '../../src/calibrator/seen.ts';
import { fit } from '../../src/fit/fit.ts';
import { madeOf } from '../../src/fit/made-of.ts';
import type { CalibrationRecord, HumanRating } from '../../src/types.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

const rating = (value: number, policy?: string): HumanRating => ({
  value,
  ...(policy === undefined ? {} : { policy }),
});
const labelledBy = (policies: readonly (string | undefined)[], i: number): Partial<CalibrationRecord> => ({
  humanRatings: policies.map((policy, j) => rating(1 + ((i * 7 + j) % 5), policy)),
});

describe('what a calibrator remembers of its labels', () => {
  it('is their raters, rating prompts and policy, each once and in order', () => {
    const records = exampleRecords(40).map((record, i) => ({
      ...record,
      ...labelledBy(['policy-1'], i),
      rater: i % 2 === 0 ? 'b-model' : 'a-model',
      ratingPrompt: i % 3 === 0 ? 'prompt-2' : 'prompt-1',
    }));
    const expected = {
      raters: ['a-model', 'b-model'],
      ratingPrompts: ['prompt-1', 'prompt-2'],
      labelPolicies: ['policy-1'],
    };
    expect(madeOf(records)).toMatchObject(expected);
    const calibrator = fit(records, exampleTarget);
    expect(calibrator).toMatchObject({ ...expected, certificates: [] });
    expect(calibrator).not.toHaveProperty('signature');
    for (const record of records) expect(wasSeen(calibrator.seen, record)).toBe('record');
  });

  it('is nothing where they do not say', () => {
    const records = exampleRecords(40).map(({ rater: _, ...record }) => record);
    expect(madeOf(records)).toMatchObject({ raters: [], ratingPrompts: [], labelPolicies: [] });
  });

  it('is nothing of records that nobody labelled', () => {
    const unlabelled = { id: 'new', selfRating: 9, humanRatings: [], rater: 'c-model', ratingPrompt: 'prompt-3' };
    expect(madeOf([{ ...unlabelled, response: 'A text.' }])).toEqual(madeOf([]));
  });
});

describe('human ratings of several policies', () => {
  it.each<[string, (i: number) => Partial<CalibrationRecord>]>([
    ['in different records', (i) => labelledBy([i % 2 === 0 ? 'policy-1' : 'policy-2'], i)],
    ['in one record', (i) => labelledBy(i === 3 ? ['policy-1', 'policy-2'] : ['policy-1'], i)],
    ['beside others that say none', (i) => labelledBy([[undefined, 'policy-1', 'policy-2'][i % 3]], i)],
  ])('are refused by name: %s', (_, fields) => {
    const records = exampleRecords(40).map((record, i) => ({ ...record, ...fields(i) }));
    expect(() => fit(records, exampleTarget)).toThrow(
      expect.objectContaining({
        code: 'mixed-policies',
        details: { policies: ['policy-1', 'policy-2'] },
        message: expect.stringContaining('got 2 (policy-1, policy-2)') as string,
      }),
    );
  });

  it('are one where the others say none', () => {
    const records = exampleRecords(40).map((record, i) => ({
      ...record,
      ...labelledBy([i < 9 ? 'policy-1' : undefined], i),
    }));
    expect(fit(records, exampleTarget).labelPolicies).toEqual(['policy-1']);
  });

  it('do not count where nobody labelled by them', () => {
    const records = exampleRecords(40).map((record, i) => ({
      ...record,
      ...labelledBy(i === 7 ? [] : ['policy-1'], i),
    }));
    expect(fit(records, exampleTarget).labelPolicies).toEqual(['policy-1']);
  });
});
