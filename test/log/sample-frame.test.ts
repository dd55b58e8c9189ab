import { beforeAll, describe, expect, it } from 'vitest';
import { createQualityGate, fit, type QualityGate } from '../../src/index.ts';
import { recordIssues } from '../../src/calibrator/record.ts';
import type { LogEntry } from '../../src/log/decision.ts';
import { estimateFalsePass } from '../../src/log/sample-estimate.ts';
import { sampledEntry, sampledRecord } from '../../src/log/sample-frame.ts';
import { mostlyPassed } from '../../src/log/sample-passed.ts';
import { expectClose } from '../close.ts';
import { exampleRecords, exampleTarget } from '../data/example-records.ts';

let gate: QualityGate;

beforeAll(() => {
  gate = createQualityGate({ calibrator: fit(exampleRecords(60), exampleTarget) });
});

const entry: LogEntry = {
  id: 'one',
  at: 1000,
  group: 'a group',
  verdict: 'review',
  reason: 'between-thresholds',
  selfRating: 7,
  passProbability: 0.6,
  features: { words: 90, headings: 1 },
  outside: [],
  calibrator: 'c'.repeat(64),
  rater: 'a-model',
  slice: 'mail',
  labels: [],
};
const label = { key: 'k', id: 'one', value: 4, labeller: 'a', source: 'expert', at: 2000 };

describe('an entry of a log', () => {
  it.each([
    { what: 'without its text', parts: {}, seen: { features: { words: 90, headings: 1 } } },
    { what: 'with its text', parts: { response: 'Some text.' }, seen: { response: 'Some text.' } },
  ])('becomes a record that waits for labels, $what', ({ parts, seen }) => {
    const { record } = sampledEntry({ ...entry, ...parts, labels: [{ ...label, source: 'model' }] }, undefined);
    expect(recordIssues({ ...record, inclusion: 0.3 }, exampleTarget)).toEqual([]);
    const always = { id: 'one', group: 'a group', selfRating: 7, rater: 'a-model', humanRatings: [] };
    expect(record).toEqual({ ...always, ...seen });
  });

  it('is judged anew where there is a gate, and keeps the verdict it got', () => {
    const { verdict, passProbability, thinness } = sampledEntry(entry, gate);
    const { calibrated } = gate.decide({ ...entry, selfRating: 7 });
    expect(verdict).toBe('review');
    expect(passProbability).toBe(calibrated!.passProbability);
    expect(thinness).toBeGreaterThan(0);
    expect(thinness).toBeLessThan(1);
  });

  it.each([
    { what: 'outside the envelope', parts: { features: { words: 90_000, headings: 1 } } },
    { what: 'that the calibrator cannot read', parts: { features: { words: 90 } } },
    { what: 'by a rater that it was not made for', parts: { rater: 'another-model' } },
  ])('$what lies where labels are thinnest', ({ parts }) => {
    expect(sampledEntry({ ...entry, ...parts }, gate).thinness).toBe(1);
  });

  it('is thinner the further it is from the labels', () => {
    const at = (words: number): number => sampledEntry({ ...entry, features: { words, headings: 1 } }, gate).thinness;
    expect(at(180)).toBeGreaterThan(at(115));
  });

  it.each([
    { parts: { inclusion: 0.2 }, isTaken: 'chosen' },
    { parts: { labels: [label] }, isTaken: 'labelled' },
    { parts: { labels: [{ ...label, source: 'model' }] }, isTaken: undefined },
    { parts: { labels: [{ ...label, source: 'Model' }] }, isTaken: undefined },
    { parts: { labels: [{ ...label, source: 'model\u200b' }] }, isTaken: undefined },
    { parts: { selfRating: null }, isTaken: 'unusable' },
    { parts: { features: {} }, isTaken: 'unusable' },
    { parts: { response: ' ' }, isTaken: 'unusable' },
    { parts: {}, isTaken: undefined },
  ])('can be chosen or not: $parts', ({ parts, isTaken }) => {
    expect(sampledEntry({ ...entry, ...parts }, undefined).isTaken).toBe(isTaken);
  });

  it('goes without a gate by what was logged', () => {
    expect(sampledEntry(entry, undefined)).toMatchObject({ passProbability: 0.6, thinness: 0 });
    expect(sampledEntry({ ...entry, outside: ['words'] }, undefined)).toMatchObject({ thinness: 1 });
    expect(sampledEntry({ ...entry, passProbability: null }, undefined)).toMatchObject({ thinness: 1 });
  });
});

