import { describe, expect, it } from 'vitest';
import { nameOf, type Cell } from '../../benchmarks/estimate/cells.ts';
import { jobsOf } from '../../benchmarks/estimate/jobs.ts';

const cell = (kind: Cell['kind'], of: string): Cell => ({ kind, of, isClustered: false, labels: 50 });
const cells = [cell('simulated', 'a'), cell('simulated', 'b'), cell('resampled', 'c')];
const runs = { simulated: 100, resampled: 30, slow: 25 };
const jobs = jobsOf(cells, { runs, runsOfJob: 20 });
const shown = jobs.map(({ cell: { of }, from, runs: own }) => `${of} ${from} + ${own}`);

describe('the jobs of a benchmark', () => {
  it('draw each cell as often as its kind is', () => {
    const sums = cells.map((one) =>
      jobs.filter((job) => nameOf(job.cell) === nameOf(one)).reduce((sum, job) => sum + job.runs, 0),
    );
    expect(sums).toEqual([100, 100, 30]);
    expect(new Set(jobs.map(({ slowRuns }) => slowRuns))).toEqual(new Set([25]));
  });

  it('begin with what is slow in every cell, so that none is without, and go on cell after cell', () => {
    expect(shown.slice(0, 6)).toEqual(['a 0 + 20', 'b 0 + 20', 'c 0 + 20', 'a 20 + 20', 'b 20 + 20', 'c 20 + 10']);
    expect(shown.slice(6)).toEqual(['a 40 + 20', 'a 60 + 20', 'a 80 + 20', 'b 40 + 20', 'b 60 + 20', 'b 80 + 20']);
  });
});
