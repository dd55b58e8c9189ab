import { describe, expect, it } from 'vitest';
import { digestOf, toExamples } from '../../src/fit/examples.ts';
import { calibrate, defineFeature, evaluateCalibrator, fit, type CalibrationRecord } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { expectClose } from '../close.ts';
import { worldTarget } from '../world.ts';

/*
 * 300 answers that name 0 to 4 sources. A person passes one with probability σ(1 per source − 2); the rating knows
 * nothing of it. The text has as many marks as there are sources.
 */
const random = seededRandom(11);
const records: (CalibrationRecord & { readonly response: string })[] = Array.from({ length: 300 }, (_, i) => {
  const sources = Math.floor(5 * random());
  return {
    id: `r${i}`,
    selfRating: Math.min(10, Math.max(0, Math.round(6 + 2 * normal(random)))),
    response: `The answer${' [source]'.repeat(sources)} is number ${i} of them.`,
    humanRatings: [random() < sigmoid(sources - 2) ? 1 : 0],
  };
});
const sourcesOf = (text: string): number => text.split('[source]').length - 1;
const sources = defineFeature({ name: 'sources', describe: 'sources that are named', compute: sourcesOf });

/** The same as columns of the records, with no text at all. */
const asColumns = records.map(({ response, ...record }) => ({ ...record, features: { sources: sourcesOf(response) } }));

describe('a column that the records bring', () => {
  const calibrator = fit(asColumns, worldTarget);
  const at = (count: number) => calibrate(calibrator, { selfRating: 6, features: { sources: count } });

  it('is learned from, shown and bounded like a built-in feature', () => {
    // .12 and .88 are the truth.
    expect(at(0).passProbability).toBeLessThan(0.25);
    expect(at(4).passProbability).toBeGreaterThan(0.75);
    expect(at(4).contributions.map(({ input, value }) => [input, value])).toEqual([
      ['base', undefined],
      ['sources', 4],
      ['selfRating', 6],
    ]);
    expect(at(20).outside).toMatchObject([{ input: 'sources', value: 20, min: 0, max: 4 }]);
  });

  it('has no description, so any feature of that name may measure it later', () => {
    expect(calibrator.features).toHaveLength(1);
    expect(calibrator.features[0]).not.toHaveProperty('describe');
    const rated = { selfRating: 6, response: records[0]!.response };
    expect(calibrate(calibrator, rated, { features: [sources] }).passProbability).toBe(
      at(sourcesOf(rated.response)).passProbability,
    );
  });

  it('may be absent where some of the labels were without it', () => {
    const some = asColumns.map((record, i) => (i % 3 === 0 ? { ...record, features: {} } : record));
    const fitted = fit(some, worldTarget);
    expect(fitted.features).toMatchObject([{ name: 'sources', isOptional: true }]);
    const { outside, passProbability } = calibrate(fitted, { selfRating: 6, features: {} });
    expect(outside).toEqual([]);
    const passing = some.filter((_, i) => i % 3 === 0).map(({ humanRatings }) => humanRatings[0] as number);
    const share = passing.reduce((sum, one) => sum + one, 0) / passing.length;
    expectClose(passProbability, share, { absolute: 0.1 });
  });

  it.each([
    { have: 4, names: [] },
    { have: 5, names: ['sources'] },
  ])('is left out unless five records have it: $have', ({ have, names }) => {
    const some = asColumns.map((record, i) => (i < have ? record : { ...record, features: {} }));
    expect(fit(some, worldTarget).features.map(({ name }) => name)).toEqual(names);
  });

  it('comes after the built-in ones, in the order of the names', () => {
    const more = asColumns.map(({ features, ...record }, i) => ({
      ...record,
      features: { zeal: i % 4, ...features, Age: i % 5, words: i % 6 },
    }));
    expect(fit(more, worldTarget).features.map(({ name }) => name)).toEqual(['words', 'Age', 'sources', 'zeal']);
  });
});

describe('a feature that is computed', () => {
  const computed = fit(records, { ...worldTarget, features: [sources] });

  it('gives the heads that the same numbers as columns give', () => {
    const brought = records.map((record) => ({ ...record, features: { sources: sourcesOf(record.response) } }));
    const { passHead, ratingHead, fittedOn } = fit(brought, worldTarget);
    expect({ passHead, ratingHead }).toEqual({ passHead: computed.passHead, ratingHead: computed.ratingHead });
    expect(fittedOn.digest).toBe(computed.fittedOn.digest);
  });

  it('shows in the digest by what it measures', () => {
    const digestBy = (compute: (text: string) => number) =>
      digestOf(toExamples(records, worldTarget, [{ ...sources, compute }]));
    expect(digestBy(sourcesOf)).toBe(computed.fittedOn.digest);
    expect(digestBy((text) => 2 * sourcesOf(text))).not.toBe(computed.fittedOn.digest);
  });

  it('may not exist for some responses', () => {
    const some = { ...sources, compute: (text: string) => (text.includes('source') ? sourcesOf(text) : undefined) };
    const fitted = fit(records, { ...worldTarget, features: [some] });
    expect(fitted.features.at(-1)).toMatchObject({ name: 'sources', min: 1, isOptional: true });
  });

  it('is named with the record where it is no measurement', () => {
    const broken = { ...sources, compute: (text: string) => (text.includes('number 7 ') ? 1e200 : 1) };
    const attempt = () => fit(records, { ...worldTarget, features: [broken] });
    expect(attempt).toThrow('record r7: feature sources must be a number from -1e12 to 1e12, got 1e+200');
    expect(attempt).toThrow(expect.objectContaining({ code: 'feature-missing', details: { feature: 'sources' } }));
  });

  it('is needed to evaluate the calibrator, by the same description', () => {
    const half = records.slice(0, 100);
    expect(evaluateCalibrator(computed, half, { features: [sources] }).metrics.auc.after.value).toBeGreaterThan(0.7);
    expect(() => evaluateCalibrator(computed, half)).toThrow(
      'record r0: feature sources is one that the calibrator was fitted with: pass its definition',
    );
    expect(() => evaluateCalibrator(computed, half, { features: [{ ...sources, describe: 'other' }] })).toThrow(
      expect.objectContaining({ code: 'feature-set-mismatch' }),
    );
  });

  it('is told apart from other records by the digest when it is evaluated', () => {
    expect(evaluateCalibrator(computed, records, { features: [sources] }).sameRecords).toBe(true);
    const halved = { ...sources, compute: (text: string) => sourcesOf(text) / 2 };
    expect(evaluateCalibrator(computed, records, { features: [halved] }).sameRecords).toBe(false);
  });
});
