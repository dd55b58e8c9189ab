import { cells, shifts } from './cells.ts';
import { claims, type Outcome } from './promise.ts';
import type { PromiseScore, ResampledScore, ShiftScore } from './job.ts';
import { resampledLabels } from './resampled.ts';
import type { TrafficScore } from './traffic.ts';

/** One estimand in one cell. */
export interface PromiseRow {
  readonly world: string;
  readonly labels: number;
  readonly structure: string;
  readonly estimand: string;
  readonly limit: number;
  /** Share of the runs in which something was certified, and in which that was wrong. */
  readonly certified: number;
  readonly broken: number;
  /** Mean share of the traffic that was decided on, runs with nothing certified included. */
  readonly share: number;
}

export function promiseSummary(scores: readonly PromiseScore[], runs: number) {
  const rows = cells.flatMap(({ world, labels, structure }, cell) =>
    claims.map(({ estimand, limit }): PromiseRow => {
      const own = scores.filter((score) => score.cell === cell && score.estimand === estimand);
      const { certified, broken, share } = sharesOf(own);
      return { world: world.name, labels, structure: structure.name, estimand, limit, certified, broken, share };
    }),
  );
  return { runs, confidence: claims[0]!.confidence, rows };
}

/** One estimand on the real tasks, drawn again and again. */
export interface ResampledRow {
  readonly estimand: string;
  readonly limit: number;
  readonly certified: number;
  readonly broken: number;
  readonly share: number;
  /** The task in which the promise was broken most often, and how often. */
  readonly worst: string;
  readonly worstBroken: number;
}

export function resampledSummary(scores: readonly ResampledScore[], runs: number) {
  const tasks = new Set(scores.map(({ task }) => task)).size;
  const rows = claims.map(({ estimand, limit }): ResampledRow => {
    const own = scores.filter((score) => score.estimand === estimand);
    const byTask = [...Map.groupBy(own, ({ task }) => task)].map(([task, some]) => ({ task, ...sharesOf(some) }));
    const worst = byTask.reduce((most, one) => (one.broken > most.broken ? one : most));
    return { estimand, limit, ...sharesOf(own), worst: worst.task, worstBroken: worst.broken };
  });
  return { runs, tasks, labels: resampledLabels, confidence: claims[0]!.confidence, rows };
}

/** One kind of traffic that is not like the labels, for the certificates of false passes. */
export interface ShiftRow {
  readonly shift: string;
  readonly limit: number;
  /** Of the runs in which something was certified: the mean of the true rate, and how often it is above the limit. */
  readonly rate: number;
  readonly broken: number;
  readonly share: number;
  readonly doubted: number;
}

export function shiftSummary(scores: readonly ShiftScore[], runs: number) {
  const { estimand, limit } = claims[0]!;
  const rows = shifts.map(({ name }, at): ShiftRow => {
    const own = scores.filter((score) => score.shift === at && score.estimand === estimand && score.isCertified);
    return {
      shift: name,
      limit,
      rate: rounded(meanOf(own, ({ rate }) => rate!)),
      broken: rounded(meanOf(own, ({ isBroken }) => Number(isBroken))),
      share: rounded(meanOf(own, ({ share }) => share)),
      doubted: rounded(meanOf(own, ({ doubted }) => doubted)),
    };
  });
  return {
    runs,
    certified: scores.filter((score) => score.estimand === estimand && score.isCertified).length / shifts.length,
    rows,
  };
}

/** One method at one limit and one number of labels, over some tasks. */
export interface TrafficRow {
  readonly labels: number;
  readonly of: string;
  readonly tasks: number;
  readonly method: string;
  readonly limit: number;
  /** Mean share of the traffic that passes. */
  readonly share: number;
  /** Share of the runs in which more of the passed traffic failed than the limit, by the labels of that traffic. */
  readonly broken: number;
}

/** Means over the repetitions of a task, then over tasks; for all sources together and each by itself. */
export function trafficSummary(scores: readonly TrafficScore[], repetitions: number) {
  const rows: TrafficRow[] = [];
  const real = scores.filter(({ source }) => source !== 'simulated');
  const groups = new Map([
    ['all real sources', real],
    ...Map.groupBy(real, ({ source }) => source),
    ...Map.groupBy(
      scores.filter(({ source }) => source === 'simulated'),
      ({ task }) => `simulated: ${task}`,
    ),
  ]);
  for (const [of, some] of groups) {
    for (const own of Map.groupBy(some, ({ labels, method, limit }) =>
      JSON.stringify([labels, method, limit]),
    ).values()) {
      const { labels, method, limit } = own[0]!;
      const byTask = [...Map.groupBy(own, ({ task }) => task).values()];
      const mean = (value: (score: TrafficScore) => number): number =>
        rounded(meanOf(byTask, (scoresOfTask) => meanOf(scoresOfTask, value)));
      const share = mean((score) => score.share);
      const broken = mean(({ falsePass }) => Number((falsePass ?? 0) > limit));
      rows.push({ labels, of, tasks: byTask.length, method, limit, share, broken });
    }
  }
  return { repetitions, rows };
}

function sharesOf(own: readonly Outcome[]) {
  return {
    certified: rounded(meanOf(own, ({ isCertified }) => Number(isCertified))),
    broken: rounded(meanOf(own, ({ isBroken }) => Number(isBroken))),
    share: rounded(meanOf(own, ({ share }) => share)),
  };
}

function meanOf<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.length === 0 ? 0 : items.reduce((sum, item) => sum + valueOf(item), 0) / items.length;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
