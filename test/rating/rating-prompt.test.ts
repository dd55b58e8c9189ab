import { describe, expect, it } from 'vitest';
import { createQualityGate } from '../../src/index.ts';
import { gated, memoryCache, selfRater } from '../../src/rating/index.ts';
import { withParts } from '../gate/certified.ts';
import { exampleCalibrator, exampleRater, exampleResponse } from './example-gate.ts';
import { modelThatSays } from './models.ts';

const request = exampleResponse('example-02-1');
const scale = { min: 1, max: 10, step: 1 };
const raterBy = (rubric: string, own = scale) =>
  selfRater({ model: modelThatSays('{"rating":"8"}'), rubric, scale: own, rater: exampleRater });
const promptOf = async (...options: Parameters<typeof raterBy>) => (await raterBy(...options)(request)).ratingPrompt;

describe('the instructions of a rater', () => {
  it('are known by a hash, which is another for another rubric or scale', async () => {
    const first = await promptOf('Is it correct?');
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(await promptOf('Is it correct?')).toBe(first);
    expect(await promptOf('Is it correct, and short?')).not.toBe(first);
    expect(await promptOf('Is it correct?', { ...scale, max: 8 })).not.toBe(first);
  });

  it('are others where the same names stand for other numbers', async () => {
    const cache = memoryCache();
    const by = (mid: number) =>
      selfRater({
        model: modelThatSays('{"rating":"mid"}'),
        rubric: 'Is it correct?',
        scale: { levels: { bad: 0, mid, good: 5 } },
        cache,
      })(request);
    const [low, high] = [await by(1), await by(4)];
    expect([low.selfRating, high.selfRating]).toEqual([1, 4]);
    expect(low.ratingPrompt).not.toBe(high.ratingPrompt);
    expect((await by(1)).ratingPrompt).toBe(low.ratingPrompt);
  });

  it('have to be those that the calibrator was fitted with', async () => {
    const ratingPrompts = [(await promptOf('Is it correct?'))!];
    const gate = createQualityGate({ calibrator: withParts(exampleCalibrator(), { ratingPrompts }) });
    const reasonBy = async (rubric: string) => (await gated(raterBy(rubric), gate)(request)).reason;
    expect(await reasonBy('Is it correct?')).not.toMatch(/mismatch/);
    expect(await reasonBy('Is it helpful?')).toBe('rating-prompt-mismatch');
  });

  it('may be expected by the policy, and a rating that does not name them is not decided on', async () => {
    const ratingPrompt = (await promptOf('Is it correct?'))!;
    const gate = createQualityGate({ calibrator: exampleCalibrator(), policy: { expect: { ratingPrompt } } });
    const named = await gated(raterBy('Is it correct?'), gate)(request);
    expect(named.reason).not.toMatch(/mismatch/);
    for (const rate of [raterBy('Is it helpful?'), async () => 8])
      expect(await gated(rate, gate)(request)).toMatchObject({ verdict: 'review', reason: 'rating-prompt-mismatch' });
  });
});
