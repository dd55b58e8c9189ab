import type { Estimate } from '../../fit/bootstrap.ts';
import { areaUnderCurve, tiesOf } from '../../math/metrics.ts';
import type { ProxyData } from './data.ts';
import type { Drawing } from './draws.ts';
import { rankCorrelation } from './ranks.ts';
import { aggregates, countTable, type Table } from './table.ts';

/** What says how far metric and goal agree: a table where both pass or fail, an area where the goal does, else ranks. */
export type StrengthMeasure = 'informedness' | 'AUC' | 'rank correlation';

/** How far metric and goal agree. What does not exist for their kinds has no value. */
export interface ProxyAgreement {
  readonly measure: StrengthMeasure;
  /** 0 is chance, 1 is perfect, below 0 the metric points the other way: informedness, 2 AUC − 1, or rank correlation. */
  readonly strength: Estimate;
  /** Null where one side does not pass or fail. */
  readonly table: Table | null;
  readonly informedness: Estimate;
  /** Matthews correlation. */
  readonly mcc: Estimate;
  readonly kappa: Estimate;
  /** Of the rows that reach the goal, the share that passes the metric. */
  readonly sensitivity: Estimate;
  /** Of the rows that do not, the share that does not. */
  readonly specificity: Estimate;
  /** Chance that a row that reaches the goal has the better metric than one that does not. */
  readonly auc: Estimate;
  /** Spearman's. */
  readonly rankCorrelation: Estimate;
}

/** The numbers of one weighting of the rows. */
export interface AgreementNumbers {
  readonly strength: number;
  readonly table: Table | undefined;
  readonly auc: number;
  readonly rankCorrelation: number;
}

export function measureOf({ metric, goal }: ProxyData): StrengthMeasure {
  if (goal.passes === undefined) return 'rank correlation';
  return metric.passes === undefined ? 'AUC' : 'informedness';
}

export function agreementMeasurer(data: ProxyData): (weights: ArrayLike<number>) => AgreementNumbers {
  const { metric, goal } = data;
  const [scores, goals] = [tiesOf(metric.scores), tiesOf(goal.scores)];
  const measure = measureOf(data);
  return (weights) => {
    const table = metric.passes && goal.passes && countTable(metric.passes, goal.passes, weights);
    // Of two values the area says what informedness says.
    const auc = goal.passes === undefined || scores.length < 3 ? NaN : areaUnderCurve([scores], goal.passes, weights);
    const ranks = goal.passes === undefined ? rankCorrelation(scores, goals, weights) : NaN;
    const strength = {
      informedness: table && aggregates.informedness(table),
      AUC: 2 * auc - 1,
      'rank correlation': ranks,
    };
    return { strength: strength[measure] ?? NaN, table, auc, rankCorrelation: ranks };
  };
}

export function agreementIn(
  drawn: Drawing<{ readonly agreement: AgreementNumbers }>,
  measure: StrengthMeasure,
): ProxyAgreement {
  const inTable = (worth: (table: Table) => number): Estimate =>
    drawn.estimate(({ agreement: { table } }) => (table === undefined ? NaN : worth(table)));
  return {
    measure,
    strength: drawn.estimate(({ agreement }) => agreement.strength),
    table: drawn.point.agreement.table ?? null,
    informedness: inTable(aggregates.informedness),
    mcc: inTable(aggregates.mcc),
    kappa: inTable(aggregates.kappa),
    sensitivity: inTable(aggregates.recall),
    specificity: inTable(aggregates.specificity),
    auc: drawn.estimate(({ agreement }) => agreement.auc),
    rankCorrelation: drawn.estimate(({ agreement }) => agreement.rankCorrelation),
  };
}
