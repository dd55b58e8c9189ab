import { describe, expect, it } from 'vitest';
import { criteriaRater, gatedEach, rubrics, scales, selfRater, type RateEach } from '../../src/rating/index.ts';
import { createQualityGate } from '../../src/index.ts';
import { withParts } from '../gate/certified.ts';
import { exampleCalibrator, exampleGate, exampleRater, exampleResponse } from './example-gate.ts';
import { expectInvalidOption } from './expect-error.ts';
import { modelThatSaysInTurn } from './scripted.ts';
import { oneToTen } from './tasks.ts';

const request = exampleResponse('example-02-1');
const { helpful, correct, faithful } = rubrics;
const both = '{"helpful":{"explanation":"Brief.","rating":"9"},"correct":{"explanation":"Off by one.","rating":"3"}}';

describe('several criteria in one call', () => {
  it('give one rating each, by its name', async () => {
    const model = modelThatSaysInTurn([both]);
    const rate = criteriaRater({ model, criteria: { helpful, correct }, scale: oneToTen });
    const ratings = await rate({ ...request, generator: 'gpt-5' });
    const shared = {
      rater: 'judge',
      provider: 'mock-provider',
      generator: 'gpt-5',
      scale: oneToTen,
      ratingPrompt: ratings.helpful.ratingPrompt,
      usage: { calls: 1, tokens: 17 },
    };
    expect(ratings).toEqual({
      helpful: { ...shared, criterion: 'helpful', selfRating: 9, reasoning: 'Brief.' },
      correct: { ...shared, criterion: 'correct', selfRating: 3, reasoning: 'Off by one.' },
    });
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  it.each([
    ['one of them', '{"helpful":{"rating":"9"}}'],
    ['another name', '{"helpful":{"rating":"9"},"Correct":{"rating":"3"}}'],
    ['one too many', '{"helpful":{"rating":"9"},"correct":{"rating":"3"},"safe":{"rating":"3"}}'],
    ['bare ratings', '{"helpful":"9","correct":"3"}'],
    ['one rating for all', '{"rating":"9"}'],
    ['a list', '[{"helpful":{"rating":"9"}},{"correct":{"rating":"3"}}]'],
    ['one that is null', '{"helpful":{"rating":"9"},"correct":null}'],
  ])('give none at all where there is %s', async (_, text) => {
    const rate = criteriaRater({ model: modelThatSaysInTurn([text]), criteria: { helpful, correct }, scale: oneToTen });
    await expect(rate(request)).rejects.toMatchObject({ code: 'rating-unreadable' });
  });

  it('give none at all where one is off the scale', async () => {
    const text = '{"helpful":{"rating":"9"},"correct":{"rating":"0"}}';
    const rate = criteriaRater({ model: modelThatSaysInTurn([text]), criteria: { helpful, correct }, scale: oneToTen });
    await expect(rate(request)).rejects.toMatchObject({ code: 'rating-off-scale' });
  });

  it('have samples of their own', async () => {
    const other = both.replace('"3"', '"7"');
    const model = modelThatSaysInTurn([both, other, other]);
    const rate = criteriaRater({ model, criteria: { helpful, correct }, scale: oneToTen, samples: 3 });
    expect(await rate(request)).toMatchObject({
      helpful: { selfRating: 9, samples: [9, 9, 9] },
      correct: { selfRating: 7, samples: [3, 7, 7] },
    });
  });

  it('are named as what they are called here, whatever their rubric is called', async () => {
    const text = '{"polite":{"rating":"yes"},"right":{"rating":"no"}}';
    const criteria = { polite: 'Is it polite?', right: correct };
    const rate = criteriaRater({ model: modelThatSaysInTurn([text]), criteria, scale: scales.yesNo });
    const { polite, right } = await rate(request);
    expect([polite.criterion, polite.selfRating, right.criterion, right.selfRating]).toEqual(['polite', 1, 'right', 0]);
  });

  it.each([{}, null, 'helpful', { 'two words': helpful }, { '': helpful }, { __proto__x: helpful }, { $: helpful }])(
    'are refused where they are %j',
    (criteria) => {
      expectInvalidOption('criteria', () =>
        criteriaRater({ model: 'a/b', criteria: criteria as Record<string, string>, scale: oneToTen }),
      );
    },
  );

  it('are refused where a rubric is none', () => {
    expectInvalidOption('criteria.safe', () =>
      criteriaRater({ model: 'a/b', criteria: { safe: '' }, scale: oneToTen }),
    );
  });
});

it('no gates are put behind what rates by no criteria', () => {
  expect(() => gatedEach(undefined as never, { helpful: exampleGate() })).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: 'rateEach must be a function, got nothing' }),
  );
});

