import type { EvaluationResult, EvaluatorT } from 'langsmith/evaluation';
import { langsmithEvaluator } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

export const evaluator: EvaluatorT = langsmithEvaluator({ gate, rate });
export const result: EvaluationResult = await langsmithEvaluator({ gate })({ inputs: {}, outputs: {} });
// @ts-expect-error feedback has a key
export const wrong: EvaluatorT = async () => ({ score: null });
