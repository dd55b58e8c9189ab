/** Numbers that a metric makes of all decisions together, by name. */
export const aggregateNames = [
  'rate',
  'recall',
  'precision',
  'specificity',
  'accuracy',
  'f1',
  'informedness',
  'mcc',
  'kappa',
] as const;

export type AggregateName = (typeof aggregateNames)[number];

/** Which end of a column is the good one. */
export type Better = 'higher' | 'lower';

/** Columns are named as in the rows; `a.b` is what stands under `b` inside of `a`. */
export interface ProxyColumns {
  /** What people want, as they say it of each row: a number, true or false, or a list of ratings, whose mean counts. */
  readonly goal: string;
  /** A row reaches the goal from this value on; where lower is better, down from it. */
  readonly goalPassesAt?: number | undefined;
  /** @default 'higher' */
  readonly goalBetter?: Better | undefined;
  /** A table is made for each value of this column. */
  readonly slice?: string | undefined;
  /** Rows of one group may be related in any way. @default `group` where a row has it, else `prompt`, else the row */
  readonly group?: string | undefined;
  /** The text that length and confidence are measured of. @default `response`, where rows have it: then all must */
  readonly text?: string | undefined;
  /** Seed of the resampling behind the intervals. @default 1 */
  readonly seed?: number | undefined;
}

/** A metric that scores each row. */
export interface MetricColumns extends ProxyColumns {
  readonly aggregate?: undefined;
  readonly decision?: undefined;
  readonly metric: string;
  /** A row passes the metric from this value on; where lower is better, down from it. */
  readonly metricPassesAt?: number | undefined;
  /** @default 'higher' */
  readonly metricBetter?: Better | undefined;
}

/** A metric that is one number for all decisions: `recall` of `flagged`, say. */
export interface AggregateColumns extends ProxyColumns {
  readonly metric?: undefined;
  readonly metricPassesAt?: undefined;
  readonly metricBetter?: undefined;
  readonly aggregate: AggregateName;
  /** What was decided of each row: true or false, or 1 or 0. */
  readonly decision: string;
}

export type ProxyOptions = MetricColumns | AggregateColumns;

/** What the verdict rests on. */
export const proxyThresholds = {
  /** A metric tracks from this strength on; 0 is chance, 1 is perfect. */
  leastStrength: 0.2,
  /** Share of the rows that a policy chooses. */
  chosenShare: 0.2,
  /** Chance of a false accusation in each family of tests: policies, selection curve, slices. */
  falseAlarm: 0.05,
  /** Groups on each side of a goal, and rows that are chosen, below which nothing is said. */
  fewestEach: 5,
  fewestChosen: 20,
} as const;

export type ProxyThresholds = typeof proxyThresholds;
