import { evaluationHeadline, type EvaluationReport } from './evaluate-words.ts';
import { count, percent } from './numbers.ts';
import type { Step } from './page/page.ts';
import { shellWord } from './shell-word.ts';

/** More of the records than this outside the envelope are worth labels of their own. */
const manyOutside = 0.1;

/** What was evaluated on what, for commands that can be copied. */
export interface EvaluatedFiles {
  /** The calibrator. */
  readonly path: string;
  /** The records. */
  readonly paths: readonly string[];
}

/** What to do next, the most useful first. At least one. */
export function evaluationSteps(report: EvaluationReport, { path, paths }: EvaluatedFiles): Step[] {
  const { evaluation, seen, calibrator } = report;
  const { outsideShare, intervalCoverage } = evaluation;
  const file = shellWord(path);
  const from = paths.map(shellWord).join(' ');
  const { tone } = evaluationHeadline(report);
  const isNarrow = intervalCoverage.upper !== null && intervalCoverage.upper < calibrator.ratingHead.residuals.coverage;
  return [
    ...(seen > 0 || evaluation.sameRecords
      ? [
          {
            text: 'Label responses that the fit has not seen, and evaluate on those: draw a round of them from what the app has logged.',
            command: `unflatter sample log.sqlite --budget 200 --calibrator ${file} --out to-label.jsonl && unflatter label to-label.jsonl`,
          },
        ]
      : []),
    ...(tone === 'good'
      ? [
          {
            text: 'Prove a threshold on labels that played no part in this, so that a gate can promise something.',
            command: `unflatter certify ${file} new-labels.jsonl --false-pass 0.1 --out ${file} --html certificate.html`,
          },
          {
            text: 'Find out whether the gate can be gamed by changes that make no response better. It needs the texts.',
            command: `unflatter audit ${file} ${from} --html audit.html`,
          },
        ]
      : []),
    ...(tone === 'bad'
      ? [
          {
            text: 'Do not use it here. Fit again with labels of this kind among the others.',
            command: `unflatter fit labels.jsonl ${from} --out ${file} --html fit.html`,
          },
        ]
      : []),
    ...(tone === 'open' && !evaluation.sameRecords
      ? [{ text: `Label more, of other groups: ${count(evaluation.groups)} groups cannot tell the two apart.` }]
      : []),
    ...((outsideShare.value ?? 0) > manyOutside
      ? [
          {
            text: `Label some of the ${percent(outsideShare.value, 0)} that are unlike all the fit has seen, and fit again: until then a gate leaves them all to people.`,
          },
        ]
      : []),
    ...(isNarrow
      ? [{ text: 'Do not rely on the intervals of corrected ratings before it is fitted again with such labels.' }]
      : []),
  ];
}
