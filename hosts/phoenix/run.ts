import { createEvaluator } from '@arizeai/phoenix-evals';
import { phoenixEvaluator } from '../../dist/adapters/index.js';
import { all, cases, gates, rate } from '../cases.ts';
import { compare } from '../golden.ts';

/* As it is, and made an evaluator of Phoenix's own, which keeps no metadata. */
const [plain, ...others] = gates.map((one) => phoenixEvaluator({ ...one, rate }));
const { evaluate, name, kind } = plain!;
const made = createEvaluator(evaluate, { name, kind });

const rows = [];
for (const { prompt, response } of all) {
  const example = { input: prompt, output: response };
  rows.push({ plain: await plain!.evaluate(example), made: await made.evaluate(example) });
}
const { prompt: input, response: output } = cases.unrated;
for (const { evaluate: evaluateOther } of others) rows.push({ plain: await evaluateOther({ input, output }) });
compare(import.meta.dirname, rows);
