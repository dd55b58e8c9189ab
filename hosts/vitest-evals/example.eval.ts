import { describe, expect, it as test } from 'vitest';
import { createHarness, describeEval } from 'vitest-evals';
import { vitestEvalsJudge } from '../../dist/adapters/index.js';
import { toPassGate } from '../../dist/adapters/vitest.js';
import { answer, cases, gate, rate } from '../cases.ts';

const judge = vitestEvalsJudge({ gate, rate });
const harness = createHarness({
  name: 'app',
  run: ({ input }: { input: string }) => {
    const output = answer(input);
    return { output, messages: [{ role: 'assistant', content: output }] };
  },
});

describeEval('with the threshold of the gate', { harness }, (it) => {
  it.for(Object.entries(cases))('%s', async ([, { prompt }], { run }) => {
    await expect(await run(prompt)).toSatisfyJudge(judge, { threshold: gate.policy.passThreshold });
  });
});

describeEval('as a judge of the suite', { harness, judges: [judge], judgeThreshold: null }, (it) => {
  it.for(Object.entries(cases))('%s', async ([, { prompt }], { run }) => {
    await run(prompt);
  });
});

/* The matcher, which needs nothing of vitest-evals, on the vitest that came with it. */
expect.extend({ toPassGate });
describe('the matcher', () => {
  test.for(Object.entries(cases))('%s', async ([, { prompt, response }]) => {
    await expect({ prompt, response }).toPassGate({ gate, rate });
  });
  test.for(Object.entries(cases))('not, %s', async ([, { prompt, response }]) => {
    await expect({ prompt, response }).not.toPassGate({ gate, rate });
  });
});
