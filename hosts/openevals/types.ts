import type { EvaluatorResult, SimpleEvaluator } from 'openevals/types';
import { openevalsEvaluator } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

export const evaluator: SimpleEvaluator = openevalsEvaluator({ gate, rate });
export const results: EvaluatorResult[] = await openevalsEvaluator({ gate })({ outputs: 'text' });
// @ts-expect-error openevals has no null
export const wrong: SimpleEvaluator = async () => ({ key: 'unflatter', score: null });
