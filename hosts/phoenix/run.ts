import { createEvaluator } from '@arizeai/phoenix-evals';
import { phoenixEvaluator } from '../../dist/adapters/index.js';
import { all, gate, rate } from '../cases.ts';
import { compare } from '../golden.ts';

/* As it is, and made an evaluator of Phoenix's own, which keeps no metadata. */
const plain = phoenixEvaluator({ gate, rate });
const { evaluate, name, kind } = plain;
const made = createEvaluator(evaluate, { name, kind });

const rows = [];
for (const { prompt, response } of all) {
  const example = { input: prompt, output: response };
  rows.push({ plain: await plain.evaluate(example), made: await made.evaluate(example) });
}
compare(import.meta.dirname, rows);
