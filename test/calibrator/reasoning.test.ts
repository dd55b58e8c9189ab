import { describe, expect, it } from 'vitest';
import { toInputs } from '../../src/calibrator/inputs.ts';
import { calibrate, createQualityGate, fit, type CalibrationRecord, type RatedResponse } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { normal, seededRandom } from '../../src/math/random.ts';
import { worldTarget } from '../world.ts';

const features = { words: 100 };
const measured = (reasoning: string | undefined) =>
  toInputs({ selfRating: 5, features, reasoning }, worldTarget.ratingScale).features;

describe('the reasoning behind a rating', () => {
  it('is measured by its words, and by those that weaken or strengthen a claim', () => {
    expect(measured('Perhaps the answer is clearly right, and it seems to be complete.')).toEqual({
      words: 100,
      reasoningWords: 12,
      reasoningHedges: (100 * 2) / 12,
      reasoningBoosters: 100 / 12,
    });
    expect(measured('')).toMatchObject({ reasoningWords: 0, reasoningHedges: 0, reasoningBoosters: 0 });
  });

  it('is absent where the rating brought none', () => {
    expect(measured(undefined)).toEqual({ words: 100 });
  });

  it('has no tone in a language without a word list', () => {
    const tamil = measured('விடை சரியாக உள்ளது, ஆனால் அது முழுமையாக இல்லை என்று நினைக்கிறேன்.');
    expect(Object.keys(tamil).sort()).toEqual(['reasoningWords', 'words']);
  });

  it('gives way to what was measured elsewhere', () => {
    const rated = { selfRating: 5, reasoning: 'It is right.', features: { words: 100, reasoningWords: 40 } };
    expect(toInputs(rated, worldTarget.ratingScale).features).toMatchObject({ reasoningWords: 40, reasoningHedges: 0 });
  });
});

describe('a fit to ratings with reasoning', () => {
  /*
   * 300 ratings with 10 to 60 words of reasoning, of which up to a fifth are hedges. A rater that hedges is wrong: a person
   * passes the response with probability σ(2 − hedges per 100 words / 5), whatever it was rated.
   */
  const random = seededRandom(6);
  const records: CalibrationRecord[] = Array.from({ length: 300 }, (_, i) => {
    const words = 10 + Math.floor(50 * random());
    const hedges = Math.floor((words / 5) * random());
    return {
      id: `r${i}`,
      selfRating: Math.floor(11 * random()),
      reasoning: reasoningOf(words, hedges),
      features: { words: Math.round(100 + 20 * normal(random)) },
      humanRatings: [random() < sigmoid(2 - (100 * hedges) / words / 5) ? 1 : 0],
    };
  });
  const calibrator = fit(records, worldTarget);
  const rated = (reasoning: string | undefined): RatedResponse => ({ selfRating: 8, features, reasoning });

  it('learns what it tells', () => {
    const at = (hedges: number) => calibrate(calibrator, rated(reasoningOf(30, hedges))).passProbability;
    // .88 and .34 are the truth.
    expect(at(0)).toBeGreaterThan(0.75);
    expect(at(4)).toBeLessThan(0.5);
  });

  it('says what it went by, and how far the labels go', () => {
    const { contributions, outside } = calibrate(calibrator, rated(reasoningOf(900, 450)));
    expect(contributions).toContainEqual({ input: 'reasoningHedges', value: 50, logit: expect.any(Number) });
    expect(outside.map(({ input }) => input)).toEqual(['reasoningWords', 'reasoningHedges']);
  });

  it('is outside of the labels where the reasoning is in no language with a word list', () => {
    const { outside } = calibrate(calibrator, rated('விடை சரியாக உள்ளது, ஆனால் அது முழுமையாக இல்லை என்று நினைக்கிறேன்.'));
    expect(outside.map(({ input, value }) => [input, value])).toEqual([
      ['reasoningHedges', 'absent'],
      ['reasoningBoosters', 'absent'],
    ]);
  });

  it('cannot be used without it, unless some of the labels were', () => {
    const gate = createQualityGate({ calibrator });
    expect(gate.decide(rated(undefined))).toMatchObject({ verdict: 'review', reason: 'feature-missing' });
    const some = records.map(({ reasoning, ...record }, i) => (i % 4 === 0 ? record : { ...record, reasoning }));
    const decision = createQualityGate({ calibrator: fit(some, worldTarget) }).decide(rated(undefined));
    expect(decision.calibrated!.outside).toEqual([]);
    expect(decision.calibrated!.contributions).toContainEqual({ input: 'reasoningWords', logit: expect.any(Number) });
  });
});

function reasoningOf(words: number, hedges: number): string {
  const plain = 'it is what the text of the book says on the matter and that is all there is to it'.split(' ');
  return `${Array.from({ length: words }, (_, i) => (i < hedges ? 'perhaps' : plain[i % plain.length])).join(' ')}.`;
}
