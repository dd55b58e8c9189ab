import type { Calibrator } from '../calibrator/calibrator.ts';
import type { Estimate } from '../fit/bootstrap.ts';
import type { CalibratorEvaluation, Metric } from '../fit/evaluate-calibrator.ts';
import type { EvaluationDetails } from '../fit/evaluation-details.ts';
import { share, shift } from './audit-words.ts';
import { bounds, count, interval, percent } from './numbers.ts';
import type { EvaluatedFiles } from './evaluate-next-steps.ts';
import type { Headline } from './page/page.ts';
import type { Table } from './page/table.ts';
import { labelWords, passWords } from './target-words.ts';

/** All that is told of an evaluation. */
export interface EvaluationReport extends EvaluationDetails {
  readonly calibrator: Calibrator;
  readonly evaluation: CalibratorEvaluation;
}

/** Whether a difference is a gain or a loss: what its 95 % interval says; `better` is the sign of a gain. */
type Change = 'gain' | 'loss' | 'none';

function changeOf({ lower, upper }: Estimate, better: 1 | -1): Change {
  if (lower === null || upper === null || (lower <= 0 && upper >= 0)) return 'none';
  return Math.sign(lower) === better ? 'gain' : 'loss';
}

/** What the labels say, before anything else. */
export function evaluationHeadline(report: EvaluationReport): Headline {
  const { evaluation, seen } = report;
  const { logLoss, falsePass } = evaluation.metrics;
  const [closer, safer] = [changeOf(logLoss.difference, -1), changeOf(falsePass.difference, -1)];
  if (evaluation.sameRecords)
    return {
      verdict: 'not fresh',
      tone: 'open',
      sentence:
        'These are the records that the calibrator was fitted on. The numbers below flatter it and say little of what comes: evaluate on labels that it has not seen.',
    };
  const rest =
    seen === 0 ? '' : ` Take care: the fit has seen ${count(seen)} of these labels, or others of their groups.`;
  const told = (verdict: string, tone: Headline['tone'], sentence: string): Headline => ({
    verdict,
    tone,
    sentence: `${sentence}${rest}`,
  });
  if (closer === 'loss' || safer === 'loss')
    return told('worse', 'bad', `With the correction it is worse here: ${lowercase(lossWords(evaluation, safer))}`);
  if (safer === 'gain') return told('better', 'good', falsePassWords(evaluation));
  if (closer === 'gain')
    return told(
      'more honest, sorts no better',
      'good',
      `The corrected probability says what to expect where the self-rating does not (log loss ${three(logLoss.before.value)} before, ${three(logLoss.after.value)} after), but at the same share passed it lets no less through that people fail, as far as these labels can tell.`,
    );
  return told(
    'no gain to be seen',
    'open',
    `These labels cannot tell the corrected probability from the self-rating as it came: ${lowercase(falsePassWords(evaluation))}`,
  );
}

/** What is passed and failed, before and after, in one sentence. */
function falsePassWords({ metrics: { falsePass }, passedShare }: CalibratorEvaluation): string {
  if (falsePass.before.value === null)
    return 'No self-rating reaches 80 % of its scale, so a gate on it would pass nothing.';
  return `Of the ${percent(passedShare.value)} that a gate on the self-rating passes, from 80 % of its scale on, people fail ${interval(falsePass.before)}; of as many by the corrected probability ${interval(falsePass.after)}.`;
}

function lossWords(evaluation: CalibratorEvaluation, safer: Change): string {
  const { before, after } = evaluation.metrics.logLoss;
  if (safer === 'loss') return falsePassWords(evaluation);
  return `The log loss is ${three(before.value)} before and ${three(after.value)} after.`;
}

/** What was evaluated on what. */
export function evaluatedWords({ path, paths }: EvaluatedFiles): string {
  return `${path} on ${paths.join(' ')}`;
}

/** Whether the labels are new to the calibrator, beside a plot. */
export function judgedWords({ seen }: EvaluationReport): string {
  if (seen === 0) return 'All labels are new to the fit.';
  return `Of these labels or others of their groups the fit has seen ${count(seen)}.`;
}

