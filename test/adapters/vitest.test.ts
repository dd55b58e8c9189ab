import { beforeAll, describe, expect, it } from 'vitest';
import { toPassGate } from '../../src/adapters/vitest.ts';
import { exampleGate, exampleResponse } from '../rating/example-gate.ts';

const gate = exampleGate();
const good = exampleResponse('example-02-1');
const bad = exampleResponse('example-01-2');
const unsure = exampleResponse('example-07-1');
const refuses = () => Promise.reject(new Error('no rating today'));

beforeAll(() => expect.extend({ toPassGate }));

/** What a matcher says that fails. */
async function messageOf(assertion: PromiseLike<void>): Promise<string> {
  try {
    await assertion;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion holds');
}

describe('toPassGate', () => {
  it('holds for a rated response that passes', async () => {
    await expect(good).toPassGate(gate);
  });

  it('asks for the rating where it is given a function for it', async () => {
    const { prompt, response } = good;
    await expect({ prompt, response }).toPassGate({ gate, rate: () => 9 });
  });

  it('says verdict, reason and probability of a response that fails', async () => {
    expect(await messageOf(expect(bad).toPassGate(gate))).toBe(
      'expected the response to pass the gate, got fail (below-threshold): pass probability 0.138, self-rating 10, human rating to expect 1.01',
    );
  });

  it('fails for a review, and says why there is no verdict', async () => {
    expect(await messageOf(expect(unsure).toPassGate(gate))).toContain('got review (between-thresholds): pass prob');
    expect(await messageOf(expect(good).toPassGate({ gate, rate: refuses }))).toBe(
      'expected the response to pass the gate, got review (rating-failed): the rating failed: no rating today',
    );
  });

  it('fails for text alone, which brings no rating', async () => {
    expect(await messageOf(expect('212 °F.').toPassGate(gate))).toContain('got review (');
  });

  it('fails for a pass that is one only by pass-insecure', async () => {
    const insecure = exampleGate({ onError: 'pass-insecure' });
    const message = await messageOf(expect(good).toPassGate({ gate: insecure, rate: refuses }));
    expect(message).toContain('got pass (rating-failed)');
    expect(message).toContain('by pass-insecure');
  });

  it('is given up after the timeout', async () => {
    const rate = () => new Promise<number>(() => {});
    expect(await messageOf(expect(good).toPassGate({ gate, rate, timeout: 20 }))).toContain('rating-timeout');
  });

  it('rejects for what is no gate', async () => {
    for (const wrong of [undefined, {}, { gate: undefined }, 'gate'])
      expect(await messageOf(expect(good).toPassGate(wrong as never))).toContain('gate must be');
  });
});

describe('not.toPassGate', () => {
  it('holds for a response that fails', async () => {
    await expect(bad).not.toPassGate(gate);
  });

  it('fails for a response that passes', async () => {
    expect(await messageOf(expect(good).not.toPassGate(gate))).toMatch(
      /^expected the response to fail the gate, got pass/,
    );
  });

  it('fails for a response that could not be rated, also where the policy calls that a fail', async () => {
    const failing = exampleGate({ onError: 'fail' });
    const message = await messageOf(expect(bad).not.toPassGate({ gate: failing, rate: refuses }));
    expect(message).toContain('got fail (rating-failed)');
  });

  it.each([
    ['between the thresholds', unsure, {}],
    ['that could not be rated', bad, { rate: refuses }],
  ])('fails for a response %s: nobody knows that it does not pass', async (_which, response, options) => {
    expect(await messageOf(expect(response).not.toPassGate({ gate, ...options }))).toContain('got review (');
  });
});
