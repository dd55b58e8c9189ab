import { describe, expect, it } from 'vitest';
import { defineFeature } from '../../src/calibrator/custom.ts';
import { toExamples } from '../../src/fit/examples.ts';
import { fit } from '../../src/fit/fit.ts';
import { inflationOf } from '../../src/fit/inflation-of.ts';
import { inflationReport } from '../../src/fit/inflation.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

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
    const clarity = defineFeature({
      name: 'exclamations',
      describe: 'exclamation marks of the app',
      compute: (response) => response.split('!').length - 1,
    });
    const texts = records.map(({ features: _, ...record }, i) => ({ ...record, response: `word${'!'.repeat(i % 5)}` }));
    const columns = texts.map((record, i) => ({ ...record, features: { exclamations: i % 5 } }));
    const custom = fit(texts, { ...exampleTarget, features: [clarity] });
    const computed = inflationOf(custom, texts, { features: [clarity] });
    expect(computed.features.find(({ feature }) => feature === 'exclamations')).toMatchObject({
      measures: 'exclamation marks of the app',
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
