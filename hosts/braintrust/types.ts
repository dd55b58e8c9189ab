import type { EvalScorer } from 'braintrust';
import { autoevalsScorer } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

type OfText = EvalScorer<string, string, void, Record<string, unknown>>;

export const scorer: OfText = autoevalsScorer({ gate, rate });
// @ts-expect-error a score is not text
export const wrong: OfText = async () => ({ name: 'unflatter', score: 'pass' });
