import type { AuditReport } from '../audit/audit.ts';
import { goodhartSentences, loopholeSentences, selfPreferenceSentences } from './audit-findings.ts';
import { plotGoodhart, plotProxies } from './audit-goodhart-plot.ts';
import { limitSentences, thresholdSentences } from './audit-limits.ts';
import { nextSteps } from './audit-next-steps.ts';
import { plotEnds, plotProbes } from './audit-plots.ts';
import { plotSelfPreference } from './audit-self-preference-plot.ts';
import {
  changesTable,
  countsTable,
  goodhartTable,
  loopholesTable,
  probesTable,
  rewardedTable,
  selfPreferenceTable,
} from './audit-tables.ts';
import { brokenSentences, combinedSentences, countedWords, triedSentences, verdictSentence } from './audit-words.ts';
import { count } from './numbers.ts';
import type { Markup } from './page/markup.ts';
import { bullets, folded, page, paragraph, subheading, type Headline, type Section } from './page/page.ts';
import { table } from './page/table.ts';

export interface AuditPageOptions {
  readonly title: string;
  /** What was audited on what, as the names of the calibrator and the set. */
  readonly what: string;
}

const tones = { pass: 'good', fail: 'bad', 'not enough data': 'open' } as const satisfies Record<
  AuditReport['verdict'],
  Headline['tone']
>;

/** What the audit found, as one file of HTML that loads nothing and runs nothing. Same report, same bytes. */
export function auditPage(report: AuditReport, { title, what }: AuditPageOptions): string {
  return page({
    title,
    what,
    headline: { verdict: report.verdict, tone: tones[report.verdict], sentence: verdictSentence(report) },
    opening: [
      ...triedSentences(report).map(paragraph),
      subheading('What got through'),
      paragraph(countedWords(report.ratings)),
      bullets([...brokenSentences(report), ...combinedSentences(report)]),
      subheading('What to do next'),
      bullets(nextSteps(report)),
    ],
    sections: sectionsOf(report),
  });
}

function sectionsOf(report: AuditReport): Section[] {
  const { goodhart, selfPreference, loopholes } = report;
  return [
    { title: 'All probes', body: [plotProbes(report), plotEnds(report)] },
    {
      title: 'Choosing the best of n',
      body: [
        ...goodhartSentences(report).map(paragraph),
        ...(goodhart === null
          ? []
          : [plotGoodhart(goodhart, goodhartSentences(report)), plotProxies(goodhart), table(goodhartTable(goodhart))]),
      ],
    },
    {
      title: 'Self-preference',
      body: [
        ...selfPreferenceSentences(selfPreference).map(paragraph),
        ...plotSelfPreference(selfPreference),
        ...(selfPreference.pooled === undefined ? [] : [table(selfPreferenceTable(selfPreference))]),
        bullets(untold(selfPreference)),
      ],
    },
    {
      title: 'Loopholes',
      body: [...loopholeSentences(loopholes).map(paragraph), table(loopholesTable(loopholes)), ...rewarded(report)],
    },
    { title: 'Numbers', body: [table(probesTable(report)), table(changesTable(report)), table(countsTable(report))] },
    { title: 'What the outcomes mean', body: [bullets(thresholdSentences(report))] },
    { title: 'What this audit cannot show', body: [bullets(limitSentences(report))] },
  ];
}

/** Raters of whom nothing is known, and why. */
function untold({ raters }: AuditReport['selfPreference']): string[] {
  return raters.flatMap(({ rater, reason }) => (reason === undefined ? [] : [`${rater} ${reason}.`]));
}

function rewarded({ loopholes: { counts }, loopholes }: AuditReport): Markup[] {
  if (counts.rewards === null || counts.rewards === 0) return [];
  const summary = `The ${count(counts.rewards)} cases that the gate passes and the author of the rule would not`;
  return [folded(summary, table(rewardedTable(loopholes)))];
}
