import { describe, expect, it } from 'vitest';
import { decisionLine } from '../../src/cli/decision-line.ts';
import { createQualityGate } from '../../src/index.ts';
import { criteriaRater, gated, memoryCache, selfRater } from '../../src/rating/index.ts';
import { metadataOf } from '../../src/rating/metadata.ts';
import { exampleCalibrator, exampleGate, exampleRater, exampleResponse } from './example-gate.ts';
import { modelThatSaysInTurn } from './scripted.ts';
import { oneToTen } from './tasks.ts';

const rated = exampleResponse('example-02-1');

describe('a rating by the model that wrote the response', () => {
  const byItself = exampleGate().decide({ ...rated, generator: exampleRater });

  it('is marked in the decision, whatever the verdict, and decided on as any other', () => {
    expect(byItself.self).toBe(true);
    const { self: _, ...rest } = byItself;
    expect(exampleGate().decide(rated)).toEqual(rest);
    const outside = exampleGate().decide({ ...rated, response: 'Yes.'.repeat(5000), generator: exampleRater });
    expect(outside).toMatchObject({ verdict: 'review', self: true });
  });

  it('is marked in metadata and in the line of a decision', () => {
    expect(metadataOf(byItself)['self']).toBe(true);
    expect(decisionLine({ value: rated } as never, byItself)).toMatchObject({ self: true });
  });

  it('is known by a rater that is told who wrote the response', async () => {
    const model = modelThatSaysInTurn(['{"rating":"8"}'], exampleRater);
    const rate = selfRater({ model, rubric: 'Is it correct?', scale: oneToTen });
    const { prompt, response } = rated;
    const decide = gated(rate, createQualityGate({ calibrator: exampleCalibrator() }));
    expect((await rate({ prompt, response, generator: exampleRater })).generator).toBe(exampleRater);
    expect((await decide({ prompt, response, generator: exampleRater })).self).toBe(true);
    expect(await decide({ prompt, response, generator: 'another-model' })).not.toHaveProperty('self');
    expect(await decide({ prompt, response })).not.toHaveProperty('self');
  });
});

describe('a rater that was given a name', () => {
  const { prompt, response } = rated;
  const by = (rater: string | undefined, options: object = {}) => {
    const model = modelThatSaysInTurn(['{"rating":"8"}'], 'gpt-5');
    return selfRater({ model, rubric: 'Is it correct?', scale: oneToTen, rater, ...options });
  };

  it('is still known by the model behind the name', async () => {
    const rate = by(exampleRater);
    const decide = gated(rate, createQualityGate({ calibrator: exampleCalibrator() }));
    expect(await decide({ prompt, response, generator: 'gpt-5' })).toMatchObject({ self: true });
    expect(await decide({ prompt, response, generator: exampleRater })).toMatchObject({ self: true });
    expect(await decide({ prompt, response, generator: 'gpt-4' })).not.toHaveProperty('self');
    expect(await rate({ prompt, response })).toMatchObject({ rater: exampleRater, raterModel: 'gpt-5' });
  });

  it('is known so by a gate that is given the rating', () => {
    const decide = (more: object) => exampleGate().decide({ ...rated, ...more }).self;
    expect(decide({ rater: exampleRater, raterModel: 'gpt-5', generator: 'gpt-5' })).toBe(true);
    expect(decide({ rater: exampleRater, raterModel: 'gpt-5', generator: 'gpt-4' })).toBeUndefined();
    expect(decide({ rater: exampleRater, raterModel: undefined, generator: undefined })).toBeUndefined();
  });

  it('is known so from a cache, too, and names its model only where it has another name', async () => {
    const cache = memoryCache();
    await by(undefined, { cache })(rated);
    expect(await by(exampleRater, { cache })(rated)).toMatchObject({ rater: exampleRater, raterModel: 'gpt-5' });
    const unnamed = await by(undefined, { cache })(rated);
    expect(unnamed.rater).toBe('gpt-5');
    expect(unnamed).not.toHaveProperty('raterModel');
  });
});

describe('a rating', () => {
  const options = { rubric: 'Is it correct?', scale: oneToTen };

  it('names the provider of its model, also from a cache', async () => {
    const model = modelThatSaysInTurn(['{"rating":"8"}']);
    const rate = selfRater({ model, ...options, cache: memoryCache() });
    for (let i = 0; i < 2; i++) expect(await rate(rated)).toMatchObject({ rater: 'judge', provider: 'mock-provider' });
  });

  it('says what it has used, failed calls and a repair included', async () => {
    const failed = Object.assign(new Error('down'), { statusCode: 500, usage: { totalTokens: 3 } });
    const model = modelThatSaysInTurn([failed, 'Eight.', '{"rating":"8"}']);
    const rating = await selfRater({ model, ...options, firstWait: 0 })(rated);
    expect(rating.usage).toEqual({ calls: 3, tokens: 37 });
  });

  it('has used nothing where it was known, or shared with one that pays for it', async () => {
    const model = modelThatSaysInTurn(['{"rating":"8"}']);
    const rate = selfRater({ model, ...options, cache: memoryCache() });
    const together = await Promise.all([rate(rated), rate(rated), rate(rated)]);
    const nothing = { calls: 0, tokens: 0 };
    expect(together.map(({ usage }) => usage)).toEqual([{ calls: 1, tokens: 17 }, nothing, nothing]);
    expect((await rate(rated)).usage).toEqual(nothing);
  });

  it('by several criteria says of each what the one call has used', async () => {
    const model = modelThatSaysInTurn(['{"a":{"rating":"8"},"b":{"rating":"3"}}']);
    const { a, b } = await criteriaRater({ model, criteria: { a: 'Is it a?', b: 'Is it b?' }, scale: oneToTen })(rated);
    expect(a.usage).toEqual({ calls: 1, tokens: 17 });
    expect(b.usage).toEqual(a.usage);
  });
});

it('is not marked by an app that says neither', () => {
  const { prompt, response, selfRating } = rated;
  const decision = exampleGate().decide({ prompt, response, selfRating });
  expect(decision).not.toHaveProperty('self');
  expect(decisionLine({ value: rated } as never, decision)).not.toHaveProperty('self');
});
