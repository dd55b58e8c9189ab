import { describe, expect, it } from 'vitest';
import {
  calibrate,
  createQualityGate,
  defineFeature,
  evaluateCalibrator,
  fit,
  type CalibrationRecord,
  type CustomFeature,
} from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

const records = exampleRecords();

const questions = defineFeature({
  name: 'sourceMarks',
  describe: 'how often the text names a source',
  transform: 'log',
  compute: (response) => response.split('source').length - 1,
});

describe('a feature of the app’s own', () => {
  const options = { ...exampleTarget, features: [questions] };
  const calibrator = fit(records, options);
  const { prompt, response } = records[0]!;

  it('enters the fit, the contributions and the digest', () => {
    expect(calibrator.features.find(({ name }) => name === 'sourceMarks')).toMatchObject({
      transform: 'log',
      describe: 'how often the text names a source',
    });
    const { contributions } = calibrate(calibrator, { prompt, response, selfRating: 5 }, { features: [questions] });
    expect(contributions.map(({ input }) => input)).toContain('sourceMarks');
    expect(calibrator.fittedOn.digest).not.toBe(fit(records, exampleTarget).fittedOn.digest);
  });

  it('has an envelope', () => {
    const boasting = `${response} ${'source '.repeat(500)}`;
    const { outside } = calibrate(calibrator, { prompt, response: boasting, selfRating: 5 }, { features: [questions] });
    expect(outside.map(({ input }) => input)).toContain('sourceMarks');
  });

  it('has to be there when the calibrator is used, or be brought by the record', () => {
    const gate = createQualityGate({ calibrator });
    expect(gate.decide({ prompt, response, selfRating: 5 })).toMatchObject({
      verdict: 'review',
      reason: 'feature-missing',
    });
    const bringing = { prompt, response, selfRating: 5, features: { sourceMarks: 0 } };
    expect(gate.decide(bringing).calibrated?.contributions.map(({ input }) => input)).toContain('sourceMarks');
    expect(
      createQualityGate({ calibrator, features: [questions] }).decide({ prompt, response, selfRating: 5 }),
    ).toEqual(gate.decide(bringing));
  });

  it('that says something else by the same name is refused', () => {
    const other = { ...questions, describe: 'something else' };
    expect(() => calibrate(calibrator, { prompt, response, selfRating: 5 }, { features: [other] })).toThrow(
      'calibrator was fitted with the feature sourceMarks described as "how often the text names a source"',
    );
    expect(() => createQualityGate({ calibrator, features: [other] })).toThrow('feature sourceMarks');
  });

  it('that is no number is an error, which a gate reviews', () => {
    const broken: CustomFeature = { ...questions, compute: () => Number.NaN };
    expect(() => fit(records, { ...exampleTarget, features: [broken] })).toThrow(
      `record ${records[0]!.id}: feature sourceMarks must be a number from -1e12 to 1e12, got NaN`,
    );
    const gate = createQualityGate({ calibrator, features: [broken] });
    expect(gate.decide({ prompt, response, selfRating: 5 })).toMatchObject({
      verdict: 'review',
      reason: 'feature-missing',
    });
  });

  it.each<[thrown: unknown, why: string]>([
    [new Error('no'), 'no'],
    ['no', '"no"'],
    [null, 'null'],
  ])('that throws %j names itself, in a fit the record too, and is reviewed by a gate', (thrown, why) => {
    const throwing: CustomFeature = {
      ...questions,
      compute: () => {
        throw thrown;
      },
    };
    const message = `feature sourceMarks threw: ${why}`;
    const rated = { prompt, response, selfRating: 9 };
    const details = { feature: 'sourceMarks' };
    expect(() => calibrate(calibrator, rated, { features: [throwing] })).toThrow(
      expect.objectContaining({ code: 'feature-missing', message, details, cause: thrown }),
    );
    expect(() => fit(records, { ...exampleTarget, features: [throwing] })).toThrow(
      expect.objectContaining({ code: 'feature-missing', message: `record ${records[0]!.id}: ${message}`, details }),
    );
    const gate = createQualityGate({ calibrator, features: [throwing] });
    expect(gate.decide(rated)).toMatchObject({ verdict: 'review', reason: 'feature-missing', message });
  });

  it('can be a column that the records bring', () => {
    const aged: CalibrationRecord[] = records.map((record, i) => ({ ...record, features: { age: i % 7 } }));
    const own = fit(aged, exampleTarget);
    expect(own.features.at(-1)).toMatchObject({ name: 'age', transform: 'none', min: 0, max: 6 });
  });
});

describe('defineFeature', () => {
  it.each([
    [{ name: 'words' }, 'name must be a new name'],
    [{ name: 'ratingSpread' }, 'name must be a new name'],
    [{ name: '' }, 'name must be a new name'],
    [{ name: '__proto__' }, 'name must be a new name'],
    [{ name: 'toString' }, 'name must be a new name'],
    [{ name: 'two words' }, 'name must be a new name'],
    [{ name: 'x'.repeat(101) }, 'name must be a new name'],
    [{ describe: '' }, 'describe must be a text'],
    [{ transform: 'sqrt' as 'log' }, 'transform must be log or none'],
    [{ compute: 3 as unknown as CustomFeature['compute'] }, 'compute must be a function'],
  ])('refuses %j', (part, message) => {
    expect(() => defineFeature({ ...questions, ...part })).toThrow(message);
  });
});

describe('what is no list of features', () => {
  const calibrator = fit(records, exampleTarget);
  const rated = { prompt: 'p', response: 'A good answer.', selfRating: 5 };

  it.each<{ what: string; features: unknown; message: string }>([
    { what: 'no list', features: 5, message: 'features must be a list of features, got 5' },
    { what: 'null', features: null, message: 'features must be a list of features, got null' },
    { what: 'a list of nothing', features: [null], message: 'feature must be an object, got null' },
    {
      what: 'a built-in name that was not declared',
      features: [{ ...questions, name: 'words' }],
      message: 'name must be a new name of letters, digits, _, . and -, got "words"',
    },
    {
      what: 'a name that every object has',
      features: [{ ...questions, name: 'constructor' }],
      message: 'name must be a new name of letters, digits, _, . and -, got "constructor"',
    },
    {
      what: 'two of one name',
      features: [questions, { ...questions }],
      message: 'features must be features with a name of their own each, got a list',
    },
  ])('is refused wherever it can be given: $what', ({ features, message }) => {
    for (const attempt of [
      () => fit(records, { ...exampleTarget, features: features as never }),
      () => calibrate(calibrator, rated, { features: features as never }),
      () => createQualityGate({ calibrator, features: features as never }),
      () => evaluateCalibrator(calibrator, records, { features: features as never }),
    ]) {
      expect(attempt).toThrow(message);
      expect(attempt).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    }
  });
});
