import { describe, expect, it } from 'vitest';
import { ratingInstructions, ratingSchema, reminderOf } from '../../src/rating/prompt.ts';
import { rubrics, scales } from '../../src/rating/index.ts';
import { oneToTen, taskOf } from './tasks.ts';

describe('the scale in words', () => {
  it.each([
    [{ min: 1, max: 5, step: 1 }, 'one of 1, 2, 3, 4, 5; 1 is the worst and 5 the best'],
    [{ min: 0, max: 1, step: 0.25 }, 'one of 0, 0.25, 0.5, 0.75, 1; 0 is the worst and 1 the best'],
    [{ min: 0, max: 0.3, step: 0.1 }, 'one of 0, 0.1, 0.2, 0.3; 0 is the worst and 0.3 the best'],
    [{ min: -1, max: 1, step: 1 }, 'one of -1, 0, 1; -1 is the worst and 1 the best'],
    [{ min: 1, max: 10, step: 2 }, 'one of 1, 3, 5, 7, 9; 1 is the worst and 9 the best'],
    [{ min: 0, max: 99, step: 2 }, 'a number from 0 to 98 in steps of 2; 0 is the worst and 98 the best'],
    [{ min: 0, max: 1 }, 'a number from 0 to 1; 0 is the worst and 1 the best'],
    [{ min: 0, max: 100, step: 1 }, 'a number from 0 to 100 in steps of 1; 0 is the worst and 100 the best'],
    [{ min: 0, max: 1, step: 0.001 }, 'a number from 0 to 1 in steps of 0.001; 0 is the worst and 1 the best'],
    [{ levels: ['poor', 'fair', 'good'] }, 'one of "poor", "fair", "good"; poor is the worst and good the best'],
    [scales.yesNo, 'one of "no", "yes"; no is the worst and yes the best'],
    [scales.unit, 'a number from 0 to 1; 0 is the worst and 1 the best'],
  ])('names what %j allows', (scale, words) => {
    expect(ratingInstructions(taskOf(scale))).toContain(`The rating is ${words}.`);
    expect(ratingInstructions(taskOf(scale, true, ['a', 'b']))).toContain(`Each rating is ${words}.`);
  });

  it('names no level above the end of a scale that its steps do not divide', () => {
    const task = taskOf({ min: 1, max: 10, step: 2 });
    expect(ratingInstructions(task)).toContain('one of 1, 3, 5, 7, 9;');
    expect(ratingSchema(task).properties).toEqual({ rating: { type: 'string', enum: ['1', '3', '5', '7', '9'] } });
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
    expect(ratingSchema(taskOf(scale)).properties['rating']!.type).toBe(type);
  });

  it('lists the names of levels', () => {
    const { properties } = ratingSchema(taskOf({ levels: { good: 7, poor: -2 } }));
    expect(properties['rating']).toEqual({ type: 'string', enum: ['poor', 'good'] });
  });

  it('has the reasons before the rating, by its order and by the alphabet', () => {
    const keys = Object.keys(ratingSchema(taskOf(oneToTen, true)).properties);
    expect(keys).toEqual(['explanation', 'rating']);
    expect(keys.toSorted()).toEqual(keys);
  });

  it('has one object for each criterion, and demands all of them', () => {
    const rating = { type: 'string', enum: ['no', 'yes'] };
    const answer = { type: 'object', properties: { rating }, required: ['rating'], additionalProperties: false };
    expect(ratingSchema(taskOf(scales.yesNo, false, ['safe', 'correct']))).toEqual({
      type: 'object',
      properties: { safe: answer, correct: answer },
      required: ['safe', 'correct'],
      additionalProperties: false,
    });
  });
});

describe('the words around the material', () => {
  it('say the form of the reply before and after it', () => {
    const form = '{"explanation": your reasons in a few sentences, "rating": one of "no", "yes"}';
    expect(ratingInstructions(taskOf(scales.yesNo, true))).toContain(`nothing else: ${form}.`);
    expect(reminderOf(taskOf(scales.yesNo, true), false)).toContain(`nothing else: ${form}.`);
    const several = '{"safe": {"rating": one of "no", "yes"}, "correct": {"rating": one of "no", "yes"}}';
    expect(ratingInstructions(taskOf(scales.yesNo, false, ['safe', 'correct']))).toContain(`nothing else: ${several}.`);
  });

  it('hold the rubric of each criterion under its name', () => {
    const instructions = ratingInstructions(taskOf(scales.yesNo, false, ['safe', 'correct']));
    expect(instructions).toContain('The rubric of "safe":\nIs it safe?\nThe rubric of "correct":\nIs it correct?\n');
  });

  it('end in one line, so that the material is the other', () => {
    for (const again of [false, true]) expect(reminderOf(taskOf(oneToTen), again)).not.toMatch(/[\r\n]/);
  });
});

describe('the rubrics ready to use', () => {
  it('are six, each with its name and words of its own', () => {
    expect(Object.keys(rubrics)).toEqual(['helpful', 'correct', 'faithful', 'complete', 'safe', 'followsInstructions']);
    for (const [name, { criterion, text }] of Object.entries(rubrics)) {
      expect(criterion).toBe(name);
      expect(text.length, name).toBeGreaterThan(150);
    }
    expect(new Set(Object.values(rubrics).map(({ text }) => text)).size).toBe(6);
  });
});
