import { quantileSorted } from 'simple-statistics';
import { calibrateInputs } from '../calibrator/calibrate.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { clusterMembers, resampleClusters } from '../math/clusters.ts';
import { weightedMean } from '../math/metrics.ts';
import { seededRandom } from '../math/random.ts';
import { significant } from '../math/round.ts';
import type { CalibratedRating, CalibrationRecord, Scale } from '../types.ts';
import { compareFalsePass, evaluate, judge } from './evaluate.ts';
import { assertEnough, digestOf, toExamples, type Example } from './examples.ts';

const draws = 1000;

/** A number and the interval that holds it in 95 of 100 repetitions, by a bootstrap over whole groups. */
export interface Estimate {
  /** Null where it does not exist, as an AUC without a failing record. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

const metrics = ['logLoss', 'brier', 'auc', 'calibrationError', 'falsePass'] as const;

/** Before is the self-rating as it came, on 0..1; after is the corrected pass probability. */
export type Metric = (typeof metrics)[number];

export interface CalibratorEvaluation {
  readonly records: number;
  readonly groups: number;
  readonly passRate: number;
  /**
   * `falsePass` is the share that fails of what a raw gate at 80 % of the scale passes, and of as many records by
   * corrected probability.
   */
  readonly metrics: Readonly<Record<Metric, Readonly<Record<'before' | 'after' | 'difference', Estimate>>>>;
  /** Share of the records that the raw gate passes. */
  readonly passedShare: Estimate;
  /** Share of the human ratings that lie within their interval. */
  readonly intervalCoverage: Estimate;
  /** Share of the records that lie outside the envelope. */
  readonly outsideShare: Estimate;
  /** These are the very records the calibrator was fitted on: the numbers flatter it. */
  readonly sameRecords: boolean;
}

/**
 * Evaluates a calibrator on labelled records that it was not fitted on. Deterministic for a seed.
 *
 * @throws UnflatterError `invalid-records`, `mixed-criteria`, `too-few-records`, `too-few-groups`, `feature-missing`.
 */
export function evaluateCalibrator(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  seed = 1,
): CalibratorEvaluation {
  const examples = toExamples(records, calibrator.target);
  assertEnough(examples, 'evaluating');
  const measure = measurer(calibrator, examples);
  const weights = examples.map(({ weight }) => weight);
  const groups = clusterMembers(examples.map(({ group }) => group));
  const random = seededRandom(seed);
  const point = measure(weights);
  const drawn = Array.from({ length: draws }, () => measure(resampleClusters(groups, weights, random)));
  const estimate = (pick: (measured: Measured) => number | null): Estimate => estimateOf(pick(point), drawn.map(pick));
  const rows = metrics.map((name) => {
    const difference = ({ before, after }: Measured) =>
      before[name] === null || after[name] === null ? null : after[name] - before[name];
    return [
      name,
      {
        before: estimate((m) => m.before[name]),
        after: estimate((m) => m.after[name]),
        difference: estimate(difference),
      },
    ];
  });
  return {
    records: examples.length,
    groups: groups.length,
    passRate: significant(
      weightedMean(
        examples.map(({ passes }) => passes),
        weights,
      ),
      6,
    ),
    metrics: Object.fromEntries(rows) as CalibratorEvaluation['metrics'],
    passedShare: estimate((m) => m.passedShare),
    intervalCoverage: estimate((m) => m.intervalCoverage),
    outsideShare: estimate((m) => m.outsideShare),
    sameRecords: digestOf(examples) === calibrator.fittedOn.digest,
  };
}

interface Measured extends Readonly<Record<'passedShare' | 'intervalCoverage' | 'outsideShare', number>> {
  readonly before: Readonly<Record<Metric, number | null>>;
  readonly after: Readonly<Record<Metric, number | null>>;
}

/** All numbers under one weighting of the records. What does not depend on it is computed once. */
function measurer(calibrator: Calibrator, examples: readonly Example[]): (weights: ArrayLike<number>) => Measured {
  const calibrated = examples.map(({ inputs }) => calibrateInputs(calibrator, inputs));
  const outcomes = examples.map(({ passes }) => passes);
  const raw = judge(
    examples.map(({ inputs }) => inputs.rating),
    outcomes,
  );
  const corrected = judge(
    calibrated.map(({ passProbability }) => passProbability),
    outcomes,
  );
  const covered = calibrated.map((one, i) => (covers(one, examples[i]!.human, calibrator.target.humanScale) ? 1 : 0));
  const outside = calibrated.map((one) => (one.outside.length > 0 ? 1 : 0));
  return (weights) => {
    const { passedShare, ...falsePass } = compareFalsePass(raw, corrected, weights);
    return {
      before: { ...evaluate(raw, weights), falsePass: falsePass.raw },
      after: { ...evaluate(corrected, weights), falsePass: falsePass.corrected },
      passedShare,
      intervalCoverage: weightedMean(covered, weights),
      outsideShare: weightedMean(outside, weights),
    };
  };
}

function covers({ interval }: CalibratedRating, unit: number, { min, max }: Scale): boolean {
  const human = min + unit * (max - min);
  return human >= interval.lower - 1e-9 && human <= interval.upper + 1e-9;
}

/** Percentile interval. Draws without a value say nothing. */
function estimateOf(value: number | null, drawn: readonly (number | null)[]): Estimate {
  const usable = drawn.filter((one): one is number => one !== null && Number.isFinite(one)).sort((a, b) => a - b);
  if (value === null || !Number.isFinite(value) || usable.length === 0)
    return { value: null, lower: null, upper: null };
  const at = (level: number): number => significant(quantileSorted(usable, level), 6);
  return { value: significant(value, 6), lower: at(0.025), upper: at(0.975) };
}
