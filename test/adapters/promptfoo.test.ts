import { describe, expect, it, vi } from 'vitest';
import { promptfooProvider } from '../../src/adapters/index.ts';
import { exampleGate, exampleResponse } from '../rating/example-gate.ts';

const gate = exampleGate();
const { prompt, response } = exampleResponse('example-02-1');
const bad = exampleResponse('example-01-2');
const rate = ({ response: rated }: { response: string }) => (rated === bad.response ? 10 : 9);

function providing(answer: object) {
  return promptfooProvider({ id: () => 'app', callApi: async (_prompt: string) => answer }, { gate, rate });
}

describe('a gated provider of promptfoo', () => {
  it('has a name that says so', () => {
    expect(providing({}).id()).toBe('unflatter:app');
  });

  it('passes on what it is called with, and leaves everything else in the answer as it is', async () => {
    const answer = { output: response, tokenUsage: { total: 3 }, metadata: { trace: 'a1' }, cached: true };
    const callApi = vi.fn<(prompt: string, context?: object, options?: object) => Promise<object>>(async () => answer);
    const gated = await promptfooProvider({ id: () => 'app', callApi }, { gate, rate }).callApi(
      prompt,
      { vars: {} },
      {},
    );
    expect(callApi.mock.calls).toEqual([[prompt, { vars: {} }, {}]]);
    expect(gated).toMatchObject(answer);
    expect(gated.metadata).toMatchObject({ unflatter: { verdict: 'pass' } });
  });

  it('flags what does not pass, with the reason, and keeps the output', async () => {
    const gated = await providing({ output: bad.response }).callApi(bad.prompt);
    expect(gated).toMatchObject({
      output: bad.response,
      guardrails: { flagged: true, flaggedOutput: true, reason: expect.stringMatching(/^fail \(/) as string },
    });
  });

  it('never takes back a flag of the provider', async () => {
    const guardrails = { flagged: true, flaggedInput: true, reason: 'blocked' };
    const gated = await providing({ output: response, guardrails }).callApi(prompt);
    expect(gated.guardrails).toEqual({ ...guardrails, flaggedOutput: false });
  });

  it.each([
    ['flaggedInput', { flaggedInput: true }],
    ['flaggedOutput', { flaggedOutput: true }],
    ['flagged, as a truthy value', { flagged: 1 }],
    ['flaggedOutput beside a flagged that is false', { flagged: false, flaggedOutput: true }],
  ])('keeps a flag that the provider set only as %s', async (_where, flags) => {
    const guardrails = { ...flags, reason: 'blocked' };
    const gated = await providing({ output: response, guardrails }).callApi(prompt);
    expect(gated.guardrails).toEqual({
      ...guardrails,
      flagged: true,
      flaggedOutput: 'flaggedOutput' in flags,
    });
  });

  it.each([undefined, null])('flags an answer that is %s, and does not throw', async (answer) => {
    expect(await providing(answer as never).callApi(prompt)).toMatchObject({ guardrails: { flagged: true } });
  });

  it('flags by itself where the provider did not', async () => {
    const guardrails = { flagged: false, flaggedOutput: false, reason: 'fine' };
    const gated = await providing({ output: bad.response, guardrails }).callApi(bad.prompt);
    expect(gated.guardrails).toMatchObject({
      flagged: true,
      flaggedOutput: true,
      reason: expect.stringMatching(/^fail \(/) as string,
    });
  });

  it('leaves an error alone', async () => {
    const answer = { error: 'rate limited' };
    expect(await providing(answer).callApi(prompt)).toEqual(answer);
  });

  it.each([
    ['an error that is empty', { error: '', output: bad.response }],
    ['an error that is null', { error: null, output: bad.response }],
    ['no output', {}],
    ['an output that is no text', { output: 42 }],
  ])('flags an answer with %s', async (_what, answer) => {
    expect(await providing(answer).callApi(bad.prompt)).toMatchObject({ guardrails: { flagged: true } });
  });

  it('rejects as the provider does', async () => {
    const broken = new Error('broken');
    const provider = { id: () => 'app', callApi: () => Promise.reject<object>(broken) };
    await expect(promptfooProvider(provider, { gate, rate }).callApi(prompt)).rejects.toBe(broken);
  });

  it('refuses to be set up around what is no provider', () => {
    expect(() => promptfooProvider({ id: () => 'app' } as never, { gate, rate })).toThrow('provider must be');
  });
});
