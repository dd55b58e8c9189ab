import { describe, expect, it } from 'vitest';
import { fitEach } from '../../src/fit/fit-each.ts';
import { fit } from '../../src/fit/fit.ts';
import type { CalibrationRecord } from '../../src/types.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

const records = exampleRecords(24);
const about = (criterion: string, shift = 0): CalibrationRecord[] =>
  records.map((record, i) => ({ ...record, criterion, humanRatings: [1 + ((i * 7 + shift * (i % 3)) % 5)] }));
const both = [...about('tone'), ...about('facts', 2)];

describe('fitting each criterion', () => {
  it('gives the calibrator that a fit of its records alone gives, in order of the names', () => {
    for (const order of [both, both.toReversed()]) {
      const fitted = fitEach(order, exampleTarget);
      expect([...fitted.keys()]).toEqual(['facts', 'tone']);
      expect(fitted.get('facts')).toEqual(fit(about('facts', 2), { ...exampleTarget, criterion: 'facts' }));
      expect(fitted.get('tone')).toEqual(fit(about('tone'), { ...exampleTarget, criterion: 'tone' }));
    }
  });

  it('takes the options of each from a function', () => {
    const asked: string[] = [];
    const fitted = fitEach(both, (criterion) => {
      asked.push(criterion);
      return { ...exampleTarget, passAt: criterion === 'tone' ? 2 : 4, seed: 5 };
    });
    expect(asked).toEqual(['facts', 'tone']);
    expect([...fitted.values()].map(({ target, fittedOn }) => [target.passAt, fittedOn.seed])).toEqual([
      [4, 5],
      [2, 5],
    ]);
  });

  it('names the criterion that cannot be fitted', () => {
    expect(() => fitEach([...both, ...about('rare').slice(0, 4)], exampleTarget)).toThrow(
      expect.objectContaining({
        code: 'too-few-records',
        message: 'criterion "rare": fitting needs at least 20 labelled records, got 4',
      }),
    );
  });

  it('refuses records that do not say their criterion, all at once', () => {
    const nameless = [undefined, '', 4, null].map((criterion, i) => ({ ...records[i], criterion }));
    expect(() => fitEach([...both, ...nameless] as CalibrationRecord[], exampleTarget)).toThrow(
      expect.objectContaining({
        code: 'invalid-records',
        message: ['nothing', '""', '4', 'null']
          .map((got, i) => `records:${48 + i} criterion must be a non-empty string, got ${got}`)
          .join('\n'),
      }),
    );
  });

  it('refuses no records at all', () => {
    expect(() => fitEach([], exampleTarget)).toThrow(expect.objectContaining({ code: 'too-few-records' }));
  });
});
