import type { MonitorReport } from '../monitor/report.ts';
import { monitorSteps, type MonitorPlaces } from './monitor-next-steps.ts';
import { certificatesTable, transportTable } from './monitor-tables.ts';
import { labelsSentence } from './monitor-text.ts';
import { monitorSentence, standingSentences } from './monitor-words.ts';
import { markdownSteps } from './page/markdown.ts';
import { markdownTable, markdownText } from './page/table.ts';

/** What a monitor found, in GitHub-flavoured Markdown, short enough for a comment on a change or a message of a job. */
export function monitorMarkdown(report: MonitorReport, places: MonitorPlaces): string {
  const { verdict, certificates, transport } = report;
  return [
    `## Monitor: ${verdict}`,
    '',
    `**${markdownText(monitorSentence(report))}**`,
    '',
    ...[...standingSentences(report), labelsSentence(report)].map((text) => `- ${markdownText(text)}`),
    '',
    '### Next',
    '',
    ...markdownSteps(monitorSteps(report, places)),
    '',
    ...(certificates.length === 0 ? [] : [markdownTable(certificatesTable(report)), '']),
    ...(transport === null ? [] : [markdownTable(transportTable(transport)), '']),
  ].join('\n');
}
