import { describe, expect, it } from 'vitest';
import { nameOf, simulatedCells } from '../../benchmarks/estimate/cells.ts';
import { added, doJob, type Score } from '../../benchmarks/estimate/job.ts';
import { covers, narrowest, overall, summarise } from '../../benchmarks/estimate/summary.ts';
import { overallTable, worstFirstTable } from '../../benchmarks/estimate/table.ts';
import { expectClose } from '../close.ts';

const [one, other] = simulatedCells();
const score = (method: string, covered: number, width: number, some: Partial<Score> = {}): Score => ({
  method,
  runs: 1000,
  none: 0,
  covered,
  width,
  referenceWidth: 100,
  error: 10,
  squared: 2,
  milliseconds: 500,
  ...some,
});
const cells = summarise(
  [one!, other!],
  new Map([
    [
      nameOf(one!),
      [
        score('labels only', 950, 100),
        score('unflatter', 948, 80),
        score('too narrow', 900, 50),
        score('unlucky', 930, 79),
      ],
    ],
    [
      nameOf(other!),
      [
        score('labels only', 950, 100),
        score('unflatter', 951, 82),
        score('too narrow', 950, 60),
        score('unlucky', 950, 90),
      ],
    ],
  ]),
);

describe('the summary', () => {
  it('adds up what the jobs of a cell found', () => {
    const [sum] = added([score('a', 90, 10), score('a', 80, 12, { none: 1 })]);
    expect(sum).toMatchObject({ runs: 2000, covered: 170, width: 22, none: 1, milliseconds: 1000 });
    const [summary] = summarise([one!], new Map([[nameOf(one!), [sum!]]]));
    // The mean over the runs with an estimate.
    expectClose(summary!.rows[0]!.bias, 20 / 1999, { relative: 1e-3 });
  });

  it('tells what covers from what chance may have put below, and from what does not', () => {
    expect(cells[0]!.rows.map(covers)).toEqual(['yes', 'yes', 'no', 'close']);
  });

  it('lets nothing win that covers too little in that cell', () => {
    expect(cells.map((cell) => narrowest(cell)?.method)).toEqual(['unflatter', 'too narrow']);
  });

  it('counts over all cells, and says where another method is narrower', () => {
    const own = overall(cells).find(({ method }) => method === 'unflatter')!;
    expect(own).toMatchObject({ cells: 2, yes: 2, close: 0, no: 0, narrowest: 1, bias: 0.01 });
    expectClose(own.ratio, Math.sqrt(0.8 * 0.82));
    const text = overallTable(cells);
    expect(text).toContain('unflatter covers at least 0.935 in 2 of 2 cells, and is shown to cover less in 0.');
    expect(text).toContain('It is the narrowest that covers in 1; elsewhere that is too narrow in 1.');
    expect(text).toContain('the narrowest over all cells is unflatter');
  });

  it('puts the cell first in which ours covers least', () => {
    const lines = worstFirstTable(cells.toReversed()).split('\n').slice(2);
    expect(lines.map((line) => line.split(' | ')[4])).toEqual(['0.948 (0.932 to 0.960)', '0.951 (0.936 to 0.963)']);
  });
});

describe('a job', () => {
  it.each([false, true])(
    'scores each method in each run, the slow ones in fewer, clustered: %s',
    async (isClustered) => {
      const scores = await doJob({ cell: { ...one!, isClustered }, from: 4, runs: 2, slowRuns: 5 }, []);
      const runsOf = (method: string) => scores.find((own) => own.method === method)?.runs;
      expect(runsOf('unflatter')).toBe(2);
      expect(runsOf('Rogan–Gladen, labels resampled')).toBe(1);
      for (const own of scores) {
        expect(own.covered, own.method).toBeLessThanOrEqual(own.runs);
        expect(own.width, own.method).toBeGreaterThan(0);
        expect(own.width, own.method).toBeLessThanOrEqual(own.runs);
      }
    },
  );
});
