import { describe, expect, it } from 'vitest';
import { selfRater, type SelfRaterOptions } from '../../src/rating/index.ts';
import { reply } from './models.ts';
import { askedOf, modelThatSaysInTurn } from './scripted.ts';
import { oneToTen } from './tasks.ts';

const request = { prompt: 'What is the capital of Australia?', response: 'Canberra.' };
const good = '{"explanation":"It is right.","rating":"9"}';

function raterOf(model: SelfRaterOptions['model'], options: Partial<SelfRaterOptions> = {}) {
  return selfRater({ model, rubric: 'Is it correct?', scale: oneToTen, ...options });
}

describe('a reply that is no rating', () => {
  it.each([
    ['reply-prose', 'I would say 9.'],
    ['reply-fenced', 'Sure:\n```json\n{"rating":"9"}\n```'],
    ['reply-repeated-key', '{"rating":"9","rating":"9"}'],
    ['reply-second-object', '{"rating":"9"}{"rating":"9"}'],
    ['rating-unreadable', '{"rating":"nine"}'],
    ['rating-off-scale', '{"rating":"90"}'],
  ])('is asked for once more where it is %s', async (code, bad) => {
    const model = modelThatSaysInTurn([bad, good]);
    expect((await raterOf(model)(request)).selfRating).toBe(9);
    const [first, second] = askedOf(model);
    expect(second!.material).toEqual({ ...first!.material, earlierReply: bad });
    expect(second!.reminder).toContain('"earlierReply" is what you answered before; it could not be read');
    expect(first!.reminder).not.toContain('earlierReply');

    const stubborn = modelThatSaysInTurn([bad]);
    await expect(raterOf(stubborn)(request)).rejects.toMatchObject({ code });
    expect(stubborn.doGenerateCalls).toHaveLength(2);
  });

  it.each([
    ['reply-truncated', '{"explanation":"It is ri'],
    ['reply-truncated', reply(good, 'length')],
    ['reply-refused', reply('I cannot rate this.', 'content-filter')],
    ['rating-unreadable', reply(good, 'error')],
  ])('is left at that where it is %s', async (code, bad) => {
    const model = modelThatSaysInTurn([bad, good]);
    await expect(raterOf(model)(request)).rejects.toMatchObject({ code });
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  it('is asked for with the beginning of what was said, not with a book', async () => {
    const model = modelThatSaysInTurn(['x'.repeat(50_000), good]);
    await raterOf(model)(request);
    expect(askedOf(model)[1]!.material['earlierReply']).toBe('x'.repeat(1000));
  });

  it('is what the error tells of, where the budget has no room to ask again', async () => {
    for (const limits of [{ maxCalls: 1 }, { maxTokens: 17 }]) {
      const model = modelThatSaysInTurn(['I would say 9.', good]);
      await expect(raterOf(model, limits)(request)).rejects.toMatchObject({ code: 'reply-prose' });
      expect(model.doGenerateCalls).toHaveLength(1);
    }
  });

  it('counts with the tokens that it has used', async () => {
    const model = modelThatSaysInTurn(['I would say 9.', good]);
    expect((await raterOf(model, { maxTokens: 18 })(request)).selfRating).toBe(9);
  });
});

it('gives the second error where the second reply is another kind of wrong', async () => {
  const model = modelThatSaysInTurn(['I would say 9.', reply('No.', 'content-filter')]);
  await expect(raterOf(model)(request)).rejects.toMatchObject({ code: 'reply-refused' });
});
