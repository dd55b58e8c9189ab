import type { Estimate } from '../../fit/bootstrap.ts';
import { weightedMean } from '../../math/metrics.ts';
import { agreementIn, agreementMeasurer, measureOf, type ProxyAgreement } from './agreement.ts';
import type { PlacedRow } from './cells.ts';
import { assertProxyOptions, placedRows } from './check-input.ts';
import { curveMeasurer, selectionCurve, turnOf, type SelectionPoint, type Turn } from './curve.ts';
import { dataOf, type ProxyData } from './data.ts';
import { drawing } from './draws.ts';
import { enough } from './enough.ts';
import { proxyThresholds, type ProxyOptions, type ProxyThresholds } from './options.ts';
import { policiesOf, policyScores, type PolicyScore } from './policies.ts';
import { sliceScores, type SliceScore } from './slices.ts';
import { aggregates, countTable } from './table.ts';
import { judgeProxy, type Judged } from './verdict.ts';

/** Whether a metric tracks what people want, and what would game it. */
export interface ProxyReport extends Judged {
  /** The column, or the aggregate and its column, as `recall of flagged`. */
  readonly metric: string;
  readonly goal: string;
  readonly rows: number;
  readonly groups: number;
  /** Rows without a goal. */
  readonly leftOut: number;
  /** The column whose length and confidence were tried; null where there is none, and no policy looked at a text. */
  readonly text: string | null;
  /** Of the metric: its mean over the rows, or the aggregate. */
  readonly metricValue: Estimate;
  /** Mean of the goal, or the share of rows that reach it. */
  readonly goalValue: Estimate;
  readonly agreement: ProxyAgreement;
  readonly policies: readonly PolicyScore[];
  /** Empty for an aggregate, which chooses no rows. */
  readonly curve: readonly SelectionPoint[];
  readonly turn: Turn | null;
  /** In order of first appearance; empty without a slice column. */
  readonly slices: readonly SliceScore[];
  readonly thresholds: ProxyThresholds;
}

/**
 * Whether a metric tracks a goal: agreement, what degenerate policies get on both, what choosing by the metric does to the
 * goal, and a verdict. Deterministic for a seed. What it means and how sure it is: docs/proxy.md.
 *
 * Rows are plain objects. A row without a goal is left out and counted; any other cell that is missing or of the wrong
 * kind is an error. That holds for `response` too, once a row has one.
 *
 * @throws UnflatterError `too-few-records` without rows, `invalid-option` for a column that is not there or an option that
 *   makes no sense, `invalid-records` with every row that is no object or every cell that cannot be read.
 */
export function auditProxy(rows: readonly unknown[], options: ProxyOptions): ProxyReport {
  return auditPlaced(placedRows(rows), options);
}

/** The same for rows that know where they came from. */
export function auditPlaced(rows: readonly PlacedRow[], options: ProxyOptions): ProxyReport {
  assertProxyOptions(options);
  const { goal, seed = 1 } = options;
  const data = dataOf(rows, options);
  const policies = policiesOf(data);
  const [agreementBy, curveBy] = [agreementMeasurer(data), curveMeasurer(data)];
  const isOfRows = data.aggregate === undefined;
  const valueBy = metricMeasurer(data);
  const drawn = drawing(data, seed, (weights) => ({
    metricValue: valueBy(weights),
    goalValue: weightedMean(data.goal.values, weights),
    agreement: agreementBy(weights),
    policies: policies.measure(weights),
    curve: isOfRows ? curveBy(weights) : [],
  }));
  const agreement = agreementIn(drawn, measureOf(data));
  const scores = policyScores(policies, drawn);
  const turn = isOfRows ? turnOf(data, drawn) : null;
  const slices = sliceScores(data, seed);
  return {
    ...judgeProxy({
      lacking: enough(data),
      isConstant: new Set(data.metric.passes ?? data.metric.values).size === 1,
      agreement,
      groupsWorth: drawn.groupsWorth,
      policies: scores,
      turn,
      slices,
    }),
    metric: options.aggregate !== undefined ? `${options.aggregate} of ${options.decision}` : options.metric,
    goal,
    rows: data.weights.length,
    groups: new Set(data.groups).size,
    leftOut: data.leftOut,
    text: data.textName ?? null,
    metricValue: drawn.estimate(({ metricValue }) => metricValue),
    goalValue: drawn.estimate(({ goalValue }) => goalValue),
    agreement,
    policies: scores,
    curve: isOfRows ? selectionCurve(data, drawn) : [],
    turn,
    slices,
    thresholds: proxyThresholds,
  };
}

function metricMeasurer({ metric, goal, aggregate }: ProxyData): (weights: ArrayLike<number>) => number {
  if (aggregate === undefined) return (weights) => weightedMean(metric.values, weights);
  return (weights) => aggregates[aggregate](countTable(metric.passes!, goal.passes!, weights));
}