/** On how many labels of what. */
export function evaluatedSentences({ calibrator: { target, fittedOn }, evaluation, seen }: EvaluationReport): string[] {
  const fittedWords = (labels: number): string =>
    evaluation.sameRecords
      ? 'They are what the calibrator was fitted on.'
      : `The calibrator was fitted on ${count(labels)}${seen === 0 ? ' others' : ', some of these or of their groups among them'}.`;
  const { records, groups, passRate, metrics } = evaluation;
  return [
    `Judged on ${labelWords(records, target)} in ${count(groups)} groups; ${percent(passRate)} of them pass (${passWords(target)}). ${fittedWords(fittedOn.records)}`,
    ...(metrics.logLoss.before.lower === null
      ? ['There are no intervals, and nothing can be told from chance: that takes ten groups of about one size.']
      : []),
  ];
}

const measures: Readonly<Record<Metric, { readonly name: string; readonly meaning: string }>> = {
  logLoss: {
    name: 'log loss, lower is better',
    meaning:
      'Log loss: how far probabilities are from what happens, with a high price for being sure and wrong; always to say 50 % gives 0.693.',
  },
  brier: {
    name: 'Brier score, lower is better',
    meaning: 'Brier score: the mean squared distance from what happens; always to say 50 % gives 0.25.',
  },
  auc: {
    name: 'AUC, higher is better',
    meaning: 'AUC: how often a response that passes ranks above one that fails; 0.5 is chance, 1 is perfect.',
  },
  calibrationError: {
    name: 'calibration error, lower is better',
    meaning:
      'Calibration error: how far what is said to pass is from what passes, on average. It has no interval, since chance alone always adds to it.',
  },
  falsePass: {
    name: 'fail, of those passed, lower is better',
    meaning:
      'Fail, of those passed: a gate on the self-rating passes from 80 % of the scale on; one on the corrected probability passes as many.',
  },
};

/** What each measure is, for a newcomer. */
export const measureSentences: readonly string[] = Object.values(measures).map(({ meaning }) => meaning);

/** Every measure before and after. */
export function evaluationMetricsTable({ evaluation }: Pick<EvaluationReport, 'evaluation'>): Table {
  return {
    title: 'Before and after, with 95 % intervals over groups',
    head: ['measure', 'self-rating as it came', 'corrected', 'difference'],
    rows: (Object.keys(measures) as Metric[]).map((name) => {
      const { before, after, difference } = evaluation.metrics[name];
      const isShare = name === 'falsePass';
      const show = isShare ? interval : plain;
      return [measures[name].name, show(before), show(after), isShare ? share(difference) : shift(difference)];
    }),
  };
}

/** Whether the intervals hold what they say, and how much lies outside of what the fit knows. */
export function envelopeSentences({ calibrator: { ratingHead }, evaluation }: EvaluationReport): string[] {
  const { coverage } = ratingHead.residuals;
  const { intervalCoverage, outsideShare } = evaluation;
  const isLess = intervalCoverage.upper !== null && intervalCoverage.upper < coverage;
  return [
    `Intervals: each corrected rating comes with one that is to hold ${percent(coverage, 0)} of the human ratings. Here it holds ${interval(intervalCoverage)}${isLess ? ', which is less than it says' : ''}.`,
    `Envelope: ${interval(outsideShare)} of these records are unlike all that the fit has seen. A gate leaves those to people.`,
  ];
}

/** What the evaluation says nothing of. */
export const evaluationLimits: readonly string[] = [
  'It is true of responses like these. When the generator, the rater or the rating prompt changes, label anew.',
  'It certifies nothing: a threshold that is chosen by a look at these plots has to be proved on other labels.',
  'Better on average can be worse for some: it says nothing of single kinds of responses.',
  'Who tries many calibrators on the same labels finds one that looks good by chance.',
];

function plain({ value, lower: low, upper }: Estimate): string {
  return `${three(value)}${bounds(low, upper, three)}`;
}

function three(value: number | null): string {
  return value === null ? 'none' : value.toFixed(3);
}

function lowercase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
