import type { Task } from '../accuracy/tasks.ts';
import type { Cell } from './cells.ts';
import { columnsOf } from './columns.ts';
import { drawSample, type Sample } from './draw.ts';
import { byUnflatter, methodsFor, ours, reference } from './methods/all.ts';
import type { Interval } from './methods/interval.ts';
import { findPeers } from './python/environment.ts';
import { peersFor, startPeers, type Peers } from './python/peers.ts';

/** Some runs of one cell, which one thread does at a time. */
export interface Job {
  readonly cell: Cell;
  readonly from: number;
  readonly runs: number;
  /** In the runs before this one the methods take part that take long. */
  readonly slowRuns: number;
}

/** What a method came to in the runs of a job. All but the counts are sums over runs. */
export interface Score {
  readonly method: string;
  readonly runs: number;
  /** Runs in which it said nothing of the sample: as if the interval were all of 0..1. */
  readonly none: number;
  readonly covered: number;
  readonly width: number;
  /** Of the labels alone, in the same runs. */
  readonly referenceWidth: number;
  /** Estimate, held on 0..1, less truth, and the square of that, of the runs with an estimate. */
  readonly error: number;
  readonly squared: number;
  readonly milliseconds: number;
}

/** Where a record can come twice, ours with all copies of a group in one, and in the same runs as always. */
export const together = `${ours}, copies together`;
export const apart = `${ours}, copies apart`;
const [fewestLabels, mostRuns] = [300, 20];

/** What one method said in one run. */
interface Said {
  readonly method: string;
  readonly interval: Interval | undefined;
  readonly milliseconds: number;
}

/** Started once a thread: a Python takes a second. The child process leaves when its input closes, as it does with the thread. */
let peers: Peers | undefined;

export async function doJob({ cell, from, runs, slowRuns }: Job, tasks: readonly Task[]): Promise<Score[]> {
  const scores: Score[] = [];
  for (let run = from; run < from + runs; run++) {
    const sample = drawSample(cell, run, tasks);
    const said = await allSaid(sample, { isSlow: run < slowRuns, isCompared: run < Math.min(slowRuns, mostRuns) });
    const referenceWidth = widthOf(said.find(({ method }) => method === reference)!.interval);
    scores.push(...said.map((one) => scored(one, sample.truth, referenceWidth)));
  }
  return added(scores);
}

interface Share {
  readonly isSlow: boolean;
  readonly isCompared: boolean;
}

async function allSaid(sample: Sample, { isSlow, isCompared }: Share): Promise<Said[]> {
  const columns = columnsOf(sample);
  const methods = Object.entries(methodsFor(columns, isSlow)).map(([method, of]) =>
    timed(method, () => of(sample, columns)),
  );
  const { origins } = sample;
  if (isCompared && origins !== undefined && sample.labelled >= fewestLabels) {
    const records = sample.records.map((record, i) => ({ ...record, group: origins[i]! }));
    methods.push(
      { ...methods.find(({ method }) => method === ours)!, method: apart },
      timed(together, () => byUnflatter({ ...sample, records })),
    );
  }
  const environment = findPeers();
  if (environment === undefined) return methods;
  peers ??= startPeers(environment.python);
  const found = await peers.intervalsOf(columns, {
    methods: peersFor(columns, isSlow),
    isClustered: sample.isClustered,
  });
  return [
    ...methods,
    ...Object.entries(found).map(([method, interval]) => ({
      method,
      interval: interval ?? undefined,
      milliseconds: interval?.milliseconds ?? 0,
    })),
  ];
}

function timed(method: string, intervalOf: () => Interval | undefined): Said {
  const start = performance.now();
  const interval = intervalOf();
  return { method, interval, milliseconds: performance.now() - start };
}

function scored({ method, interval, milliseconds }: Said, truth: number, referenceWidth: number): Score {
  const { lower, upper } = interval ?? { lower: 0, upper: 1 };
  const error = interval === undefined ? 0 : Math.min(1, Math.max(0, interval.estimate)) - truth;
  return {
    method,
    runs: 1,
    none: interval === undefined ? 1 : 0,
    covered: lower <= truth && truth <= upper ? 1 : 0,
    width: widthOf(interval),
    referenceWidth,
    error,
    squared: error ** 2,
    milliseconds,
  };
}

/** Of what lies on 0..1: no pass rate is elsewhere. */
function widthOf(interval: Interval | undefined): number {
  if (interval === undefined) return 1;
  return Math.max(0, Math.min(1, interval.upper) - Math.max(0, interval.lower));
}

/** One score a method, in the order in which methods first come. */
export function added(scores: readonly Score[]): Score[] {
  return [...Map.groupBy(scores, ({ method }) => method).values()].map((own) =>
    own.reduce((sum, score) => ({
      method: sum.method,
      runs: sum.runs + score.runs,
      none: sum.none + score.none,
      covered: sum.covered + score.covered,
      width: sum.width + score.width,
      referenceWidth: sum.referenceWidth + score.referenceWidth,
      error: sum.error + score.error,
      squared: sum.squared + score.squared,
      milliseconds: sum.milliseconds + score.milliseconds,
    })),
  );
}
