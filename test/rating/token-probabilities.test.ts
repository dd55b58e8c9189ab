import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemWith } from '../../src/calibrator/probabilities.ts';
import { expectClose } from '../close.ts';
import { selfRater, scales } from '../../src/rating/index.ts';
import { replyScaleOf, type RatingScale } from '../../src/rating/scales.ts';
import { tokenProbabilities } from '../../src/rating/token-probabilities.ts';
import { reply } from './models.ts';
import { modelThatSaysInTurn } from './scripted.ts';
import { oneToTen } from './tasks.ts';

type Listed = Readonly<Record<string, number>>;

/** A token as OpenAI describes it, with the probabilities of what else could have stood there. */
const token = (text: string, listed: Listed = { [text]: 1 }) => ({
  token: text,
  logprob: Math.log(listed[text] ?? 0.01),
  top_logprobs: Object.entries(listed).map(([one, p]) => ({ token: one, logprob: Math.log(p) })),
});

/** A reply in its tokens, the one of the rating with what else was likely. */
const tokensOf = (rating: string, listed: Listed, before = ['{"', 'rating', '":"'], after = ['"}']) => [
  ...before.map((one) => token(one)),
  token(rating, listed),
  ...after.map((one) => token(one)),
];
const textOf = (tokens: readonly { token: string }[]) => tokens.map((one) => one.token).join('');
const chat = (tokens: unknown) => ({ openai: { logprobs: tokens } });

function probabilitiesOf(
  tokens: readonly { token: string }[],
  scale: RatingScale = oneToTen,
  metadata: unknown = chat(tokens),
) {
  return tokenProbabilities(metadata, textOf(tokens), replyScaleOf(scale));
}

