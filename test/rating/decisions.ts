import type { DecisionQuestion } from '../../src/rating/index.ts';

export const score: DecisionQuestion = {
  type: 'score',
  instructions: 'How good is the response?',
  criteria: ['wrong', 'mostly wrong', 'partly right', 'right', 'right and clear'],
};

export const likely = { 0: 0, 1: 0.05, 2: 0.05, 3: 0.2, 4: 0.7 };

export const rater = 'decider-2';

/** Answers that are none, to the score question, and the codes of the errors that they are. */
export const faults: [string, unknown, string][] = [
  ['no answer', undefined, 'rating-unreadable'],
  ['null', null, 'rating-unreadable'],
  ['a list', [4], 'rating-unreadable'],
  ['a number', 4, 'rating-unreadable'],
  ['an answer of another type', { type: 'boolean', probability: 1 }, 'rating-unreadable'],
  ['an answer without a type', { score: 4 }, 'rating-unreadable'],
  ['a refusal', { type: 'refusal' }, 'reply-refused'],
  ['no score', { type: 'score' }, 'rating-missing'],
  ['a score that is no number', { type: 'score', score: Number.NaN }, 'rating-missing'],
  ['a score in words', { type: 'score', score: '4' }, 'rating-missing'],
  ['a score above the last level', { type: 'score', score: 4.01 }, 'rating-off-scale'],
  ['a score below the first level', { type: 'score', score: -0.01 }, 'rating-off-scale'],
  ['a score without end', { type: 'score', score: Infinity }, 'rating-off-scale'],
  ['a score between two levels of the scale', { type: 'score', score: 3.9 }, 'rating-off-scale'],
  [
    'probabilities that do not add up',
    { type: 'score', score: 4, probabilities: { ...likely, 4: 1 } },
    'probabilities-invalid',
  ],
  [
    'probabilities of nothing',
    { type: 'score', score: 4, probabilities: { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0 } },
    'probabilities-invalid',
  ],
  ['a level too many', { type: 'score', score: 3.55, probabilities: { ...likely, 5: 0 } }, 'probabilities-invalid'],
  ['a level too few', { type: 'score', score: 4, probabilities: { 4: 1 } }, 'probabilities-invalid'],
  [
    'levels of other names',
    { type: 'score', score: 4, probabilities: { a: 0, b: 0, c: 0, d: 0, e: 1 } },
    'probabilities-invalid',
  ],
  [
    'a probability below 0',
    { type: 'score', score: 4, probabilities: { ...likely, 0: -0.7, 4: 1.4 } },
    'probabilities-invalid',
  ],
  [
    'a probability that is no number',
    { type: 'score', score: 4, probabilities: { ...likely, 4: Number.NaN } },
    'probabilities-invalid',
  ],
  [
    'a probability in words',
    { type: 'score', score: 4, probabilities: { ...likely, 4: '0.7' } },
    'probabilities-invalid',
  ],
  ['a list of probabilities', { type: 'score', score: 4, probabilities: [0, 0, 0, 0, 1] }, 'probabilities-invalid'],
  ['null for probabilities', { type: 'score', score: 4, probabilities: null }, 'probabilities-invalid'],
  [
    'a score that its distribution contradicts',
    { type: 'score', score: 4, probabilities: likely },
    'probabilities-invalid',
  ],
];
