import type { EstimateReport } from '../estimate/report.ts';
import {
  chosenAdvice,
  costSentences,
  differenceSentences,
  estimateSentence,
  meanRatingSentence,
  methodSentences,
  mixSentence,
  ratedSentence,
  sliceSentences,
  slicesTable,
} from './estimate-words.ts';
import { named } from './named.ts';
import { markdownTable, markdownText } from './page/table.ts';

/** The estimate in GitHub-flavoured Markdown, short enough for a comment on a change. */
export function estimateMarkdown(report: EstimateReport): string {
  const isChosen = report.verdict === 'cannot tell';
  const said = [ratedSentence(report), meanRatingSentence(report), ...methodSentences(report)];
  return [
    '## How many people would pass',
    '',
    `**${isChosen ? 'Cannot tell. ' : ''}${markdownText(estimateSentence(report))}**`,
    '',
    ...bullets([...said, ...(isChosen ? [chosenAdvice] : costSentences(report))]),
    ...(isChosen ? [] : partsOf(report)),
  ].join('\n');
}

/** What else was asked. */
function partsOf(report: EstimateReport): string[] {
  const { slices } = report;
  const mix = mixSentence(report);
  const difference = differenceSentences(report);
  return [
    ...(slices === null
      ? []
      : [
          `### By ${markdownText(named(slices.by))}`,
          '',
          markdownTable(slicesTable(slices)),
          '',
          ...bullets(sliceSentences(report)),
        ]),
    ...(mix === null ? [] : ['### Another mix', '', markdownText(mix), '']),
    ...(difference.length === 0 ? [] : ['### Against the others', '', ...bullets(difference)]),
  ];
}

function bullets(items: readonly string[]): string[] {
  return [...items.map((item) => `- ${markdownText(item)}`), ''];
}
