import { exactMatch, runMultiturnSimulation } from 'openevals';
import { openevalsEvaluator } from '../../dist/adapters/index.js';
import { all, answer, gates, rate } from '../cases.ts';
import { compare } from '../golden.ts';

process.env['LANGSMITH_TRACING'] = 'false';

/* A conversation of one turn for each prompt, and beside ours an evaluator of openevals itself. */
const evaluators = gates.map((one) =>
  openevalsEvaluator({
    ...one,
    rate,
    request: ({ outputs }) => {
      const [asked, answered] = outputs as { content: string }[];
      return { prompt: asked!.content, response: answered!.content };
    },
  }),
);

const rows = [];
for (const { prompt } of all) {
  const { evaluatorResults } = await runMultiturnSimulation({
    app: async ({ inputs }) => ({ role: 'assistant', content: answer(String(inputs.content)) }),
    user: [{ role: 'user', content: prompt }],
    maxTurns: 1,
    trajectoryEvaluators: [...evaluators, ({ outputs }) => exactMatch({ outputs, referenceOutputs: outputs })],
  });
  rows.push(evaluatorResults);
}
compare(import.meta.dirname, rows);
