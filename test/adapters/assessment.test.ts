import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assessmentOf, subjectOf } from '../../src/adapters/assessment.ts';
import { autoevalsScorer } from '../../src/adapters/index.ts';
import { exampleGate, exampleResponse } from '../rating/example-gate.ts';

const gate = exampleGate();

describe('an assessment', () => {
  it('names the five inputs that moved the decision most, the largest first, and not the base', () => {
    const decision = gate.decide(exampleResponse('example-01-2'));
    const { contributions } = assessmentOf(decision).metadata as { contributions: { input: string; logit: number }[] };
    const sizes = contributions.map(({ logit }) => Math.abs(logit));
    expect(contributions).toHaveLength(5);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(contributions.map(({ input }) => input)).not.toContain('base');
    const others = decision.calibrated!.contributions.filter(
      ({ input }) => input !== 'base' && !contributions.some((one) => one.input === input),
    );
    for (const { logit } of others) expect(Math.abs(logit)).toBeLessThanOrEqual(sizes.at(-1)!);
  });

  it('has the raw rating, the corrected one, its range, the verdict and the reason', () => {
    const { verdict, reason, calibrated } = gate.decide(exampleResponse('example-02-1'));
    const { selfRating, passProbability, rating, interval } = calibrated!;
    expect(assessmentOf(gate.decide(exampleResponse('example-02-1'))).metadata).toMatchObject({
      verdict,
      reason,
      selfRating,
      passProbability,
      rating,
      interval,
    });
  });

  it('lets nothing in the calibrated rating take the place of verdict and reason', () => {
    const decision = gate.decide(exampleResponse('example-01-2'));
    const calibrated = { ...decision.calibrated!, verdict: 'pass', reason: 'above-threshold' };
    expect(assessmentOf({ ...decision, calibrated }).metadata).toMatchObject({
      verdict: 'fail',
      reason: 'below-threshold',
    });
  });

  it('labels a pass of a gate that cannot say what decided it as a review', () => {
    const decision = gate.decide(exampleResponse('example-02-1'));
    expect(assessmentOf(decision)).toMatchObject({ verdict: 'pass', label: 'pass' });
    for (const change of [{ calibrated: undefined }, { policy: undefined }, { insecure: true } as const])
      expect(assessmentOf({ ...decision, ...change })).toMatchObject({ label: 'review', score: null });
  });

  it('says what is unlike the labels, what went wrong, and who rated whom', () => {
    const rated = exampleResponse('example-02-1');
    const far = gate.decide({ ...rated, response: `${rated.response} `.repeat(3000) });
    expect(assessmentOf(far).explanation).toContain('words unlike the labels');
    const missing = gate.decide({ ...rated, selfRating: undefined as unknown as number });
    expect(assessmentOf(missing).explanation).toBe(`review (rating-missing): ${missing.message}`);
    const own = gate.decide({ ...rated, generator: rated.rater });
    expect(assessmentOf(own)).toMatchObject({
      explanation: expect.stringContaining('rated by the model that wrote it') as string,
      metadata: { self: true },
    });
  });
});

describe('the input and the output of an app', () => {
  it.each([
    ['text', 'Why?', 'Because.', { prompt: 'Why?', response: 'Because.' }],
    ['objects', { prompt: 'Why?' }, { response: 'Because.' }, { prompt: 'Why?', response: 'Because.' }],
    ['a rated response', undefined, { response: 'Because.', selfRating: 7 }, { response: 'Because.', selfRating: 7 }],
    ['an output with its prompt', 'How?', { prompt: 'Why?', response: 'x' }, { prompt: 'Why?', response: 'x' }],
    ['a prompt that is no text', { prompt: ['Why?'] }, 'Because.', { response: 'Because.' }],
    ['nothing', undefined, undefined, {}],
  ])('are read as %s', (_what, input, output, subject) => {
    expect(subjectOf(input, output)).toEqual(subject);
  });

  it('are read by the function of the app where it has one, and an error in it is a review', async () => {
    const { prompt, response, selfRating } = exampleResponse('example-02-1');
    const request = ({ input, output }: { input?: unknown; output: unknown }) => ({
      prompt: (input as { question: string }).question,
      response: (output as { answer: string }).answer,
      selfRating,
    });
    const scorer = autoevalsScorer({ gate, request, name: 'helpful' });
    const found = await scorer({ input: { question: prompt }, output: { answer: response } });
    expect(found).toMatchObject({ name: 'helpful', metadata: { verdict: 'pass' } });
    const broken = await scorer({ output: undefined });
    expect(broken).toMatchObject({ score: null, metadata: { verdict: 'review', reason: 'unexpected-error' } });
  });

  it('reach the rating function with all that the app says of them', async () => {
    const seen: unknown[] = [];
    const rate = (request: unknown) => {
      seen.push(request);
      return 9;
    };
    const { prompt, response } = exampleResponse('example-02-1');
    const output = { response, sources: ['a book'], generator: 'example-model' };
    await autoevalsScorer({ gate, rate })({ input: prompt, output });
    expect(seen).toEqual([{ prompt, ...output }]);
  });
});

it('the adapters load no host, no package ai, and nothing that a gate does not need', () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, specifier] of text.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from\s+'([^']+)'/gm))
      if (specifier!.startsWith('.')) visit(posix.join(posix.dirname(file), specifier!));
      else packages.add(specifier!);
  };
  for (const entry of ['index', 'vitest']) visit(`src/adapters/${entry}.ts`);
  expect([...seen]).toContain('src/adapters/promptfoo.ts');
  expect([...seen]).toContain('src/rating/calibrated.ts');
  expect([...packages].filter((name) => !/^zod$|^@noble\/hashes\//.test(name))).toEqual([]);
});
