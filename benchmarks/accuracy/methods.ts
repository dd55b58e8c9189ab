import { calibrate, fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import { isotonicCurve } from './isotonic.ts';
import { betaColumns, logistic, plattTargets } from './logistic.ts';
import { passes } from './tasks.ts';
import { vennAbers } from './venn-abers.ts';

/** Fits on records and gives back P(pass) of a record. */
export type Method = (records: readonly CalibrationRecord[], target: Target) => (record: CalibrationRecord) => number;

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
  'length-only': (records, target) => {
    const columns = (record: CalibrationRecord): number[] => [
      unit(record, target),
      Math.log(record.features!.characters! + 1),
    ];
    const predict = logistic(records.map(columns), outcomesOf(records, target), { ridge: 1 });
    return (record) => predict(columns(record));
  },
  'rating-only': (records, target) => unflatter(records.map(withoutFeatures), target),
  unflatter,
};

function unflatter(records: readonly CalibrationRecord[], target: Target): (record: CalibrationRecord) => number {
  const calibrator = fit(records, target);
  return ({ selfRating, features }) => calibrate(calibrator, { selfRating, features }).passProbability;
}

function withoutFeatures(record: CalibrationRecord): CalibrationRecord {
  return { ...record, features: {} };
}

/** The self-rating on 0..1. */
function unit({ selfRating }: CalibrationRecord, { ratingScale: { min, max } }: Target): number {
  return (selfRating - min) / (max - min);
}

function unitsOf(records: readonly CalibrationRecord[], target: Target): number[] {
  return records.map((record) => unit(record, target));
}

function outcomesOf(records: readonly CalibrationRecord[], target: Target): number[] {
  return records.map((record) => passes(record, target));
}
