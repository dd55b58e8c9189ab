import { groupOf } from '../../src/calibrator/record.ts';
import { calibrate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { allInputs, outcomesOf, toneColumns, unit, unitsOf } from './inputs.ts';
import { isotonicCurve } from './isotonic.ts';
import { betaColumns, clippedLogit, logistic, logisticPath, plattTargets } from './logistic.ts';
import { ridgeCv, type RidgeSample } from './ridge-cv.ts';
import { twoStage } from './two-stage.ts';
import { vennAbers } from './venn-abers.ts';

/** Fits on records and gives back P(pass) of a record. */
export type Method = (records: readonly CalibrationRecord[], target: Target) => (record: CalibrationRecord) => number;

/** Fits on records and gives back P(pass) of others, one each: what a method in another process can do. */
export type BatchMethod = (
  records: readonly CalibrationRecord[],
  scored: readonly CalibrationRecord[],
  target: Target,
) => Promise<readonly number[]>;

/** What people would use instead, and ours. */
export const methods: Readonly<Record<string, Method>> = {
  raw: (_, target) => (record) => unit(record, target),
  'base rate': (records, target) => {
    const passing = outcomesOf(records, target).reduce((sum, outcome) => sum + outcome, 0);
    return () => (passing + 0.5) / (records.length + 1);
  },
  isotonic: (records, target) => {
    const curve = isotonicCurve(unitsOf(records, target), outcomesOf(records, target));
    return (record) => curve(unit(record, target));
  },
  'Venn–Abers': (records, target) => {
    const predict = vennAbers(unitsOf(records, target), outcomesOf(records, target));
    return (record) => predict(unit(record, target));
  },
  temperature: (records, target) => {
    const rows = unitsOf(records, target).map((rating) => [clippedLogit(rating)]);
    const [predict] = logisticPath(rows, outcomesOf(records, target), { ridges: [0], rising: true, intercept: false });
    return (record) => predict!([clippedLogit(unit(record, target))]);
  },
  Platt: (records, target) => {
    const rows = unitsOf(records, target).map((rating) => [rating]);
    const predict = logistic(rows, plattTargets(outcomesOf(records, target)), { ridge: 0 });
    return (record) => predict([unit(record, target)]);
  },
  beta: (records, target) => {
    const rows = unitsOf(records, target).map(betaColumns);
    const predict = logistic(rows, plattTargets(outcomesOf(records, target)), { ridge: 1, rising: true });
    return (record) => predict(betaColumns(unit(record, target)));
  },
  'tone-only': (records, target) => {
    const columns = toneColumns(records);
    const predict = logistic(records.map(columns), outcomesOf(records, target), { ridge: 1 });
    return (record) => predict(columns(record));
  },
  'length-only': (records, target) => {
    const columns = (record: CalibrationRecord): number[] => [
      unit(record, target),
      Math.log(record.features!.characters! + 1),
    ];
    const predict = logistic(records.map(columns), outcomesOf(records, target), { ridge: 1 });
    return (record) => predict(columns(record));
  },
  'ridge-cv': (records, target) => {
    const { sample, read } = sampleOf(records, target);
    const { predict } = ridgeCv(sample);
    return (record) => predict(read(record));
  },
  'two-stage': (records, target) => {
    const { sample, read } = sampleOf(records, target);
    const predict = twoStage(sample);
    return (record) => predict(read(record));
  },
  'rating-only': (records, target) => unflatter(records.map(withoutFeatures), target),
  unflatter,
};

/** The methods in the order of the tables, boosting among them where there is a Python to do it. */
export function allMethods(boosting?: BatchMethod): Readonly<Record<string, BatchMethod>> {
  const { 'rating-only': ratingOnly, unflatter: ours, ...others } = methods;
  return {
    ...mapped(others),
    ...(boosting === undefined ? {} : { boosting }),
    ...mapped({ 'rating-only': ratingOnly!, unflatter: ours! }),
  };
}

function mapped(some: Readonly<Record<string, Method>>): Record<string, BatchMethod> {
  return Object.fromEntries(Object.entries(some).map(([name, method]) => [name, inBatch(method)]));
}

function inBatch(method: Method): BatchMethod {
  return async (records, scored, target) => scored.map(method(records, target));
}

function sampleOf(records: readonly CalibrationRecord[], target: Target) {
  const { read, kinds } = allInputs(records, target);
  const sample: RidgeSample = {
    rows: records.map(read),
    outcomes: outcomesOf(records, target),
    groups: records.map(groupOf),
    kinds,
  };
  return { sample, read };
}

function unflatter(records: readonly CalibrationRecord[], target: Target): (record: CalibrationRecord) => number {
  const calibrator = fit(records, target);
  return ({ selfRating, rater, language, features }) =>
    calibrate(calibrator, {
      selfRating,
      language,
      // A pooled task may have a rater that none of the fitted records has.
      rater: rater !== undefined && calibrator.raters.includes(rater) ? rater : undefined,
      features,
    }).passProbability;
}

/** Nothing but the rating: no text, no language, and no name of who rated. */
function withoutFeatures({ language: _, rater: __, ...record }: CalibrationRecord): CalibrationRecord {
  return { ...record, features: {} };
}
