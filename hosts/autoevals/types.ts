import type { Score, Scorer } from 'autoevals';
import { autoevalsScorer } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

export const scorer: Scorer<string, { input?: string }> = autoevalsScorer({ gate, rate });
export const score: Score = await autoevalsScorer({ gate })({ output: 'text' });
// @ts-expect-error a name is text
export const wrong: Score = { ...score, name: 1 };
// @ts-expect-error a score is not text
export const wrongScorer: Scorer<string, object> = async () => ({ name: 'unflatter', score: 'pass' });
