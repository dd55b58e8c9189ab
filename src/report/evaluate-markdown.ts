import { evaluationSteps, type EvaluatedFiles } from './evaluate-next-steps.ts';
import {
  envelopeSentences,
  evaluatedSentences,
  evaluatedWords,
  evaluationHeadline,
  evaluationMetricsTable,
  type EvaluationReport,
} from './evaluate-words.ts';
import { markdownTable, markdownText } from './page/table.ts';
import { distanceWords } from './reliability-figure.ts';

/** An evaluation in GitHub-flavoured Markdown, short enough for a comment on a change. */
export function evaluationMarkdown(report: EvaluationReport, files: EvaluatedFiles): string {
  const { verdict, sentence } = evaluationHeadline(report);
  return [
    `## Evaluation: ${verdict}`,
    '',
    `**${markdownText(sentence)}**`,
    '',
    markdownText(`${evaluatedWords(files)}.`),
    '',
    ...evaluatedSentences(report).map(markdownText),
    '',
    markdownTable(evaluationMetricsTable(report)),
    '',
    ...bullets([distanceWords(report.reliability), ...envelopeSentences(report)]),
    '',
    '### Next',
    '',
    ...bullets(evaluationSteps(report, files).map(({ text }) => text)),
    '',
  ].join('\n');
}

function bullets(items: readonly string[]): string[] {
  return items.map((item) => `- ${markdownText(item)}`);
}