describe('the log probabilities of the rating', () => {
  const likely = { '8': 0.6, '7': 0.25, '9': 0.1, '10': 0.02 };
  const expected = [0, 0, 0, 0, 0, 0, 0.25, 0.6, 0.1, 0.02];

  it('are the probabilities of the levels, in both shapes of OpenAI', () => {
    const tokens = tokensOf('8', likely);
    const half = Math.floor(tokens.length / 2);
    for (const metadata of [
      chat(tokens),
      { openai: { responseId: 'r', logprobs: [tokens] } },
      { openai: { logprobs: [tokens.slice(0, half), tokens.slice(half)] } },
      { gateway: { cost: '0' }, azure: { logprobs: tokens } },
    ]) {
      const probabilities = probabilitiesOf(tokens, oneToTen, metadata)!;
      expect(probabilities).toHaveLength(10);
      probabilities.forEach((one, i) => expectClose(one, expected[i]!, { absolute: 1e-12 }));
    }
  });

  it.each([
    ['bare', tokensOf('8', likely, ['{"', 'rating', '":', ' '], ['}'])],
    [
      'in a token with what is before it',
      tokensOf(' 8', { ' 8': 0.6, ' 7': 0.25, ' 9': 0.1, ' 10': 0.02, '8': 0.03 }, ['{"rating":'], ['}']),
    ],
    [
      'in a token with the quote before it',
      tokensOf('"8', { '"8': 0.6, '"7': 0.25, '"9': 0.1, '"10': 0.02, ' "': 0.01 }, ['{"rating":']),
    ],
    [
      'in a token with what is after it',
      tokensOf('8"}', { '8"}': 0.6, '7"}': 0.2, '7': 0.05, '9"}': 0.1, '10"}': 0.02 }, undefined, []),
    ],
    [
      'after reasons',
      tokensOf('8', likely, ['{"explanation', '":"', 'It has a rating":"2', ' 😀', '","', 'rating":"']),
    ],
    [
      'after characters that were cut in two',
      [token('?'), ...tokensOf('8', likely)].map((one, i) => (i === 0 ? { ...one, token: '\\xf0\\x9f' } : one)),
    ],
    ['before blanks', tokensOf('8', likely, undefined, ['"', '\n}', '\n'])],
    ['in a fence', tokensOf('8', likely, ['```', 'json\n', '{"rating":"'], ['"}', '\n```'])],
  ])('are found where the rating is %s', (where, tokens) => {
    const text = where.includes('cut in two') ? `😀${textOf(tokens.slice(1))}` : textOf(tokens);
    const probabilities = tokenProbabilities(chat(tokens), text, replyScaleOf(oneToTen))!;
    probabilities.forEach((one, i) => expectClose(one, expected[i]!, { absolute: 1e-12 }));
  });

  it('are those of names, too', () => {
    const tokens = tokensOf('yes', { yes: 0.7, no: 0.2, Yes: 0.05, maybe: 0.05 });
    const probabilities = probabilitiesOf(tokens, scales.yesNo)!;
    expectClose(probabilities[0]!, 0.2, { absolute: 1e-12 });
    expectClose(probabilities[1]!, 0.7, { absolute: 1e-12 });
  });

  it('do not count a token that may go on to another level', () => {
    // This one writes ten as 1 and 0: how much of the 1 is meant for each is not told.
    expect(probabilitiesOf(tokensOf('1', { '1': 0.9, '2': 0.1 }))).toBeUndefined();
    const mostlyEight = probabilitiesOf(tokensOf('8', { '8': 0.9, '1': 0.1 }))!;
    expect(mostlyEight[0]).toBe(0);
    // Where ten is a token of its own, the 1 is a one.
    const whole = probabilitiesOf(tokensOf('1', { '1': 0.9, '10': 0.05 }))!;
    expectClose(whole[0]!, 0.9, { absolute: 1e-12 });
    const closed = probabilitiesOf(tokensOf('1"}', { '1"}': 0.9, '2"}': 0.1 }, undefined, []))!;
    expectClose(closed[0]!, 0.9, { absolute: 1e-12 });
  });

  it('are left out where less than half is accounted for', () => {
    expect(probabilitiesOf(tokensOf('8', { '8': 0.3, '7': 0.19, eight: 0.5 }))).toBeUndefined();
    const half = probabilitiesOf(tokensOf('8', { '8': 0.3, '7': 0.21, eight: 0.49 }));
    expectClose(half!, [0, 0, 0, 0, 0, 0, 0.21, 0.3, 0, 0]);
  });

  it('count the token that was chosen where it is not among the likely ones', () => {
    const tokens = tokensOf('8', { '7': 0.6, '9': 0.3 });
    expectClose(probabilitiesOf(tokens)![7]!, 0.01, { absolute: 1e-12 });
  });

  it.each([
    ['nothing', undefined],
    ['no provider', {}],
    ['no tokens', chat([])],
    ['null', chat(null)],
    ['a text', chat('8')],
    ['numbers', chat([1, 2])],
    ['a token without a probability', chat([{ token: '8', top_logprobs: [] }])],
    ['a probability above one', chat([{ token: '8', logprob: 3, top_logprobs: [] }])],
    ['a probability that is no number', chat([{ token: '8', logprob: null, top_logprobs: [] }])],
    ['the tokens of another reply', chat(tokensOf('7', { '7': 1 }))],
    ['the tokens of a reply that might have been this', chat(tokensOf('7', { '7': 0.6, '8': 0.4 }))],
    ['the tokens of a longer reply', chat(tokensOf('8', likely, undefined, ['"}', '\n']))],
    [
      'tokens without what is likely',
      chat(tokensOf('8', likely).map(({ token: one, logprob }) => ({ token: one, logprob }))),
    ],
  ])('are left out where the provider says %s', (_, metadata) => {
    const text = '{"rating":"8"}';
    expect(tokenProbabilities(metadata, text, replyScaleOf(oneToTen))).toBeUndefined();
  });

  it('are left out where the rating is more than the token says', () => {
    const tokens = tokensOf('8', { '8': 0.9, '7': 0.1 }, ['{"', 'rating', '":'], ['.0', '}']);
    expect(probabilitiesOf(tokens)).toBeUndefined();
  });

  it('are left out on a scale without levels', () => {
    expect(probabilitiesOf(tokensOf('8', likely), { min: 0, max: 10 })).toBeUndefined();
    expect(probabilitiesOf(tokensOf('8', likely), { min: 0, max: 100, step: 1 })).toBeUndefined();
  });

  it('are ones that a calibrator takes, or none, whatever a provider says', () => {
    const piece = fc.constantFrom('8', '1', '10', ' 8', '"8', '8"}', '', '"', '}', ':', 'eight', '\ud83d');
    const listed = fc.array(fc.record({ token: piece, logprob: fc.double({ min: -30, max: 0.01 }) }), { maxLength: 6 });
    const any = fc.array(fc.record({ token: piece, logprob: fc.double(), top_logprobs: listed }), { maxLength: 4 });
    let some = 0;
    const property = fc.property(
      fc.oneof(
        any,
        listed.map((top) =>
          [...tokensOf('8', {}), token('')].map((one) => (one.token === '8' ? { ...one, top_logprobs: top } : one)),
        ),
      ),
      (tokens) => {
        const probabilities = tokenProbabilities(chat(tokens), '{"rating":"8"}', replyScaleOf(oneToTen));
        if (probabilities === undefined) return;
        some++;
        expect(problemWith(probabilities, oneToTen)).toBeUndefined();
      },
    );
    fc.assert(property, { numRuns: 3000 });
    expect(some).toBeGreaterThan(50);
  });
});

describe('a rater that asks for them', () => {
  const tokens = tokensOf('8', { '8': 0.6, '7': 0.4 });
  const answer = (metadata: object) => reply(textOf(tokens), 'stop', { providerMetadata: metadata as never });
  const rater = (model: ReturnType<typeof modelThatSaysInTurn>, probabilities?: boolean) =>
    selfRater({ model, rubric: 'Is it correct?', scale: oneToTen, probabilities });

  it('brings them along with the rating as it was written', async () => {
    const model = modelThatSaysInTurn([answer(chat(tokens))]);
    const { selfRating, probabilities } = await rater(model, true)({ response: 'Canberra.' });
    expect(selfRating).toBe(8);
    expectClose(probabilities![7]!, 0.6, { absolute: 1e-12 });
    expectClose(probabilities![6]!, 0.4, { absolute: 1e-12 });
    expect(model.doGenerateCalls[0]!.providerOptions).toEqual({ openai: { logprobs: 20 } });
  });

  it('rates without them where the provider gives none', async () => {
    const rating = await rater(modelThatSaysInTurn([textOf(tokens)]), true)({ response: 'Canberra.' });
    expect(rating.selfRating).toBe(8);
    expect(rating).not.toHaveProperty('probabilities');
  });

  it('does not ask for them, nor take them, unless it is told to', async () => {
    const model = modelThatSaysInTurn([answer(chat(tokens))]);
    expect(await rater(model)({ response: 'Canberra.' })).not.toHaveProperty('probabilities');
    expect(model.doGenerateCalls[0]!.providerOptions).toBeUndefined();
  });
});
