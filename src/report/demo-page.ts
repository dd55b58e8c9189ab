import type { AuditReport } from '../audit/audit.ts';
import { probesTable } from './audit-tables.ts';
import { triedSentences, verdictSentence } from './audit-words.ts';
import { plotDemoEstimate, plotFalsePasses } from './demo-figures.ts';
import type { DemoChapter } from './demo-markdown.ts';
import {
  auditSentences,
  authorSentences,
  correctionSentence,
  estimateSentences,
  filesSentences,
  gateSentences,
  gateTable,
  inflationSentence,
  nextDemoSteps,
  problemSentences,
  shortSentences,
} from './demo-page-words.ts';
import type { DemoEstimate } from './demo-estimate.ts';
import { plotInflation } from './inflation-figure.ts';
import { interval } from './numbers.ts';
import { markup, type Markup } from './page/markup.ts';
import { bullets, folded, page, paragraph, steps, subheading } from './page/page.ts';
import { table } from './page/table.ts';
import { distanceWords, plotReliability } from './reliability-figure.ts';
import { plotTopShares } from './top-shares-figure.ts';

/** All that the demo found. */
export interface DemoFindings {
  /** The first has the problem, and the labels that the estimate is made of. */
  readonly chapters: readonly DemoChapter[];
  /** Of the halves of the example set, which has texts. */
  readonly audits: readonly AuditReport[];
  readonly estimate: DemoEstimate;
}

const unseen = 'Each answer is judged by a fit that had not seen its question.';

/** What the demo found as one file of HTML that loads nothing and runs nothing, in the order in which a newcomer asks. */
export function demoPage(findings: DemoFindings): string {
  const { chapters, audits, estimate } = findings;
  const [first] = chapters as readonly [DemoChapter, ...DemoChapter[]];
  const { passed, records, falsePass } = first.summary;
  const each = (body: (chapter: DemoChapter) => readonly Markup[]): Markup[] =>
    chapters.flatMap((chapter) => [setHeading(chapter), ...body(chapter)]);
  return page({
    title: 'Can a model be believed about its own work?',
    what: 'The demo of unflatter, on ratings that come with it. No model was asked, and nothing left this machine.',
    headline: {
      verdict: 'Not as it comes',
      tone: 'bad',
      sentence: `Of the ${passed.toLocaleString('en')} exam answers (of ${records.toLocaleString('en')}) that their own author rated at 80 % of the scale or more, ${interval(falsePass.raw)} are wrong.`,
    },
    opening: [
      paragraph(
        'unflatter learns from answers that people have labelled how far a rating can be believed, corrects it, and decides: pass, fail, or ask a person. This page shows what that gains on two sets, and where it gains nothing. In brackets are 95 % intervals.',
      ),
      subheading('In short'),
      bullets(shortSentences(findings)),
    ],
    sections: [
      {
        title: 'What is wrong with a raw rating?',
        body: [...problemSentences(chapters).map(paragraph), plotFalsePasses(chapters)],
      },
      {
        title: 'What does the correction do?',
        body: each((chapter) => [
          paragraph(correctionSentence(chapter)),
          ...plotTopShares(chapter.topShares, {
            id: `risk-${chapter.summary.name}`,
            rawPasses: chapter.summary.passed / chapter.summary.records,
          }),
          ...authorSentences(chapter).map(paragraph),
        ]),
      },
      {
        title: 'Can the number be taken at its word?',
        body: [
          paragraph(
            'A number that says 80 % should be right in 80 of 100. Below the slanted line a rating promises more than it keeps.',
          ),
          ...each(({ summary: { name }, findings: { reliability } }) => [
            paragraph(distanceWords(reliability)),
            ...plotReliability(reliability, unseen, `reliability-${name}`),
          ]),
        ],
      },
      {
        title: 'What makes a rating too high?',
        body: each(({ summary: { name }, findings: { inflation } }) => [
          paragraph(inflationSentence(inflation)),
          ...plotInflation(inflation, `inflation-${name}`),
        ]),
      },
      {
        title: 'What does the gate decide?',
        body: [...gateSentences().map(paragraph), ...chapters.map((chapter) => table(gateTable(chapter)))],
      },
      {
        title: 'Can it be gamed?',
        body: [
          ...auditSentences(audits).map(paragraph),
          ...audits.flatMap((audit, i) => [
            paragraph(`Half ${i + 1}. ${verdictSentence(audit)} ${triedSentences(audit).join(' ')}`),
            folded(`All ${audit.probes.length} changes, and what each gets past`, table(probesTable(audit))),
          ]),
        ],
      },
      {
        title: 'How many are right, by few labels?',
        body: [...estimateSentences(estimate).map(paragraph), plotDemoEstimate(estimate)],
      },
      { title: 'What to do next', body: [steps(nextDemoSteps), bullets(filesSentences(chapters))] },
    ],
  });
}

function setHeading({ title }: DemoChapter): Markup {
  return markup`<h3>${title}</h3>
`;
}
