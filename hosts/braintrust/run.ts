import { Eval } from 'braintrust';
import { autoevalsScorer } from '../../dist/adapters/index.js';
import { all, answer, gate, rate } from '../cases.ts';
import { compare } from '../golden.ts';

const { results, summary } = await Eval(
  'example',
  {
    data: all.map(({ prompt }) => ({ input: prompt })),
    task: answer,
    scores: [autoevalsScorer({ gate, rate })],
  },
  { noSendLogs: true, progress: { start: () => {}, increment: () => {}, stop: () => {} } },
);

compare(import.meta.dirname, {
  results: results.map(({ input, scores, error }) => ({ input, scores, error: error ?? null })),
  average: summary.scores['unflatter'],
});
process.exit(0);
