import { calibrate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { sigmoid } from '../../src/math/logistic.ts';
import { logisticMode } from '../../src/math/regression.ts';
import { Matrix } from 'ml-matrix';
import { passes } from './tasks.ts';

/** Fits on records and gives back P(pass) of a record. */
export type Method = (records: readonly CalibrationRecord[], target: Target) => (record: CalibrationRecord) => number;

/** What people would use instead, and ours. */
export const methods: Readonly<Record<string, Method>> = {
  raw: (_, target) => (record) => unit(record, target),
  isotonic: (records, target) => {
    const curve = isotonicCurve(
      records.map((record) => unit(record, target)),
      outcomesOf(records, target),
    );
    return (record) => curve(unit(record, target));
  },
  Platt: (records, target) => {
    const predict = logistic(
      records.map((record) => [unit(record, target)]),
      smoothed(outcomesOf(records, target)),
      0,
    );
    return (record) => predict([unit(record, target)]);
  },
  'length-only': (records, target) => {
    const columns = (record: CalibrationRecord): number[] => [
      unit(record, target),
      Math.log(record.features!.characters! + 1),
    ];
    const predict = logistic(records.map(columns), outcomesOf(records, target), 1);
    return (record) => predict(columns(record));
  },
  unflatter: (records, target) => {
    const calibrator = fit(records, target);
    return ({ selfRating, features }) => calibrate(calibrator, { selfRating, features }).passProbability;
  },
};

/** The self-rating on 0..1. */
export function unit({ selfRating }: CalibrationRecord, { ratingScale: { min, max } }: Target): number {
  return (selfRating - min) / (max - min);
}

function outcomesOf(records: readonly CalibrationRecord[], target: Target): number[] {
  return records.map((record) => passes(record, target));
}

/** Platt's targets, which keep a perfect separation from running away. */
function smoothed(outcomes: readonly number[]): number[] {
  const passing = outcomes.filter((outcome) => outcome === 1).length;
  const failing = outcomes.length - passing;
  return outcomes.map((outcome) => (outcome === 1 ? (passing + 1) / (passing + 2) : 1 / (failing + 2)));
}

/** Logistic regression on standardised columns, with a ridge on all but the intercept. */
function logistic(
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  ridge: number,
): (row: readonly number[]) => number {
  const scales = rows[0]!.map((_, j) => {
    const mean = rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length;
    const spread = Math.sqrt(rows.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / rows.length) || 1;
    return { mean, spread };
  });
  const design = (row: readonly number[]): number[] => [
    1,
    ...row.map((value, j) => (value - scales[j]!.mean) / scales[j]!.spread),
  ];
  const columns = scales.length + 1;
  const sample = {
    design: Float64Array.from(rows.flatMap(design)),
    columns,
    outcome: Float64Array.from(outcomes),
    weights: new Float64Array(rows.length).fill(1),
  };
  const precision = Matrix.diag([1e-9, ...scales.map(() => Math.max(ridge, 1e-9))]);
  const { coefficients } = logisticMode(sample, { mean: new Float64Array(columns), precision, nonNegative: [] });
  return (row) => sigmoid(design(row).reduce((sum, value, j) => sum + value * coefficients[j]!, 0));
}

/** Pool adjacent violators over tied ratings; straight lines between the blocks, flat beyond the ends. */
export function isotonicCurve(ratings: readonly number[], outcomes: readonly number[]): (rating: number) => number {
  const ties = [
    ...Map.groupBy(
      ratings.map((rating, i) => ({ rating, outcome: outcomes[i]! })),
      ({ rating }) => rating,
    ),
  ].sort(([a], [b]) => a - b);
  const blocks: { from: number; to: number; sum: number; count: number }[] = [];
  for (const [rating, tied] of ties) {
    blocks.push({
      from: rating,
      to: rating,
      sum: tied.reduce((sum, { outcome }) => sum + outcome, 0),
      count: tied.length,
    });
    while (
      blocks.length > 1 &&
      blocks.at(-2)!.sum / blocks.at(-2)!.count >= blocks.at(-1)!.sum / blocks.at(-1)!.count
    ) {
      const { to, sum, count } = blocks.pop()!;
      const last = blocks.at(-1)!;
      blocks[blocks.length - 1] = { from: last.from, to, sum: last.sum + sum, count: last.count + count };
    }
  }
  const points = blocks.flatMap(({ from, to, sum, count }) => [from, to].map((x) => ({ x, y: sum / count })));
  return (rating) => {
    const next = points.findIndex(({ x }) => x >= rating);
    if (next <= 0) return points.at(next)!.y;
    const [a, b] = [points[next - 1]!, points[next]!];
    return b.x === a.x ? b.y : a.y + ((b.y - a.y) * (rating - a.x)) / (b.x - a.x);
  };
}
