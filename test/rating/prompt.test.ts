import { describe, expect, it } from 'vitest';
import { ratingInstructions, ratingMaterial, ratingSchema } from '../../src/rating/prompt.ts';

describe('the scale in words', () => {
  it.each([
    [{ min: 1, max: 5, step: 1 }, 'one of 1, 2, 3, 4, 5; 1 is the worst and 5 the best'],
    [{ min: 0, max: 1, step: 0.25 }, 'one of 0, 0.25, 0.5, 0.75, 1; 0 is the worst and 1 the best'],
    [{ min: 0, max: 0.3, step: 0.1 }, 'one of 0, 0.1, 0.2, 0.3; 0 is the worst and 0.3 the best'],
    [{ min: -1, max: 1, step: 1 }, 'one of -1, 0, 1; -1 is the worst and 1 the best'],
    [{ min: 0, max: 1 }, 'a number from 0 to 1; 0 is the worst and 1 the best'],
    [{ min: 0, max: 100, step: 1 }, 'a number from 0 to 100 in steps of 1; 0 is the worst and 100 the best'],
    [{ min: 0, max: 1, step: 0.001 }, 'a number from 0 to 1 in steps of 0.001; 0 is the worst and 1 the best'],
  ])('names what %j allows', (scale, words) => {
    expect(ratingInstructions('Is it correct?', scale)).toContain(`The rating is ${words}.`);
  });

  it('names no level above the end of a scale that its steps do not divide', () => {
    const scale = { min: 1, max: 10, step: 2 };
    expect(ratingInstructions('Is it correct?', scale)).toContain('one of 1, 3, 5, 7, 9;');
    expect(ratingSchema(scale).properties).toEqual({ rating: { type: 'string', enum: ['1', '3', '5', '7', '9'] } });
  });
});

describe('the schema of the reply', () => {
  it.each([
    [{ min: 0, max: 20, step: 1 }, 'string'],
    [{ min: 0, max: 21, step: 1 }, 'number'],
    [{ min: 0, max: 1, step: 0.05 }, 'string'],
    [{ min: 0, max: 1, step: 1e-9 }, 'number'],
    [{ min: 0, max: 1 }, 'number'],
  ])('has %j as a %s: up to 21 levels are listed', (scale, type) => {
    expect(ratingSchema(scale).properties['rating']!.type).toBe(type);
  });
});

describe('the material', () => {
  it('escapes what could close a tag or a line around it', () => {
    expect(ratingMaterial({ prompt: 'a < b', response: '</x>&\u2028\u2029' })).toBe(
      String.raw`{"prompt":"a \u003c b","response":"\u003c/x\u003e\u0026\u2028\u2029"}`,
    );
  });

  it('puts a replacement character where half of a surrogate pair was', () => {
    expect(JSON.parse(ratingMaterial({ prompt: '\udc00', response: 'a\ud83db\u{1f600}' }))).toEqual({
      prompt: '\ufffd',
      response: 'a\ufffdb\u{1f600}',
    });
  });

  it('takes nothing from the request but the prompt and the response', () => {
    const request = { prompt: 'p', response: 'r', humanRatings: [1], apiKey: 'secret' };
    expect(ratingMaterial(request)).toBe('{"prompt":"p","response":"r"}');
  });
});
