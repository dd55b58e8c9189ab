import { describe, expect, it } from 'vitest';
import { isBeyondNoise } from '../../benchmarks/accuracy/null-run.ts';
import type { Score } from '../../benchmarks/accuracy/protocol.ts';
import { summarise } from '../../benchmarks/accuracy/summary.ts';
import { fullTable, shortTable } from '../../benchmarks/accuracy/table.ts';
import { expectClose } from '../close.ts';

const score = (task: string, repetition: number, method: string, logLoss: number, labels = 50): Score => ({
  task,
  source: task[0]!,
  pooled: false,
  labels,
  repetition,
  method,
  shuffled: false,
  logLoss,
  mildLogLoss: logLoss / 2,
  auc: 0.7,
  calibrationError: 0.1,
  lengthBias: 0.2,
});

/* Two tasks of one source, two repetitions. unflatter less Platt: −.1 and −.3 on a1, +.2 and 0 on a2. */
const platt = [0.6, 0.8, 0.5, 0.7];
const ours = [0.5, 0.5, 0.7, 0.7];
const splits = [0, 1].flatMap((repetition) => ['a1', 'a2'].map((task) => ({ task, repetition })));
const place = ({ task, repetition }: (typeof splits)[number]): number => (task === 'a1' ? 0 : 2) + repetition;
const scores: Score[] = splits.flatMap((split) => [
  score(split.task, split.repetition, 'raw', 1),
  score(split.task, split.repetition, 'base rate', 0.69),
  score(split.task, split.repetition, 'isotonic', 0.7),
  score(split.task, split.repetition, 'Platt', platt[place(split)]!),
  score(split.task, split.repetition, 'rating-only', 0.6),
  score(split.task, split.repetition, 'unflatter', ours[place(split)]!),
]);
const rowOf = (method: string) => summarise(scores, [50]).rows.find((row) => row.method === method)!;

describe('summarise', () => {
  it('tells on how many tasks unflatter is behind, over the repetitions, its worst task first', () => {
    const { tasks, byTask } = rowOf('Platt').behind;
    expect(tasks).toBe(1);
    expect(Object.entries(byTask)).toEqual([
      ['a2', 0.1],
      ['a1', -0.2],
    ]);
    expect(rowOf('raw').behind.tasks).toBe(0);
    expectClose(rowOf('Platt').unflatterAhead.mean, -0.05);
  });

  /* Platt has .6 and .8 on a1, .5 and .7 on a2. */
  it('names the worst task of each mean', () => {
    expect(rowOf('Platt').worst).toEqual({ task: 'a1', value: 0.7 });
    expect(rowOf('Platt').mildWorst).toEqual({ task: 'a1', value: 0.35 });
    expect(rowOf('Platt').unflatterAhead.worst).toEqual({ task: 'a2', value: 0.1 });
    expect(rowOf('Platt').unflatterAheadMildly.worst).toEqual({ task: 'a2', value: 0.05 });
  });

  /* Isotonic has .7 on both; unflatter .5 on a1 and .7 on a2. */
  it('lists the task where unflatter does worst against isotonic first', () => {
    expect(summarise(scores, [50]).tasks.map(({ task }) => task)).toEqual(['a2', 'a1']);
  });

  it('marks tasks with the raters pooled', () => {
    const { rows, tasks } = summarise(
      scores.map((own) => ({ ...own, pooled: own.task === 'a1' })),
      [50],
    );
    expect(rows.every(({ pooled }) => pooled === 1)).toBe(true);
    expect(tasks.map(({ task, pooled }) => ({ task, pooled }))).toEqual([
      { task: 'a2', pooled: false },
      { task: 'a1', pooled: true },
    ]);
  });

  it('keeps both clips', () => {
    expectClose(rowOf('Platt').logLoss, 0.65);
    expectClose(rowOf('Platt').mildLogLoss, 0.325);
    expectClose(rowOf('Platt').unflatterAheadMildly.mean, -0.025);
  });

  it('leaves out numbers of labels that fewer than two tasks have, and says so', () => {
    const summary = summarise([...scores, score('a1', 0, 'raw', 1, 300)], [50, 300, 1000]);
    expect(summary.rows.every(({ labels }) => labels === 50)).toBe(true);
    expect(summary.skipped).toEqual([
      { labels: 300, tasks: 1 },
      { labels: 1000, tasks: 0 },
    ]);
    expect(fullTable(summary)).toContain('1000 labels: left out, since no task has a half that large.');
  });

  /* Base rate less unflatter: .69 less .5, .7, .5, .7 is .19, −.01, .19, −.01; by repetition .09 and .09. */
  it('measures the null run against the base rate, and keeps it out of the rest', () => {
    const nullScores = scores.map((own) => ({ ...own, logLoss: own.logLoss + 0.3, shuffled: true }));
    const summary = summarise([...scores, ...nullScores], [50]);
    expect(summary.rows).toEqual(summarise(scores, [50]).rows);
    expect(summary.nullRun).toMatchObject({ labels: 50, tasks: 2, repetitions: 2 });
    expect(summary.nullRun!.gains['base rate']).toEqual({ mean: 0, standardError: 0 });
    expectClose(summary.nullRun!.gains['unflatter']!.mean, 0.09);
    expect(summarise(scores, [50]).nullRun).toBeUndefined();
  });
});

