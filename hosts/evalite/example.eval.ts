import { evalite } from 'evalite';
import { evaliteScorer } from '../../dist/adapters/index.js';
import { all, answer, gate, rate } from '../cases.ts';

evalite('example', {
  data: all.map(({ prompt }) => ({ input: prompt })),
  task: answer,
  scorers: [evaliteScorer({ gate, rate })],
});