describe('a record that nothing was decided on', () => {
  it('is decided on, and written with all that it holds', () => {
    const record = { ...exampleRecords(1)[0]!, humanRatings: [], slice: 'mail', note: 'kept' };
    const sampled = sampledRecord(record, gate);
    expect(sampled.record).toEqual(record);
    expect(sampled).toMatchObject({ slice: 'mail', group: 'g0', verdict: gate.decide(record).verdict });
  });

  it('counts as labelled with one human rating', () => {
    const [record] = exampleRecords(1);
    expect(sampledRecord(record!, gate).isTaken).toBe('labelled');
    const byModel = { ...record!, humanRatings: [{ value: 3, source: 'LLM' }] };
    expect(sampledRecord(byModel, gate).isTaken).toBeUndefined();
  });
});

describe('a false-pass rate', () => {
  it('counts each label one over its inclusion', () => {
    const labels = [
      { group: 'a', fails: true, inclusion: 0.1 },
      { group: 'b', fails: false, inclusion: 0.5 },
      { group: 'c', fails: false, inclusion: 0.5 },
      { group: 'd', fails: false, inclusion: 0.25 },
    ];
    const { value, lower, upper, worth } = estimateFalsePass(labels)!;
    expectClose(value, 10 / 18);
    expect(lower).toBeLessThan(value);
    expect(upper).toBeGreaterThan(value);
    expect(worth).toBeLessThan(4);
  });

  it('is none without labels, and has an interval where none fails', () => {
    expect(estimateFalsePass([])).toBeNull();
    const none = Array.from({ length: 50 }, (_, i) => ({ group: `${i}`, fails: false }));
    expect(estimateFalsePass(none)).toMatchObject({ value: 0, lower: 0 });
    expect(estimateFalsePass(none)!.upper).toBeGreaterThan(0.05);
  });
});

describe('labels nearly all of what passed', () => {
  const many = (count: number, verdict: string) => Array.from({ length: count }, () => ({ verdict }));
  const traffic = [...many(600, 'pass'), ...many(300, 'fail'), ...many(100, 'review')];

  it('are warned of, with how often labels drawn evenly would be', () => {
    expect(mostlyPassed([...many(91, 'pass'), ...many(9, 'fail')], traffic)).toMatchObject({
      labels: 100,
      notPassed: 9,
      share: 0.4,
    });
    expect(mostlyPassed(many(100, 'pass'), traffic)!.byChance).toBeLessThan(1e-9);
    // P(no success in 6) + 0, as 0 of 6 is below a tenth and 1 is not.
    expectClose(mostlyPassed(many(6, 'pass'), traffic)!.byChance, 0.6 ** 6);
  });

  it('are not where labels drawn evenly would be as well, one time in twenty or more', () => {
    expect(mostlyPassed(many(5, 'pass'), traffic)).toBeUndefined();
    expect(mostlyPassed(many(200, 'pass'), [...many(95, 'pass'), ...many(5, 'fail')])).toBeUndefined();
  });

  it('are not from a tenth on, without labels, or where everything passes', () => {
    expect(mostlyPassed([...many(90, 'pass'), ...many(9, 'fail'), ...many(1, 'review')], traffic)).toBeUndefined();
    expect(mostlyPassed([], traffic)).toBeUndefined();
    expect(mostlyPassed(many(20, 'pass'), many(50, 'pass'))).toBeUndefined();
  });
});
