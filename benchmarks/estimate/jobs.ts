import type { Cell } from './cells.ts';
import type { Job } from './job.ts';

/** How often a cell of each kind is drawn, and in how many of these draws methods take part that take long. */
export interface Runs extends Readonly<Record<Cell['kind'], number>> {
  readonly slow: number;
}

/**
 * All runs of all cells as jobs. First come those with the methods that take long, and a tenth of the others, each cell in turn:
 * whatever is left undone, no cell is without. Then one cell after another.
 */
export function jobsOf(
  cells: readonly Cell[],
  { runs, runsOfJob }: { readonly runs: Runs; readonly runsOfJob: number },
): Job[] {
  const jobs = cells.flatMap((cell, place) => {
    const own = runs[cell.kind];
    return Array.from({ length: Math.ceil(own / runsOfJob) }, (_, turn) => {
      const from = turn * runsOfJob;
      const job: Job = { cell, from, runs: Math.min(runsOfJob, own - from), slowRuns: runs.slow };
      const isEarly = from < Math.max(runs.slow, own / 10);
      return { job, place, turn: isEarly ? turn : Infinity };
    });
  });
  return jobs.toSorted((a, b) => compare(a.turn, b.turn) || a.place - b.place).map(({ job }) => job);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
