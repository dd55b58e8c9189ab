import { describe, expect, it } from 'vitest';
import { sliceRecords } from '../../src/estimate/slice-of.ts';
import type { CalibrationRecord } from '../../src/types.ts';

const scale = { min: 0, max: 10 };

/** Records with these fields besides those that all have. */
function recordsWith(...fields: readonly Readonly<Record<string, unknown>>[]): CalibrationRecord[] {
  return fields.map((more, i) => ({ id: `r${i}`, selfRating: 5, humanRatings: [], response: 'A response.', ...more }));
}

const thrown = (records: readonly CalibrationRecord[], field: string): unknown => {
  try {
    return sliceRecords(records, field, scale);
  } catch (error) {
    return (error as Error).message;
  }
};

describe('slices of records', () => {
  it('are by a field of ours or of the app, in the order of their names', () => {
    const records = recordsWith({ generator: 'b', tier: 2 }, { generator: 'a', tier: 1 }, { generator: 'b', tier: 2 });
    const { slices, sliceOf, unsliced } = sliceRecords(records, 'generator', scale);
    expect({ slices, unsliced }).toEqual({ slices: ['a', 'b'], unsliced: 0 });
    expect([...sliceOf]).toEqual([
      ['r0', 'b'],
      ['r1', 'a'],
      ['r2', 'b'],
    ]);
    expect(sliceRecords(records, 'tier', scale).slices).toEqual(['1', '2']);
  });

  it('count the records that do not say', () => {
    const { slices, unsliced } = sliceRecords(recordsWith({ paid: true }, {}, { paid: null }), 'paid', scale);
    expect({ slices, unsliced }).toEqual({ slices: ['true'], unsliced: 2 });
  });

  it('recognise the language where it is not said', () => {
    const german = 'Das ist der Grund, warum wir nicht wissen, ob es so war oder ob es doch ganz anders gewesen ist.';
    const { slices } = sliceRecords(recordsWith({ response: german }, { language: 'fr' }), 'language', scale);
    expect(slices).toEqual(['de', 'fr']);
  });

  it('are refused for a field that no record has, with those that there are', () => {
    const records = recordsWith({ generator: 'a', tags: ['x'], words: 12 });
    expect(thrown(records, 'model')).toBe(
      'slices by "model" must be by a field of the records, got none has it; they have "generator", "words"',
    );
  });

  it.each(['constructor', 'toString', '__proto__'])('are refused for what every object has: %s', (field) => {
    expect(thrown(recordsWith({ generator: 'a' }), field)).toContain('got none has it');
  });

  it('are refused for lists, objects, and more values than a reader can look at', () => {
    expect(thrown(recordsWith({ tags: ['a', 'b'] }), 'tags')).toBe(
      'slices by "tags" must be by a text, a number, true or false, got a list in r0',
    );
    const many = recordsWith(...Array.from({ length: 101 }, (_, i) => ({ words: i })));
    expect(thrown(many, 'words')).toBe('slices by "words" must be by at most 100 values, got 101');
    expect(sliceRecords(many.slice(1), 'words', scale).slices).toHaveLength(100);
  });
});
