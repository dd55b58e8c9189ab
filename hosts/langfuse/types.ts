import type { Evaluation, Evaluator } from '@langfuse/client';
import { langfuseEvaluator } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

export const evaluator: Evaluator = langfuseEvaluator({ gate, rate });
export const evaluations: Evaluation[] = await langfuseEvaluator({ gate })({ input: 'text', output: 'text' });
// @ts-expect-error a score has a value
export const wrong: Evaluator = async () => ({ name: 'unflatter', value: null });
