import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import type { CalibratorEvaluation, Metric } from '../fit/evaluate-calibrator.ts';
import { bounds, columns, count, interval, percent } from './numbers.ts';
import { labelWords, passWords } from './target-words.ts';

const labels: Readonly<Record<Metric, string>> = {
  logLoss: 'log loss',
  brier: 'Brier score',
  auc: 'AUC',
  calibrationError: 'calibration error',
  falsePass: 'fail, of those passed',
};

/** Before and after correction, with 95 % intervals, for a terminal. */
export function tabulateEvaluation(
  { records, groups, passRate, metrics, ...shares }: CalibratorEvaluation,
  { target }: Calibrator,
): string {
  const intervals =
    metrics.logLoss.before.lower === null
      ? 'intervals need ten groups of about one size'
      : '95 % intervals over groups';
  const rows = (Object.keys(labels) as Metric[]).map((name) => {
    const show = name === 'falsePass' ? interval : number;
    const { before, after, difference } = metrics[name];
    return [labels[name], show(before), show(after), show(difference)];
  });
  return [
    `${labelWords(records, target)} in ${count(groups)} groups, ${percent(passRate)} pass (${passWords(target)}); ${intervals}`,
    '',
    ...columns([['', 'before', 'after', 'difference'], ...rows]),
    '',
    shares.passedShare.value === 0
      ? 'a raw gate at 80 % of the scale would pass nothing'
      : `passed: ${interval(shares.passedShare)}, as a raw gate at 80 % of the scale does; after: as many, by corrected probability`,
    `human ratings within their interval: ${interval(shares.intervalCoverage)}`,
    `records outside the envelope: ${interval(shares.outsideShare)}`,
  ].join('\n');
}

function number({ value, lower, upper }: Estimate): string {
  return value === null ? 'none' : `${value.toFixed(3)}${bounds(lower, upper, (bound) => bound.toFixed(3))}`;
}
