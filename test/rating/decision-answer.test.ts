import { describe, expect, it } from 'vitest';
import type { UnflatterError } from '../../src/index.ts';
import {
  decisionRater,
  ratingFromDecision,
  type AskedDecision,
  type DecisionQuestion,
} from '../../src/rating/index.ts';
import { expectClose } from '../close.ts';
import { faults, likely, rater, score } from './decisions.ts';

const yesOrNo: DecisionQuestion = { type: 'boolean', instructions: 'Is the response correct?' };
const choice: DecisionQuestion = {
  type: 'choice',
  instructions: 'Which word fits the response?',
  criteria: { good: null, bad: 'wrong or harmful', fair: null },
};
const order = ['bad', 'fair', 'good'];
const asked = { id: 'q', question: score };

/** What comes of one answer. */
function reading(answer: unknown, more: Partial<AskedDecision> = {}, rounding?: object) {
  return ratingFromDecision({ answers: { q: answer }, rounding, response: { modelId: rater } }, { ...asked, ...more });
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as UnflatterError).code;
  }
}

describe('a rating from an answer', () => {
  it('to a score question has the distribution over its levels, and the level next to the rating to expect', () => {
    const { ratingPrompt, probabilities, ...rating } = reading({ type: 'score', score: 3.55, probabilities: likely });
    expect(rating).toEqual({ selfRating: 4, scale: { min: 0, max: 4, step: 1 }, rater });
    expectClose(probabilities!, Object.values(likely));
    expect(ratingPrompt).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each<[string, object, Partial<AskedDecision>, number]>([
    ['a score', { type: 'score', score: 3 }, { scale: { min: 1, max: 5, step: 1 } }, 4],
    ['a score between two levels', { type: 'score', score: 2.5 }, { scale: { min: 1, max: 5 } }, 3.5],
    [
      'a score with a distribution',
      { type: 'score', score: 3.55, probabilities: likely },
      { scale: { min: 0, max: 1 } },
      0.8875,
    ],
    ['a probability', { type: 'boolean', probability: 0.8 }, { question: yesOrNo }, 0.8],
    [
      'a probability on a scale of its own',
      { type: 'boolean', probability: 0.8 },
      { question: yesOrNo, scale: { min: 1, max: 10 } },
      8.2,
    ],
    ['a choice', { type: 'choice', choice: 'fair' }, { question: choice, order }, 1],
    [
      'a choice with a distribution',
      { type: 'choice', choice: 'good', probabilities: { good: 0.6, bad: 0.1, fair: 0.3 } },
      { question: choice, order, scale: { min: 0, max: 100 } },
      75,
    ],
  ])('is on the scale that was asked for: %s', (_name, answer, more, expected) => {
    const { selfRating, probabilities } = reading(answer, more);
    expectClose(selfRating, expected);
    expect(probabilities).toBeUndefined();
  });

  it('takes yes and no as two levels where the scale has steps', () => {
    const scale = { min: 0, max: 1, step: 1 };
    const rating = reading({ type: 'boolean', probability: 0.8 }, { question: yesOrNo, scale });
    expect(rating.selfRating).toBe(1);
    expectClose(rating.probabilities!, [0.2, 0.8]);
  });

  it('puts the options of a choice in the order that was given', () => {
    const probabilities = { good: 0.6, bad: 0.1, fair: 0.3 };
    const rating = reading({ type: 'choice', choice: 'good', probabilities }, { question: choice, order });
    expectClose(rating.probabilities!, [0.1, 0.3, 0.6]);
    expect(rating.selfRating).toBe(2);
  });

  it('takes rounded numbers as far off as their provider declares, and not further', () => {
    const answer = { type: 'score', score: 3.53, probabilities: { ...likely, 4: 0.69 } };
    const rating = reading(answer, {}, { probabilityDecimals: 2, scoreDecimals: 2 });
    expectClose(
      rating.probabilities!,
      [0, 0.05, 0.05, 0.2, 0.69].map((one) => one / 0.99),
    );
    expect(codeOf(() => reading(answer))).toBe('probabilities-invalid');
    expect(codeOf(() => reading(answer, {}, { probabilityDecimals: 4 }))).toBe('probabilities-invalid');
    const far = { ...answer, probabilities: { ...likely, 4: 0.2 } };
    expect(codeOf(() => reading(far, {}, { probabilityDecimals: 0 }))).toBe('probabilities-invalid');
  });

  it('names the question by a hash: of the words, the order of options and what they are worth', () => {
    const promptOf = (question: DecisionQuestion, worst?: string[]) =>
      reading({ type: 'choice', choice: 'fair' }, { question, order: worst }).ratingPrompt;
    const own = promptOf(choice, order);
    const { type, instructions, criteria } = choice;
    const { good, ...others } = criteria;
    expect(promptOf({ criteria, instructions: instructions!, type }, [...order])).toBe(own);
    const different = [
      promptOf({ ...choice, instructions: 'Which word?' }, order),
      promptOf({ ...choice, criteria: { ...others, good: good! } }, order),
      promptOf(choice, order.toReversed()),
    ];
    expect(new Set([own, ...different]).size).toBe(4);
  });
});

describe('an answer that is none', () => {
  it.each(faults)('is an error of its own: %s', (_name, answer, code) => {
    expect(codeOf(() => reading(answer))).toBe(code);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'score: 4'],
    ['no answers', { answers: undefined }],
    ['answers under other names', { answers: { other: { type: 'score', score: 4 } } }],
    ['answers that are inherited', { answers: Object.create({ q: { type: 'score', score: 4 } }) }],
  ])('is an error where the whole result is: %s', (_name, result) => {
    expect(codeOf(() => ratingFromDecision(result, asked))).toBe('rating-unreadable');
  });

  it.each<[string, object, string]>([
    ['another option', { type: 'choice', choice: 'best' }, 'rating-unreadable'],
    ['what every object has', { type: 'choice', choice: 'constructor' }, 'rating-unreadable'],
    ['no option', { type: 'choice' }, 'rating-unreadable'],
    [
      'an option that is not the likeliest',
      { type: 'choice', choice: 'good', probabilities: { good: 0.1, bad: 0.6, fair: 0.3 } },
      'probabilities-invalid',
    ],
  ])('is an error to a choice too: %s', (_name, answer, code) => {
    expect(codeOf(() => reading(answer, { question: choice, order }))).toBe(code);
  });

  it.each([Number.NaN, -0.1, 1.1, '1', undefined])('is an error to yes or no: %s', (probability) => {
    const code = typeof probability === 'number' && !Number.isNaN(probability) ? 'rating-off-scale' : 'rating-missing';
    expect(codeOf(() => reading({ type: 'boolean', probability }, { question: yesOrNo }))).toBe(code);
  });
});

describe('a question that no rating can come of', () => {
  it.each<[string, Partial<AskedDecision>, string]>([
    ['a box', { question: { type: 'box' } as never }, 'question'],
    ['nothing', { question: undefined as never }, 'question'],
    ['one level', { question: { type: 'score', criteria: ['right'] } }, 'question'],
    ['no options', { question: { type: 'choice', criteria: undefined as never }, order }, 'question'],
    ['a choice without an order', { question: choice }, 'order'],
    ['an order without an option', { question: choice, order: ['bad', 'good'] }, 'order'],
    ['an order with an option twice', { question: choice, order: ['bad', 'good', 'good'] }, 'order'],
    ['an order of another option', { question: choice, order: ['bad', 'good', 'best'] }, 'order'],
    ['an order of levels', { order }, 'order'],
    ['a scale of more levels', { scale: { min: 1, max: 10, step: 1 } }, 'scale'],
    ['a scale without room', { scale: { min: 1, max: 1 } }, 'scale'],
  ])('is refused before anything is asked: %s', (_name, more, option) => {
    const make = () => decisionRater({ model: 'any', question: asked.question, ...more });
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid-option', details: expect.objectContaining({ option }) as object }),
    );
  });

  it('is refused where the model is none', () => {
    expect(() => decisionRater({ model: {} as never, question: score })).toThrow('model must be a decision model');
  });
});
