import { describe, expect, it } from 'vitest';
import { decisionLine } from '../../src/cli/decision-line.ts';
import { createQualityGate } from '../../src/index.ts';
import { gated, selfRater } from '../../src/rating/index.ts';
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

it('is not marked by an app that says neither', () => {
  const { prompt, response, selfRating } = rated;
  const decision = exampleGate().decide({ prompt, response, selfRating });
  expect(decision).not.toHaveProperty('self');
  expect(decisionLine({ value: rated } as never, decision)).not.toHaveProperty('self');
});
