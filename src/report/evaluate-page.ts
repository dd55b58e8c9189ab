import { dataCardTable, type DataCard } from './data-card.ts';
import { evaluationSteps, type EvaluatedFiles } from './evaluate-next-steps.ts';
import {
  envelopeSentences,
  evaluatedSentences,
  evaluatedWords,
  evaluationHeadline,
  evaluationLimits,
  judgedWords,
  evaluationMetricsTable,
  measureSentences,
  type EvaluationReport,
} from './evaluate-words.ts';
import { bullets, page, paragraph, steps, subheading } from './page/page.ts';
import { table } from './page/table.ts';
import { distanceWords, plotReliability } from './reliability-figure.ts';
import { plotTopShares } from './top-shares-figure.ts';

export interface EvaluationPageOptions {
  readonly title: string;
  readonly files: EvaluatedFiles;
  readonly card: DataCard;
}

/** An evaluation as one file of HTML that loads nothing and runs nothing. Same report, same bytes. */
export function evaluationPage(report: EvaluationReport, { title, files, card }: EvaluationPageOptions): string {
  const { reliability, topShares, evaluation } = report;
  return page({
    title,
    what: evaluatedWords(files),
    headline: evaluationHeadline(report),
    opening: [
      ...evaluatedSentences(report).map(paragraph),
      subheading('What to do next'),
      steps(evaluationSteps(report, files)),
    ],
    sections: [
      { title: 'Before and after', body: [table(evaluationMetricsTable(report)), bullets(measureSentences)] },
      {
        title: 'Said and seen',
        body: [paragraph(distanceWords(reliability)), ...plotReliability(reliability, judgedWords(report))],
      },
      {
        title: 'Risk against how much is passed',
        body: plotTopShares(topShares, { id: 'risk', rawPasses: evaluation.passedShare.value }),
      },
      { title: 'Intervals and envelope', body: [bullets(envelopeSentences(report))] },
      { title: 'Data', body: [table(dataCardTable(card))] },
      { title: 'What this cannot show', body: [bullets(evaluationLimits)] },
    ],
  });
}
