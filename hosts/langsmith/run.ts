import { evaluate } from 'langsmith/evaluation';
import type { Example } from 'langsmith/schemas';
import { langsmithEvaluator } from '../../dist/adapters/index.js';
import { all, answer, gates, rate } from '../cases.ts';
import { compare } from '../golden.ts';

/* Local only: nothing is uploaded, and no network is there to do it. */
const examples = all.map(({ prompt }, index): Example => ({
  id: `00000000-0000-4000-8000-00000000000${index}`,
  dataset_id: '00000000-0000-4000-8000-000000000010',
  created_at: '2020-01-01T00:00:00Z',
  inputs: { prompt },
  runs: [],
}));
const { results } = await evaluate(async ({ prompt }: { prompt: string }) => ({ response: answer(prompt) }), {
  data: examples,
  evaluators: gates.map((one) => langsmithEvaluator({ ...one, rate })),
  uploadRuns: false,
  maxConcurrency: 1,
});

compare(
  import.meta.dirname,
  results.map(({ example, evaluationResults }) => ({
    inputs: example.inputs,
    results: evaluationResults.results.map(({ sourceRunId: _, targetRunId: __, ...result }) => result),
  })),
);
process.exit(0);
