import { createScorer, notScorable } from '@mastra/core/evals';
import { mastraSteps } from '../../dist/adapters/index.js';
import { all, gate, rate } from '../cases.ts';
import { compare } from '../golden.ts';

const { preprocess, generateScore, generateReason } = mastraSteps({ gate, rate, notScorable });
const scorer = createScorer({ id: 'unflatter', description: 'Would a person pass it?' })
  .preprocess(preprocess)
  .generateScore(generateScore)
  .generateReason(generateReason);

const rows = [];
for (const { prompt, response } of all) {
  const {
    score,
    reason,
    notScorable: skipped,
    preprocessStepResult,
  } = await scorer.run({
    input: prompt,
    output: response,
  });
  rows.push({ score, reason, skipped, found: preprocessStepResult });
}
compare(import.meta.dirname, rows);
process.exit(0);
