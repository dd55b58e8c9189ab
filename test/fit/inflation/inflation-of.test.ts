import { describe, expect, it } from 'vitest';
import { defineFeature } from '../../../src/calibrator/custom.ts';
import { toExamples } from '../../../src/fit/examples.ts';
import { fit } from '../../../src/fit/fit.ts';
import { inflationOf } from '../../../src/fit/inflation/inflation-of.ts';
import { inflationReport } from '../../../src/fit/inflation/inflation.ts';
import { exampleRecords, exampleTarget } from '../../data/example-records.ts';

const records = exampleRecords(60);
const calibrator = fit(records, exampleTarget);

describe('inflation by a calibrator', () => {
  it('is the report on the records as the fit saw them, in any order', () => {
    const examples = toExamples(records, exampleTarget);
    const report = inflationReport(examples, calibrator.features, exampleTarget);
    expect(report.features.map(({ feature }) => feature).sort()).toEqual(['headings', 'words']);
    expect(inflationOf(calibrator, records)).toEqual(report);
    expect(inflationOf(calibrator, records.toReversed())).toEqual(report);
  });

  it('is that of fresh records as well', () => {
    expect(inflationOf(calibrator, records.slice(30)).records).toBe(30);
  });

  it('has the features of the app, computed or brought along', () => {
    const letters = defineFeature({
      name: 'letterQ',
      describe: 'how often the letter q is there',
      compute: (response) => response.split('q').length - 1,
    });
    const texts = records.map(({ features: _, ...record }, i) => ({
      ...record,
      response: `${'word '.repeat(i % 7)}end${'q'.repeat(i % 5)}`,
    }));
    const columns = texts.map((record, i) => ({ ...record, features: { letterQ: i % 5 } }));
    const custom = fit(texts, { ...exampleTarget, features: [letters] });
    const computed = inflationOf(custom, texts, { features: [letters] });
    expect(computed.features.find(({ feature }) => feature === 'letterQ')).toMatchObject({
      measures: 'how often the letter q is there',
      seen: { min: 0, max: 4 },
    });
    expect(inflationOf(custom, columns)).toEqual(computed);
  });

  it('is refused for what the calibrator was not made for', () => {
    const other = { ...records[7]!, rater: 'another-model' };
    expect(() => inflationOf(calibrator, records.with(7, other))).toThrow(
      expect.objectContaining({ code: 'rater-mismatch', message: expect.stringMatching(/^record r7: /) }),
    );
    expect(() => inflationOf({ ...calibrator, featureSet: 'unflatter-0' }, records)).toThrow(
      expect.objectContaining({ code: 'feature-set-mismatch' }),
    );
  });

  it('is refused for too few records', () => {
    expect(() => inflationOf(calibrator, records.slice(0, 19))).toThrow(
      expect.objectContaining({ code: 'too-few-records' }),
    );
  });
});
