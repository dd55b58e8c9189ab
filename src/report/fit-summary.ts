import type { Calibrator, Evaluation } from '../calibrator/calibrator.ts';
import { features as definitions } from '../features/definitions.ts';
import { columns, count, percent } from './numbers.ts';

/** What a fit found, for a terminal. All numbers are out of fold. */
export function summariseFit({ fittedOn, outOfFold, target, raters, features }: Calibrator): string {
  const { records, groups, passRate, meanInflation } = fittedOn;
  return [
    `${count(records)} labelled records in ${count(groups)} groups, ${percent(passRate)} pass (mean human rating from ${target.passAt})`,
    `inflation: ratings are ${Math.abs(100 * meanInflation).toFixed(1)} points of 100 ${meanInflation < 0 ? 'below' : 'above'} people's, on average`,
    ...(raters.length > 1 ? [`raters: ${raters.length} pooled; one alone often does better (--rater NAME)`] : []),
    ...(features.length < definitions.length
      ? [`features: ${features.length} of ${definitions.length}, the ones that every record has`]
      : []),
    '',
    'out of fold, by records of groups that the fit had not seen',
    ...columns([
      ['', 'log loss', 'Brier', 'AUC', 'calibration error'],
      row('self-rating as it came', outOfFold.raw),
      row('corrected, rating only', outOfFold.ratingOnly),
      row('corrected, with features', outOfFold.corrected),
    ]),
    '',
    ...worthLines(outOfFold),
    ...falsePassLines(outOfFold),
  ].join('\n');
}

function row(name: string, { logLoss, brier, auc, calibrationError }: Evaluation): string[] {
  return [name, logLoss.toFixed(3), brier.toFixed(3), auc?.toFixed(3) ?? 'none', calibrationError.toFixed(3)];
}

function worthLines({ featuresWorthIt: { verdict, gain, standardError } }: Calibrator['outOfFold']): string[] {
  const meaning = {
    'worth it': 'the surface features add to the rating',
    'not yet': 'it is open whether the surface features add to the rating; more labels would tell',
    no: 'the surface features add nothing worth having to the rating',
  }[verdict];
  return [`features ${verdict}: ${meaning} (log loss ${signed(-gain)} ± ${standardError.toFixed(4)})`];
}

function falsePassLines({ falsePass: { passedShare, raw, corrected } }: Calibrator['outOfFold']): string[] {
  if (raw === null) return ['a raw gate at 80 % of the scale would pass nothing'];
  return [
    `of the ${percent(passedShare)} that a raw gate at 80 % of the scale passes, ${percent(raw)} fail; of as many by corrected probability, ${percent(corrected)}`,
  ];
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
