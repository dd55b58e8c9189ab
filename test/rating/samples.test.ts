import { describe, expect, it } from 'vitest';
import { toInputs } from '../../src/calibrator/inputs.ts';
import { expectClose } from '../close.ts';
import { selfRater, type SelfRaterOptions } from '../../src/rating/index.ts';
import { expectInvalidOption } from './expect-error.ts';
import { reply } from './models.ts';
import { askedOf, modelThatSaysInTurn } from './scripted.ts';
import { oneToTen } from './tasks.ts';

const request = { prompt: 'What is the capital of Australia?', response: 'Canberra.' };
const says = (rating: number) => `{"explanation":"It is a ${rating}.","rating":"${rating}"}`;

function raterOf(model: SelfRaterOptions['model'], options: Partial<SelfRaterOptions> = {}) {
  return selfRater({ model, rubric: 'Is it correct?', scale: oneToTen, ...options });
}

describe('several samples of a rating', () => {
  it('are one rating: the lower median with its reasons, and all of them beside it', async () => {
    const model = modelThatSaysInTurn([9, 4, 8, 10].map(says));
    const rating = await raterOf(model, { samples: 4 })(request);
    expect(rating).toMatchObject({ selfRating: 8, samples: [9, 4, 8, 10], reasoning: 'It is a 8.' });
    const asked = askedOf(model);
    expect(asked).toHaveLength(4);
    expect(new Set(asked.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('are corrected as their mean, with their spread', async () => {
    const model = modelThatSaysInTurn([9, 4, 8].map(says));
    const rating = await raterOf(model, { samples: 3 })(request);
    const inputs = toInputs({ ...request, ...rating }, oneToTen);
    expectClose(inputs.selfRating, 7, { absolute: 1e-12 });
    expectClose(inputs.features['ratingSpread']!, Math.sqrt(14 / 3) / 9, { absolute: 1e-12 });
  });

  it('may be as many calls as they are, and two more', async () => {
    const model = modelThatSaysInTurn([says(9), 'Nine.', says(8), says(7)]);
    expect(await raterOf(model, { samples: 3 })(request)).toMatchObject({ samples: [9, 8, 7] });
    expect(model.doGenerateCalls).toHaveLength(4);
  });

  it('are repaired once in all, and all given up where one is none', async () => {
    const model = modelThatSaysInTurn([says(9), 'Nine.', says(8), 'Seven.', says(7)]);
    await expect(raterOf(model, { samples: 3 })(request)).rejects.toMatchObject({ code: 'reply-prose' });
    expect(model.doGenerateCalls).toHaveLength(4);
  });

  it('stop where their tokens are used up', async () => {
    const model = modelThatSaysInTurn([9, 4, 8].map(says));
    const rating = raterOf(model, { samples: 3, maxTokens: 30 })(request);
    await expect(rating).rejects.toMatchObject({ code: 'budget-exhausted', details: { limit: 'tokens', used: 34 } });
    expect(model.doGenerateCalls).toHaveLength(2);
  });

  it.each([undefined, 'house judge'])(
    'are no rating where two models gave them, whatever the rater is called: %s',
    async (rater) => {
      const from = (modelId: string, rating: number) => reply(says(rating), 'stop', { response: { modelId } });
      const model = modelThatSaysInTurn([from('judge-a', 9), from('judge-b', 2), from('judge-a', 9)]);
      const error: unknown = await raterOf(model, { samples: 3, rater })(request).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'rating-unreadable', message: expect.stringContaining('judge-b') as string });
      expect(model.doGenerateCalls).toHaveLength(2);
    },
  );

  it('are sent what is left of their tokens as the most to answer with, and no limit without one', async () => {
    const model = modelThatSaysInTurn([9, 4, 8].map(says));
    await raterOf(model, { samples: 3, maxTokens: 1000.5 })(request);
    expect(model.doGenerateCalls.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([1000, 983, 966]);
    const free = modelThatSaysInTurn([says(9)]);
    await raterOf(free)(request);
    expect(free.doGenerateCalls[0]!.maxOutputTokens).toBeUndefined();
  });

  it('are never longer than any rating is, where much is left', async () => {
    const model = modelThatSaysInTurn([says(9)]);
    await raterOf(model, { maxTokens: 1e6 })(request);
    expect(model.doGenerateCalls[0]!.maxOutputTokens).toBe(8192);
  });

  it('may always be as long as a rating is', async () => {
    const model = modelThatSaysInTurn([says(9)]);
    await raterOf(model, { maxTokens: 5 })(request);
    expect(model.doGenerateCalls[0]!.maxOutputTokens).toBe(64);
  });

  it('are left out where there is one', async () => {
    expect(await raterOf(modelThatSaysInTurn([says(9)]))(request)).not.toHaveProperty('samples');
  });
});

it.each([
  ['samples', { samples: 0 }],
  ['samples', { samples: 1.5 }],
  ['samples', { samples: 101 }],
  ['samples', { samples: '3' }],
  ['samples', { samples: null }],
  ['maxCalls', { samples: 3, maxCalls: 2 }],
  ['maxCalls', { maxCalls: 0 }],
  ['maxCalls', { maxCalls: Number.NaN }],
  ['maxTokens', { maxTokens: -1 }],
  ['reason', { reason: 'yes' }],
  ['cache', { cache: {} }],
  ['cache', { cache: null }],
  ['probabilities', { probabilities: true, samples: 2 }],
  ['probabilities', { probabilities: true, scale: { min: 0, max: 1 } }],
  ['probabilities', { probabilities: true, scale: { min: 0, max: 100, step: 1 } }],
  ['probabilities', { probabilities: true, scale: { levels: { bad: 0, good: 1, great: 5 } } }],
  ['probabilities', { probabilities: 5 }],
  ['rubric', { rubric: { text: 'Is it correct?' } }],
  ['rubric', { rubric: { criterion: 'correct', text: ' ' } }],
  ['scale', { scale: null }],
  ['scale', { scale: '1:10' }],
])('refuses at once a %s like %j', (option, options) => {
  expectInvalidOption(option, () => raterOf(modelThatSaysInTurn([says(9)]), options as Partial<SelfRaterOptions>));
});
