import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHashes, mostSeen, seenOf, wasSeen } from '../../src/calibrator/seen.ts';
import type { CalibrationRecord } from '../../src/types.ts';

const record = (i: number, fields: Partial<CalibrationRecord> = {}): CalibrationRecord => ({
  id: `r${i}`,
  prompt: `What is ${i}?`,
  response: `It is ${i}.`,
  selfRating: 8,
  humanRatings: [3],
  ...fields,
});
const many = (count: number, from = 0): CalibrationRecord[] =>
  Array.from({ length: count }, (_, i) => record(i + from));
const bytesIn = (base64: string): number => Buffer.from(base64, 'base64').length;

describe('a record that was fitted on', () => {
  const seen = seenOf(many(300));

  it('is known again, each of them', () => {
    for (const one of many(300)) expect(wasSeen(seen, one)).toBe('record');
    for (const one of many(300, 300)) expect(wasSeen(seen, one)).toBe(undefined);
  });

  it.each<[string, Partial<CalibrationRecord>]>([
    ['under another id', { id: 'another' }],
    ['in another group', { group: 'another' }],
    ['with other labels', { humanRatings: [{ value: 5, labeller: 'labeller-2' }] }],
    ['without labels', { humanRatings: [] }],
    ['rated anew, by another model', { selfRating: 2, rater: 'another' }],
    ['with measured features', { features: { words: 3 } }],
    ['with other blanks', { prompt: ' What  is 17?\r\n', response: 'It is\t17.\n', group: 'another' }],
  ])('is known again %s', (_, fields) => {
    expect(wasSeen(seen, record(17, fields))).toBe('record');
  });

  it('of the same prompt with another response is not known, but its group is', () => {
    expect(wasSeen(seen, record(17, { response: 'It is 18.' }))).toBe('group');
    expect(wasSeen(seen, record(17, { response: 'It is 18.', group: 'another' }))).toBe('group');
    expect(wasSeen(seen, record(17, { prompt: 'Why 17?', response: 'It is 18.', group: 'another' }))).toBe(undefined);
    expect(wasSeen(seen, record(900, { group: 'What is 17?' }))).toBe('group');
  });

  it('without text is known by its features, in any order, and its self-rating', () => {
    const bare = (fields: object): CalibrationRecord => ({ id: 'x', selfRating: 8, humanRatings: [3], ...fields });
    const measured = seenOf([bare({ features: { words: 90, hedges: 2 }, group: 'g' })]);
    expect(wasSeen(measured, bare({ id: 'y', features: { hedges: 2, words: 90 } }))).toBe('record');
    expect(wasSeen(measured, bare({ id: 'y', features: { hedges: 3, words: 90 } }))).toBe(undefined);
    expect(wasSeen(measured, bare({ id: 'y', features: { hedges: 2, words: 90 }, selfRating: 7 }))).toBe(undefined);
    expect(wasSeen(measured, bare({ id: 'g', features: {} }))).toBe('group');
  });

  it('is not taken for a group of the same words', () => {
    const odd = seenOf([record(1, { prompt: undefined, response: 'a', group: 'b' })]);
    expect(wasSeen(odd, record(2, { prompt: undefined, response: 'b', group: 'a' }))).toBe(undefined);
  });
});

describe('what is kept', () => {
  it('is the first four bytes of SHA-256, ascending', () => {
    const hash = (value: unknown): string =>
      createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
    const { records, groups } = seenOf([record(1), record(2), record(3, { group: 'What is 1?' })]);
    const expected = (hashes: string[]) => Buffer.from(hashes.sort().join(''), 'hex').toString('base64');
    expect(records).toBe(expected([1, 2, 3].map((i) => hash(['record', `What is ${i}?`, `It is ${i}.`]))));
    // A prompt is a group of its own, whatever group its record names.
    expect(groups).toBe(expected([1, 2, 3].map((i) => hash(['group', `What is ${i}?`]))));
  });

  it('is the same for records in any order, and for records that come twice', () => {
    const records = many(50);
    const twice = records.map((one) => ({ ...one, id: `${one.id} again` }));
    expect(seenOf(records.toReversed())).toEqual(seenOf(records));
    expect(seenOf([...records, ...twice])).toEqual(seenOf(records));
  });

  it('is a list of hashes by its looks, for any texts', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 30 }), (texts) => {
        const records = texts.map(([prompt, response], i) => record(i, { prompt, response }));
        const seen = seenOf(records);
        expect([isHashes(seen.records), isHashes(seen.groups)]).toEqual([true, true]);
        for (const one of records) expect(wasSeen(seen, one)).toBe('record');
      }),
      { numRuns: 100 },
    );
  });

  it('is nothing of no records', () => {
    expect(seenOf([])).toEqual({ oneIn: 1, records: '', groups: '' });
    expect(wasSeen(seenOf([]), record(1))).toBe(undefined);
  });

  it('is all of 20,000 records and groups, and one in so many of more, so that a calibrator stays small', () => {
    expect(seenOf(many(mostSeen / 2)).oneIn).toBe(1);
    expect(seenOf(many(mostSeen / 2 + 1)).oneIn).toBe(2);
    const seen = seenOf(many(35_000));
    const kept = (bytesIn(seen.records) + bytesIn(seen.groups)) / 4;
    expect(seen.oneIn).toBe(4);
    // 70,000 / 4, with a standard deviation of 115.
    expect(Math.abs(kept - 17_500)).toBeLessThan(500);
    expect(seen.records.length + seen.groups.length).toBeLessThan(110_000);
    const known = many(35_000).filter((one) => wasSeen(seen, one) !== undefined).length / 35_000;
    // Either of two hashes is kept with a probability of one in four.
    expect(Math.abs(known - (1 - 0.75 ** 2))).toBeLessThan(0.02);
    expect(many(2000, 35_000).filter((one) => wasSeen(seen, one) !== undefined)).toEqual([]);
  });
});
