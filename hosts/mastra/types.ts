import { createScorer, notScorable } from '@mastra/core/evals';
import { mastraSteps } from '../../dist/adapters/index.js';
import { gate, rate } from '../cases.ts';

const steps = mastraSteps({ gate, rate, notScorable });
const first = createScorer({ id: 'unflatter', description: 'typed' }).preprocess(steps.preprocess);

export const scorer = first.generateScore(steps.generateScore).generateReason(steps.generateReason);
export const verdict: string | undefined = (await scorer.run({ output: 'text' })).preprocessStepResult?.verdict;
// @ts-expect-error a score is not text
first.generateScore(() => 'pass');
// @ts-expect-error nothing was decided before
createScorer({ id: 'unflatter', description: 'typed' }).generateScore(steps.generateScore);
