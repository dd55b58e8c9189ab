import { calibrateInputs, calibrateNames, type CalibrateOptions } from '../calibrator/calibrate.ts';
import type { Calibrator } from '../calibrator/calibrator.ts';
import { assertBrought, assertMadeFor, assertSameFeatures } from '../calibrator/made-for.ts';
import { assertOptions } from '../calibrator/options.ts';
import { naming } from '../errors.ts';
import { weightedMean } from '../math/metrics.ts';
import { significant } from '../math/round.ts';
import type { CalibratedRating, CalibrationRecord, Scale } from '../types.ts';
import { bootstrap, type Estimate } from './bootstrap.ts';
import { compareFalsePass, evaluate, judgeCorrected, judgeRaw } from './evaluate.ts';
import { assertEnough, digestOf, toExamples, type Example } from './examples.ts';

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

export interface EvaluateOptions extends CalibrateOptions {
  /** Seed of the resampling behind the intervals. @default 1 */
  readonly seed?: number | undefined;
}

/**
 * Evaluates a calibrator on labelled records that it was not fitted on. Deterministic for a seed.
 *
 * @throws UnflatterError `invalid-records`, `mixed-criteria`, `too-few-records`, `too-few-groups`,
 *   `feature-missing`, or what {@link assertMadeFor} throws.
 */
export function evaluateCalibrator(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  options: EvaluateOptions = {},
): CalibratorEvaluation {
  assertOptions<EvaluateOptions>(options, { ...calibrateNames, seed: true });
  return evaluateAndJudge(calibrator, records, options).evaluation;
}

/** An evaluation, and what it is of: one entry a labelled record, by id. */
export interface JudgedEvaluation {
  readonly evaluation: CalibratorEvaluation;
  readonly examples: readonly Example[];
  readonly calibrated: readonly CalibratedRating[];
}

/** The same with the corrected ratings, for reports. */
export function evaluateAndJudge(
  calibrator: Calibrator,
  records: readonly CalibrationRecord[],
  { seed = 1, features = [] }: EvaluateOptions = {},
): JudgedEvaluation {
  assertSameFeatures(calibrator, features);
  const examples = toExamples(records, calibrator.target, features);
  for (const record of records) {
    naming(`record ${record.id}`, () => {
      assertMadeFor(calibrator, record);
      assertBrought(calibrator, record, features);
    });
  }
  assertEnough(examples, 'evaluating');
  const calibrated = examples.map(({ id, inputs }) =>
    naming(`record ${id}`, () => calibrateInputs(calibrator, inputs)),
  );
  return { evaluation: evaluationOf({ calibrator, examples, calibrated }, seed), examples, calibrated };
}

type Judging = Pick<JudgedEvaluation, 'examples' | 'calibrated'> & { readonly calibrator: Calibrator };

function evaluationOf(judging: Judging, seed: number): CalibratorEvaluation {
  const { calibrator, examples } = judging;
  const weights = examples.map(({ weight }) => weight);
  const groups = examples.map(({ group }) => group);
  const estimate = bootstrap(measurer(judging), { weights, groups, seed });
  const rows = metrics.map((name) => {
    const difference = ({ before, after }: Measured) =>
      before[name] === null || after[name] === null ? null : after[name] - before[name];
    // Calibration error is biased upward, and every draw adds that bias once more: its interval would miss the truth.
    const judge: typeof estimate = name === 'calibrationError' ? (pick) => pointOf(estimate(pick)) : estimate;
    return [
      name,
      {
        before: judge((m) => m.before[name]),
        after: judge((m) => m.after[name]),
        difference: judge(difference),
      },
    ];
  });
  return {
    records: examples.length,
    groups: new Set(groups).size,
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

function pointOf({ value }: Estimate): Estimate {
  return { value, lower: null, upper: null };
}

interface Measured extends Readonly<Record<'passedShare' | 'intervalCoverage' | 'outsideShare', number>> {
  readonly before: Readonly<Record<Metric, number | null>>;
  readonly after: Readonly<Record<Metric, number | null>>;
}

/** All numbers under one weighting of the records. What does not depend on it is computed once. */
function measurer({ calibrator, examples, calibrated }: Judging): (weights: ArrayLike<number>) => Measured {
  const raw = judgeRaw(examples);
  const corrected = judgeCorrected(
    examples,
    calibrated.map(({ passProbability }) => passProbability),
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
  const slack = 1e-9 * (max - min);
  return human >= interval.lower - slack && human <= interval.upper + slack;
}