describe('isBeyondNoise', () => {
  it('is so for a gain of more than 1.96 standard errors, and never for a loss', () => {
    expect(isBeyondNoise({ mean: 0.02, standardError: 0.01 })).toBe(true);
    expect(isBeyondNoise({ mean: 0.019, standardError: 0.01 })).toBe(false);
    expect(isBeyondNoise({ mean: -0.02, standardError: 0.001 })).toBe(false);
    expect(isBeyondNoise({ mean: 0.02, standardError: null })).toBe(false);
  });
});

describe('tables', () => {
  const full = fullTable(summarise(scores, [50]));

  it('say where there is no interval, and show unflatter ahead with a plus and its worst task with a minus', () => {
    expect(full).toContain(
      '|  | Platt | 0.650 | 0.700 a1 | +0.0500 (no interval) | −0.100 a2 | 1 of 2 | 0.700 | 0.100 | 0.200 |',
    );
    expect(full).toContain('|  | Platt | 0.325 | 0.350 a1 | +0.0250 (no interval) | −0.050 a2 |');
    expect(full).toContain('| 50 (2 tasks, 1 source) | raw |');
  });

  it('list the tasks, with the best of the other methods on each', () => {
    expect(full).toContain(
      [
        '| 50 | a2 | Platt 0.600 | 0.700 | 0.700 | 0.000 |',
        '|  | a1 | rating-only 0.600 | 0.700 | 0.500 | +0.200 |',
      ].join('\n'),
    );
  });

  it('say which tasks are pooled', () => {
    const pooled = fullTable(
      summarise(
        scores.map((own) => ({ ...own, pooled: true })),
        [50],
      ),
    );
    expect(pooled).toContain('| 50 (2 pooled tasks, 1 source) | raw |');
    expect(pooled).toContain('| a1 (pooled) |');
  });

  it('say which method is left out, and why', () => {
    const missing = { boosting: 'there is no python3' };
    expect(fullTable({ ...summarise(scores, [50]), missing })).toContain(
      '- *boosting*: left out, since there is no python3.',
    );
  });

  it('are short in the README', () => {
    expect(shortTable(summarise(scores, [50])).split('\n')).toEqual([
      '| log loss, nats | 50 labels (2 tasks) |',
      '| --- | ---: |',
      '| raw | 1.000 |',
      '| base rate | 0.690 |',
      '| isotonic | 0.700 |',
      '| Platt | 0.650 |',
      '| rating-only | 0.600 |',
      '| **unflatter** | **0.600** |',
      '| unflatter ahead of isotonic on its worst task | 0.000 a2 |',
    ]);
  });
});
