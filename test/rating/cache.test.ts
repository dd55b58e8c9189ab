import { describe, expect, it } from 'vitest';
import { criteriaRater, memoryCache, rubrics, selfRater, type SelfRaterOptions } from '../../src/rating/index.ts';
import { expectInvalidOption } from './expect-error.ts';
import { modelThatSaysInTurn } from './scripted.ts';
import { oneToTen } from './tasks.ts';

const request = { prompt: 'What is the capital of Australia?', response: 'Canberra.' };
const says = (rating: number) => `{"explanation":"It is a ${rating}.","rating":"${rating}"}`;
const nothing = { calls: 0, tokens: 0 };
const nine = { selfRating: 9, reasoning: 'It is a 9.' };

function raterOf(model: SelfRaterOptions['model'], options: Partial<SelfRaterOptions> = {}) {
  return selfRater({ model, rubric: 'Is it correct?', scale: oneToTen, cache: memoryCache(), ...options });
}

describe('a rater with a cache', () => {
  it('does not ask again what it has been told', async () => {
    const model = modelThatSaysInTurn([says(9), says(2)]);
    const rate = raterOf(model);
    const first = await rate(request);
    expect(first).toMatchObject(nine);
    expect(await rate({ ...request })).toEqual({ ...first, usage: nothing });
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  it('asks again for anything else that the rater is told', async () => {
    const model = modelThatSaysInTurn([says(9)]);
    const rate = raterOf(model);
    const requests = [
      request,
      { ...request, response: 'Canberra' },
      { ...request, prompt: 'Capital?' },
      { response: request.response },
      { ...request, system: 'Be brief.' },
      { ...request, sources: ['Canberra.'] },
      { ...request, sources: ['Canb', 'erra.'] },
      { ...request, conversation: [{ role: 'user', content: 'Hello.' }] },
    ];
    for (const one of requests) await rate(one);
    expect(model.doGenerateCalls).toHaveLength(requests.length);
  });

  it('shares a cache with no rater that asks otherwise', async () => {
    const cache = memoryCache();
    const model = modelThatSaysInTurn(['{"rating":"9"}']);
    const one = { model, cache, scale: oneToTen, rubric: 'Is it correct?' };
    const raters = [
      selfRater(one),
      selfRater({ ...one, rubric: 'Is it helpful?' }),
      selfRater({ ...one, scale: { min: 1, max: 9, step: 1 } }),
      selfRater({ ...one, scale: { levels: { 9: 9, 1: 1 } } }),
      selfRater({ ...one, reason: false }),
      selfRater({ ...one, probabilities: true }),
    ];
    for (const rate of raters) await rate(request);
    expect(model.doGenerateCalls).toHaveLength(raters.length);
    const other = modelThatSaysInTurn([says(3)], 'another-judge');
    expect((await selfRater({ ...one, model: other })(request)).selfRating).toBe(3);
    expect((await selfRater(one)(request)).selfRating).toBe(9);
    expect(model.doGenerateCalls).toHaveLength(raters.length);
    expect(other.doGenerateCalls).toHaveLength(1);
  });

  it('calls a known rating by the name, and by the generator, of this time', async () => {
    const cache = memoryCache();
    const model = modelThatSaysInTurn([says(9)]);
    await raterOf(model, { cache, rater: 'house judge' })({ ...request, generator: 'gpt-5' });
    const again = await raterOf(model, { cache })(request);
    expect(again).toMatchObject({ ...nine, rater: 'judge' });
    expect(again).not.toHaveProperty('generator');
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  it('keeps no error', async () => {
    const model = modelThatSaysInTurn(['Nine.', 'Nine.', says(9)]);
    const rate = raterOf(model);
    await expect(rate(request)).rejects.toMatchObject({ code: 'reply-prose' });
    expect(await rate(request)).toMatchObject(nine);
  });

  it('keeps the ratings of all criteria, and of all samples', async () => {
    const both = '{"helpful":{"rating":"9"},"correct":{"rating":"3"}}';
    const model = modelThatSaysInTurn([both, both, says(1)]);
    const criteria = { helpful: rubrics.helpful, correct: rubrics.correct };
    const rate = criteriaRater({ model, criteria, scale: oneToTen, samples: 2, cache: memoryCache() });
    const first = await rate(request);
    const { helpful, correct } = first;
    expect(await rate(request)).toEqual({
      helpful: { ...helpful, usage: nothing },
      correct: { ...correct, usage: nothing },
    });
    expect(first.correct.samples).toEqual([3, 3]);
    expect(model.doGenerateCalls).toHaveLength(2);
  });

  it('asks once for equal requests at the same time', async () => {
    const model = modelThatSaysInTurn([says(9)]);
    const rate = raterOf(model);
    const ratings = await Promise.all(Array.from({ length: 50 }, () => rate(request)));
    expect(new Set(ratings.map(({ selfRating }) => selfRating))).toEqual(new Set([9]));
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  it('lets one of those leave without the others, and stops when all have left', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const model = modelThatSaysInTurn([says(9)]);
    const told = model.doGenerate;
    model.doGenerate = async (options) => {
      await promise;
      return told(options);
    };
    const rate = raterOf(model);
    const [leaver, stayer] = [new AbortController(), new AbortController()];
    const left = rate(request, { abortSignal: leaver.signal });
    const stayed = rate(request, { abortSignal: stayer.signal });
    leaver.abort(new Error('the user left'));
    await expect(left).rejects.toThrow('the user left');
    resolve();
    expect(await stayed).toMatchObject(nine);

    const hanging = modelThatSaysInTurn([says(9)]);
    let signal: AbortSignal | undefined;
    hanging.doGenerate = (options) => {
      signal = options.abortSignal;
      return new Promise(() => {});
    };
    const alone = new AbortController();
    const waiting = raterOf(hanging)(request, { abortSignal: alone.signal });
    setTimeout(() => alone.abort(new Error('the last left')), 20);
    await expect(waiting).rejects.toThrow('the last left');
    expect(signal!.aborted).toBe(true);
  });
});

describe('a cache that is not what it should be', () => {
  const kept = (value: unknown) => ({ get: () => JSON.stringify(value), set: () => {} });

  it('is asked, and answered, in texts', async () => {
    const store = new Map<string, string>();
    const model = modelThatSaysInTurn([says(9)]);
    await raterOf(model, { cache: store })(request);
    const [[key, value] = []] = [...store];
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(value!)).toEqual([{ ...nine, rater: 'judge', provider: 'mock-provider' }]);
    expect(await raterOf(model, { cache: store })(request)).toMatchObject(nine);
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  it.each([
    undefined,
    null,
    9,
    [],
    [9],
    [null],
    [{ selfRating: '9' }],
    [{ selfRating: 11 }],
    [{ selfRating: 7.5 }],
    [{ rater: 'judge' }],
    [{ selfRating: 9 }, { selfRating: 9 }],
    [{ selfRating: 9, samples: [99] }],
    [{ selfRating: 9, samples: 9 }],
    [{ selfRating: 9, probabilities: [1] }],
    [{ selfRating: 9, rater: 7 }],
    [{ selfRating: 9, reasoning: {} }],
  ])('is not believed where it says %j', async (value) => {
    const model = modelThatSaysInTurn([says(2)]);
    expect((await raterOf(model, { cache: kept(value) })(request)).selfRating).toBe(2);
  });

  it.each<[string, Partial<SelfRaterOptions>, unknown]>([
    ['fewer samples', { samples: 3 }, { selfRating: 10, samples: [1] }],
    ['more samples', { samples: 2 }, { selfRating: 9, samples: [9, 9, 9] }],
    ['no samples', { samples: 3 }, { selfRating: 9 }],
    ['samples of which it is not the median', { samples: 3 }, { selfRating: 10, samples: [9, 9, 10] }],
    ['samples that nobody asked for', {}, { selfRating: 9, samples: [9] }],
    ['a number beside the level', {}, { selfRating: 7.0000004 }],
    ['a rating between named levels', { scale: { levels: { 2: 2, 9: 4, top: 11 } } }, { selfRating: 4.9 }],
    [
      'a sample between named levels',
      { samples: 2, scale: { levels: { 2: 2, 9: 11 } } },
      { selfRating: 2, samples: [2, 3] },
    ],
    ['probabilities that nobody asked for', {}, { selfRating: 9, probabilities: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0] }],
    ['a provider that is no text', {}, { selfRating: 9, provider: 7 }],
  ])('is not believed where it has %s', async (_name, options, one) => {
    const model = modelThatSaysInTurn([says(2)]);
    expect((await raterOf(model, { cache: kept([one]), ...options })(request)).selfRating).toBe(2);
  });

  it('is believed where it has what was asked for', async () => {
    const model = modelThatSaysInTurn([says(2)]);
    const cache = kept([{ selfRating: 8, samples: [9, 8, 9, 7] }]);
    expect(await raterOf(model, { cache, samples: 4 })(request)).toMatchObject({ selfRating: 8 });
    const named = kept([{ selfRating: 4 }]);
    const scale = { levels: { bad: 2, fine: 4, good: 11 } };
    expect(await raterOf(model, { cache: named, scale })(request)).toMatchObject({ selfRating: 4 });
    expect(model.doGenerateCalls).toHaveLength(0);
  });

  it('costs a call and no rating where it fails', async () => {
    const fails = () => Promise.reject(new Error('cache down'));
    const throws = () => {
      throw new Error('cache down');
    };
    for (const cache of [
      { get: fails, set: fails },
      { get: throws, set: throws },
      { get: () => 'not JSON', set: () => {} },
    ])
      expect(await raterOf(modelThatSaysInTurn([says(9)]), { cache })(request)).toMatchObject(nine);
  });

  it('holds up a rating no longer than the timeout', async () => {
    const cache = { get: () => new Promise<string>(() => {}), set: () => {} };
    const rating = raterOf(modelThatSaysInTurn([says(9)]), { cache, timeout: 30 })(request);
    await expect(rating).rejects.toMatchObject({ code: 'rating-timeout' });
  });
});

describe('the cache in memory', () => {
  it('gives up what was not asked for the longest', () => {
    const cache = memoryCache({ max: 2 });
    cache.set('a', '1');
    cache.set('b', '2');
    expect(cache.get('a')).toBe('1');
    cache.set('c', '3');
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['1', undefined, '3']);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, '5', null])('is not made for %j ratings', (max) => {
    expectInvalidOption('max', () => memoryCache({ max: max as number }));
  });
});
