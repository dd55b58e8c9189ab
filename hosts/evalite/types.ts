import type { Evalite } from 'evalite';
import { evaliteScorer } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

type OfText = Evalite.Scorer<string, string, void>;

export const scorer: OfText = evaliteScorer({ gate, rate });
// @ts-expect-error a score is not text
export const wrong: OfText = async () => ({ name: 'unflatter', score: 'pass' });
