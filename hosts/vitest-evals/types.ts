import type { Judge, JudgeResult } from 'vitest-evals';
import { vitestEvalsJudge } from '../../dist/adapters/index.js';
import type { PassGate } from '../../dist/adapters/vitest.js';
import { gate, rate } from '../cases.ts';

export const judge: Judge = vitestEvalsJudge({ gate, rate });
export const result: JudgeResult = await vitestEvalsJudge({ gate }).assess({ input: 'text', output: 'text' });
// @ts-expect-error a score is a number or null
export const wrong: Judge = { name: 'unflatter', assess: async () => ({ score: 'pass' }) };

/* The package stands outside of this folder and so sees another vitest than this one; an installed one sees the user's. */
declare module 'vitest' {
  interface Matchers<T = any> extends PassGate {}
}