describe('a rubric that needs sources', () => {
  it('is not rated by without any, and no model is asked', async () => {
    const model = modelThatSaysInTurn(['{"rating":"9"}']);
    for (const rate of [
      selfRater({ model, rubric: faithful, scale: oneToTen }),
      criteriaRater({ model, criteria: { helpful, faithful }, scale: oneToTen }),
    ])
      for (const sources of [undefined, []])
        await expect(rate({ ...request, sources })).rejects.toMatchObject({
          code: 'invalid-option',
          details: { option: 'sources' },
        });
    expect(model.doGenerateCalls).toEqual([]);
  });

  it('is rated by where there are some', async () => {
    const model = modelThatSaysInTurn(['{"rating":"9"}']);
    const rating = await selfRater({ model, rubric: faithful, scale: oneToTen })({ ...request, sources: ['A text.'] });
    expect(rating).toMatchObject({ selfRating: 9, criterion: 'faithful' });
  });
});

describe('one gate for each criterion', () => {
  const criteria = { helpful, correct };
  const raterOf = (...replies: (string | Error)[]) => {
    const model = modelThatSaysInTurn(replies);
    return { model, rate: criteriaRater({ model, criteria, scale: oneToTen, rater: exampleRater }) };
  };
  const gateFor = (criterion: string) => {
    const calibrator = exampleCalibrator();
    return createQualityGate({ calibrator: withParts(calibrator, { target: { ...calibrator.target, criterion } }) });
  };

  it('decides on the rating of its name, and all of them on one call', async () => {
    const { model, rate } = raterOf(both);
    const gate = exampleGate();
    const decide = gatedEach(rate, { helpful: gate, correct: gate });
    const decisions = await decide(request);
    expect(decisions.helpful.calibrated!.selfRating).toBe(9);
    expect(decisions.correct.calibrated!.selfRating).toBe(3);
    expect(model.doGenerateCalls).toHaveLength(1);
    await decide(request);
    expect(model.doGenerateCalls).toHaveLength(2);
  });

  it('refuses the rating of another criterion', async () => {
    const { rate } = raterOf(both);
    const decisions = await gatedEach(rate, { helpful: gateFor('helpful'), correct: gateFor('complete') })(request);
    expect(decisions.helpful.reason).not.toMatch(/mismatch/);
    expect(decisions.correct).toMatchObject({ verdict: 'review', reason: 'criterion-mismatch' });
  });

  it('is a review for all where the call fails, and never rejects', async () => {
    const gate = exampleGate();
    const { rate } = raterOf('Nine and three.');
    const failing: RateEach<'helpful' | 'correct'> = () => Promise.reject(new Error('socket hang up'));
    const throwing = (() => {
      throw new Error('at once');
    }) as RateEach<'helpful' | 'correct'>;
    for (const [each, reason] of [
      [rate, 'reply-prose'],
      [failing, 'rating-failed'],
      [throwing, 'rating-failed'],
      [(async () => ({})) as unknown as typeof failing, 'rating-missing'],
      [(async () => undefined) as unknown as typeof failing, 'rating-failed'],
    ] as const) {
      const decisions = await gatedEach(each, { helpful: gate, correct: gate })(request);
      expect(decisions).toMatchObject({
        helpful: { verdict: 'review', reason },
        correct: { verdict: 'review', reason },
      });
    }
  });

  it('is a review for all where the request throws when it is looked at', async () => {
    const gate = exampleGate();
    const { rate } = raterOf(both);
    const hostile = Object.defineProperty({ ...request }, 'prompt', {
      enumerable: true,
      get: () => {
        throw new Error('no prompt');
      },
    });
    for (const one of [hostile, null as never, undefined as never]) {
      const decisions = await gatedEach(rate, { helpful: gate, correct: gate })(one);
      expect([decisions.helpful.verdict, decisions.correct.verdict]).toEqual(['review', 'review']);
    }
  });

  it('is a review for all where the call takes too long', async () => {
    const gate = exampleGate();
    const hanging: RateEach<'helpful' | 'correct'> = () => new Promise(() => {});
    const decisions = await gatedEach(hanging, { helpful: gate, correct: gate }, { timeout: 20 })(request);
    expect([decisions.helpful.reason, decisions.correct.reason]).toEqual(['rating-timeout', 'rating-timeout']);
  });

  it('asks nobody where no rating could help', async () => {
    const { model, rate } = raterOf(both);
    const gate = exampleGate();
    const { helpful: decision } = await gatedEach(rate, { helpful: gate, correct: gate })({
      ...request,
      response: ' ',
    });
    expect(decision).toMatchObject({ verdict: 'review', reason: 'response-empty' });
    expect(model.doGenerateCalls).toEqual([]);
  });

  it('is refused at once where it is no gate', () => {
    const { rate } = raterOf(both);
    expectInvalidOption('gate', () => gatedEach(rate, { helpful: exampleGate(), correct: {} as never }));
    expectInvalidOption('gates', () => gatedEach(rate, null as never));
  });
});

it('asks a function that throws at once no more often than one that rejects', async () => {
  let calls = 0;
  const throws: RateEach<'helpful' | 'correct'> = () => {
    calls++;
    throw new Error('no');
  };
  const gate = exampleGate();
  const decisions = await gatedEach(throws, { helpful: gate, correct: gate })(request);
  const failed = { verdict: 'review', reason: 'rating-failed' };
  expect(decisions).toMatchObject({ helpful: failed, correct: failed });
  expect(calls).toBe(1);
});
