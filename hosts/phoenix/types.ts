import type { EvaluatorInterface } from '@arizeai/phoenix-evals';
import { phoenixEvaluator } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

type OfText = EvaluatorInterface<{ input: string; output: string }>;

export const evaluator: OfText = phoenixEvaluator({ gate, rate });
// @ts-expect-error a score that is not there is left out, not null
export const wrong: OfText = { ...evaluator, evaluate: async () => ({ score: null }) };
