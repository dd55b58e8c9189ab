import { type Scorer, LevenshteinScorer } from 'autoevals';
import { autoevalsScorer } from '../../dist/adapters/index.js';
import { all, gate, rate } from '../cases.ts';
import { compare } from '../golden.ts';

/* Beside a scorer of autoevals itself, called as it is. */
const scorers: Scorer<string, { input?: string }>[] = [LevenshteinScorer, autoevalsScorer({ gate, rate })];

const rows = [];
for (const { prompt, response } of all)
  rows.push(
    await Promise.all(scorers.map(async (scorer) => scorer({ input: prompt, output: response, expected: '212 °F.' }))),
  );
compare(import.meta.dirname, rows);
