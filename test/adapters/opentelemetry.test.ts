import { describe, expect, it } from 'vitest';
import { evaluationEvent } from '../../src/adapters/index.ts';
import type { GateDecision } from '../../src/index.ts';
import { exampleGate, exampleResponse } from '../rating/example-gate.ts';

const gate = exampleGate();
const rated = exampleResponse('example-02-1');

describe('the event of an evaluation', () => {
  it('has the corrected probability as its score, the raw rating beside it, the verdict as its label', () => {
    const decision = gate.decide(rated);
    const { selfRating, passProbability, rating, interval } = decision.calibrated!;
    expect(evaluationEvent(decision, { name: 'helpful', responseId: 'r-1' })).toEqual({
      eventName: 'gen_ai.evaluation.result',
      severityNumber: 9,
      attributes: {
        'gen_ai.evaluation.name': 'helpful',
        'gen_ai.evaluation.score.value': passProbability,
        'gen_ai.evaluation.score.label': 'pass',
        'gen_ai.evaluation.explanation': expect.stringMatching(/^pass \(above-threshold\)/) as string,
        'gen_ai.response.id': 'r-1',
        'unflatter.reason': 'above-threshold',
        'unflatter.self_rating': selfRating,
        'unflatter.pass_probability': passProbability,
        'unflatter.human_rating': rating,
        'unflatter.human_rating.lower': interval.lower,
        'unflatter.human_rating.upper': interval.upper,
        'unflatter.human_rating.coverage': interval.coverage,
      },
    });
  });

  it('has no score for a review, and no error where none happened', () => {
    const { severityNumber, attributes } = evaluationEvent(gate.decide(exampleResponse('example-07-1')));
    expect(severityNumber).toBe(13);
    expect(attributes).toMatchObject({
      'gen_ai.evaluation.name': 'unflatter',
      'gen_ai.evaluation.score.label': 'review',
      'unflatter.pass_probability': expect.any(Number) as number,
    });
    expect(Object.keys(attributes)).not.toContain('gen_ai.evaluation.score.value');
    expect(Object.keys(attributes)).not.toContain('error.type');
  });

  it.each([
    ['a missing rating', { selfRating: undefined as unknown as number }, 'rating-missing'],
    ['a rating of NaN', { selfRating: Number.NaN }, 'rating-missing'],
    ['another rater', { rater: 'someone-else' }, 'rater-mismatch'],
  ])('names the type of the error for %s', (_what, change, reason) => {
    const { attributes } = evaluationEvent(gate.decide({ ...rated, ...change }));
    expect(attributes).toMatchObject({ 'error.type': reason, 'gen_ai.evaluation.score.label': 'review' });
    expect(Object.keys(attributes)).not.toContain('gen_ai.evaluation.score.value');
  });

  it('takes being unlike the labels for no error', () => {
    const { attributes } = evaluationEvent(gate.decide({ ...rated, response: `${rated.response} `.repeat(3000) }));
    expect(attributes).toMatchObject({ 'unflatter.reason': 'outside-envelope' });
    expect(Object.keys(attributes)).not.toContain('error.type');
  });

  it('marks a pass that is one only by pass-insecure, without a score, and a rating by the model itself', () => {
    const insecure = exampleGate({ onError: 'pass-insecure' }).decide({ ...rated, selfRating: Number.NaN });
    expect(evaluationEvent(insecure).attributes).toMatchObject({
      'unflatter.insecure': true,
      'gen_ai.evaluation.score.label': 'review',
      'error.type': expect.any(String) as string,
    });
    expect(Object.keys(evaluationEvent(insecure).attributes)).not.toContain('gen_ai.evaluation.score.value');
    const own = gate.decide({ ...rated, generator: rated.rater });
    expect(evaluationEvent(own).attributes).toMatchObject({ 'unflatter.self': true });
  });

  it('warns of an error, also where the policy calls it a fail', () => {
    const failing = exampleGate({ onError: 'fail' });
    expect(evaluationEvent(failing.decide({ ...rated, selfRating: Number.NaN }))).toMatchObject({
      severityNumber: 13,
      attributes: {
        'error.type': 'rating-missing',
        'gen_ai.evaluation.score.value': 0,
        'gen_ai.evaluation.score.label': 'fail',
      },
    });
    expect(evaluationEvent(failing.decide(exampleResponse('example-01-2'))).severityNumber).toBe(9);
  });

  it('names the certificate that a pass stands on', () => {
    const certificate = { estimand: 'false-pass', limit: 0.2, confidence: 0.9, digest: 'sha256:00' } as const;
    const decision: GateDecision = { ...gate.decide(rated), certificate };
    expect(evaluationEvent(decision).attributes).toMatchObject({ 'unflatter.certificate.digest': 'sha256:00' });
  });

  it('holds no number that is none, and neither prompt nor response', () => {
    const decision = gate.decide(rated);
    const calibrated = { ...decision.calibrated!, passProbability: Number.NaN, rating: Number.POSITIVE_INFINITY };
    const { attributes } = evaluationEvent({ ...decision, verdict: 'review', reason: 'not-finite', calibrated });
    for (const value of Object.values(attributes))
      expect(value).not.toSatisfy((one) => typeof one === 'number' && !Number.isFinite(one));
    expect(attributes).toMatchObject({ 'error.type': 'not-finite' });
    expect(JSON.stringify(evaluationEvent(decision))).not.toContain(rated.response);
    expect(JSON.stringify(evaluationEvent(decision))).not.toContain(rated.prompt);
  });
});
