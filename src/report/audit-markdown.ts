import type { AuditReport } from '../audit/audit.ts';
import { goodhartSentences, loopholeSentences, selfPreferenceSentences } from './audit-findings.ts';
import { nextSteps } from './audit-next-steps.ts';
import {
  brokenSentences,
  byOutcome,
  combinedSentences,
  countedWords,
  judgedBy,
  outcomeWord,
  share,
  triedSentences,
  verdictSentence,
} from './audit-words.ts';
import { interval, percent } from './numbers.ts';
import { markdownTable, markdownText } from './page/table.ts';

/** What the audit found, in GitHub-flavoured Markdown, short enough for a comment on a change. */
export function auditMarkdown(report: AuditReport): string {
  const { verdict, probes, ratings, selfPreference, loopholes } = report;
  return [
    `## Audit: ${verdict}`,
    '',
    `**${markdownText(verdictSentence(report))}**`,
    '',
    ...triedSentences(report).map(markdownText),
    '',
    ...bullets([...brokenSentences(report), ...combinedSentences(report)]),
    '',
    '### Next',
    '',
    ...bullets(nextSteps(report)),
    '',
    '### Probes',
    '',
    markdownText(countedWords(ratings)),
    '',
    markdownTable({
      head: [
        'probe',
        'outcome',
        ratings === 'held' ? 'flips, gate' : 'above noise, gate',
        'by self-rating alone',
        'at worst, gate',
        'at worst, alone',
      ],
      rows: byOutcome(probes, ratings).map((probe) => [
        probe.name,
        outcomeWord(probe),
        share(judgedBy(probe, ratings).corrected),
        share(judgedBy(probe, ratings).raw),
        interval(probe.worstCase.flips.corrected),
        percent(probe.worstCase.flips.raw.value),
      ]),
    }),
    '',
    '### Beside the verdict',
    '',
    ...bullets([
      ...goodhartSentences(report),
      ...selfPreferenceSentences(selfPreference),
      ...loopholeSentences(loopholes),
    ]),
    '',
  ].join('\n');
}

function bullets(items: readonly string[]): string[] {
  return items.map((item) => `- ${markdownText(item)}`);
}
