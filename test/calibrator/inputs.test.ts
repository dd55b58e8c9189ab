import { describe, expect, it } from 'vitest';
import { assertFewNames, toInputs, type Inputs } from '../../src/calibrator/inputs.ts';
import { calibrate, createQualityGate, fit } from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

describe('what code hands over', () => {
  const calibrator = fit(exampleRecords(), exampleTarget);
  const rated = { prompt: 'Why?', response: 'Because it is so.', selfRating: 9 };

  it.each<{ field: string; value: unknown; expected: string; got: string }>([
    { field: 'prompt', value: 5, expected: 'a string', got: '5' },
    { field: 'prompt', value: null, expected: 'a string', got: 'null' },
    { field: 'reasoning', value: 5, expected: 'a string', got: '5' },
    { field: 'reasoning', value: ['so'], expected: 'a string', got: 'a list' },
    { field: 'language', value: 5, expected: 'a string', got: '5' },
    { field: 'samples', value: null, expected: 'a list', got: 'null' },
    { field: 'samples', value: 5, expected: 'a list', got: '5' },
    { field: 'samples', value: '55', expected: 'a list', got: '"55"' },
    { field: 'samples', value: { 0: 5 }, expected: 'a list', got: 'an object' },
  ])('is refused by name where it is of the wrong kind: $field $value', ({ field, value, expected, got }) => {
    const wrong = { ...rated, [field]: value };
    const message = `${field} must be ${expected}, got ${got}`;
    expect(() => calibrate(calibrator, wrong)).toThrow(expect.objectContaining({ code: 'invalid-option', message }));
    const decision = createQualityGate({ calibrator, policy: { passThreshold: 0.01 } }).decide(wrong);
    expect(decision).toMatchObject({ verdict: 'review', reason: 'invalid-option', message });
  });
});

describe('names that a calibrator would have to list', () => {
  const inputs = (i: number, fields: Partial<Inputs>): Inputs => ({
    ...toInputs({ selfRating: 5, features: { words: i } }, { min: 1, max: 10 }),
    ...fields,
  });
  const many = (count: number, fieldsOf: (i: number) => Partial<Inputs>): Inputs[] =>
    Array.from({ length: count }, (_, i) => inputs(i, fieldsOf(i)));

  it.each<{ option: string; what: string; some: string; fieldsOf: (i: number) => Partial<Inputs> }>([
    {
      option: 'features',
      what: 'columns of their own',
      some: '"c100", "c101", "c102"',
      fieldsOf: (i) => ({ features: { words: 5, [`c${100 + i}`]: 1 } }),
    },
    {
      option: 'language',
      what: 'languages',
      some: '"l100", "l101", "l102"',
      fieldsOf: (i) => ({ language: `l${100 + i}` }),
    },
    { option: 'rater', what: 'raters', some: '"r100", "r101", "r102"', fieldsOf: (i) => ({ rater: `r${100 + i}` }) },
  ])('are two hundred at most: $what', ({ option, what, some, fieldsOf }) => {
    expect(() => assertFewNames(many(200, fieldsOf))).not.toThrow();
    expect(() => assertFewNames(many(201, fieldsOf))).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: `records have 201 ${what} (${some}, …), and a calibrator holds at most 200`,
        details: { option, expected: `at most 200 ${what}`, received: 201 },
      }),
    );
  });

  it('may be on as many records as there are, and built-in features do not count', () => {
    expect(() =>
      assertFewNames(many(1000, (i) => ({ rater: `r${i % 3}`, language: undefined, features: { words: 1, own: i } }))),
    ).not.toThrow();
  });
});
