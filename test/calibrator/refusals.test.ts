import { describe, expect, it } from 'vitest';
import { calibrate, fit, type RatedResponse } from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

const example = fit(exampleRecords(), exampleTarget);

describe('calibrate', () => {
  it.each([
    {
      problem: 'a missing rating',
      rated: { selfRating: undefined },
      code: 'rating-missing',
      message: 'self-rating must be a number, got nothing',
    },
    {
      problem: 'a rating that is not a number',
      rated: { selfRating: '9' },
      code: 'rating-missing',
      message: 'self-rating must be a number, got "9"',
    },
    {
      problem: 'NaN',
      rated: { selfRating: NaN },
      code: 'rating-missing',
      message: 'self-rating must be a number, got NaN',
    },
    {
      problem: 'a rating above the scale',
      rated: { selfRating: 11 },
      code: 'rating-off-scale',
      message: 'self-rating must be from 1 to 10, got 11',
    },
    {
      problem: 'an infinite rating',
      rated: { selfRating: Infinity },
      code: 'rating-off-scale',
      message: 'self-rating must be from 1 to 10, got Infinity',
    },
    {
      problem: 'no response',
      rated: { response: undefined },
      code: 'response-missing',
      message: 'response must be a string, got nothing',
    },
    {
      problem: 'a blank response',
      rated: { response: ' \n\t' },
      code: 'response-empty',
      message: 'response must not be blank',
    },
    {
      problem: 'a huge response',
      rated: { response: 'a'.repeat(10_000_000) },
      code: 'response-too-long',
      message: 'response must be at most 200000 characters, got 10000000',
    },
    {
      problem: 'no prompt although it was fitted with prompts',
      rated: { prompt: undefined },
      code: 'feature-missing',
      message: /feature promptWords must be a finite number, got undefined.*needs the prompt/,
    },
    {
      problem: 'a feature that is not finite',
      rated: { features: { words: NaN } },
      code: 'feature-missing',
      message: /feature words must be a finite number, got NaN/,
    },
    {
      problem: 'another rater',
      rated: { rater: 'other-model' },
      code: 'rater-mismatch',
      message: 'calibrator was fitted for example-model, got a rating by "other-model"',
    },
    {
      problem: 'a rating on a scale with another end',
      rated: { scale: { min: 1, max: 100, step: 1 } },
      code: 'scale-mismatch',
      message: 'calibrator was fitted for ratings from 1 to 10, got one from 1 to 100 in steps of 1',
    },
    {
      problem: 'a rating on a scale with another beginning',
      rated: { scale: { min: 0, max: 10 } },
      code: 'scale-mismatch',
      message: 'calibrator was fitted for ratings from 1 to 10, got one from 0 to 10',
    },
    {
      problem: 'a rating on a scale that is none',
      rated: { scale: 'one to ten' },
      code: 'scale-mismatch',
      message: 'calibrator was fitted for ratings from 1 to 10, got one',
    },
  ])('refuses $problem', ({ rated, code, message }) => {
    const attempt = () =>
      calibrate(example, { prompt: 'p', response: 'A good answer.', selfRating: 5, ...rated } as RatedResponse);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ name: 'UnflatterError', code }));
  });

  it('compares the steps of two scales only where both have one', () => {
    const rated = { prompt: 'p', response: 'A good answer.', selfRating: 5 };
    const [free, whole, half] = [undefined, 1, 0.5].map((step) => ({ min: 1, max: 10, step }));
    const inWholes = { ...example, target: { ...example.target, ratingScale: whole! } };
    for (const scale of [undefined, null as never, free, whole, half])
      expect(calibrate(example, { ...rated, scale })).toEqual(calibrate(example, rated));
    for (const scale of [undefined, free, whole])
      expect(calibrate(inWholes, { ...rated, scale })).toEqual(calibrate(example, rated));
    expect(() => calibrate(inWholes, { ...rated, scale: half })).toThrow(
      expect.objectContaining({ code: 'scale-mismatch', details: { scale: half, calibrator: whole } }),
    );
  });

  it('refuses a calibrator of another feature set', () => {
    const other = { ...example, featureSet: 'unflatter-0' };
    expect(() => calibrate(other, { prompt: 'p', response: 'r', selfRating: 5 })).toThrow(
      expect.objectContaining({ code: 'feature-set-mismatch' }),
    );
  });
});
