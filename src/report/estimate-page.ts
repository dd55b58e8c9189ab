import type { EstimateReport } from '../estimate/report.ts';
import { plotCost, plotRates, plotSlices } from './estimate-figures.ts';
import { estimateSteps } from './estimate-next-steps.ts';
import { countsTable, mixTable, ratesTable } from './estimate-tables.ts';
import {
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
import { bullets, page, paragraph, steps, subheading, type Headline, type Section } from './page/page.ts';
import { table } from './page/table.ts';

export interface EstimatePageOptions {
  readonly title: string;
  /** What was estimated on, as the names of the sets. */
  readonly what: string;
  /** The files of the records. */
  readonly records: readonly string[];
}

/** An estimate, as one file of HTML that loads nothing and runs nothing. Same report, same bytes. */
export function estimatePage(report: EstimateReport, { title, what, records }: EstimatePageOptions): string {
  return page({
    title,
    what,
    headline: headlineOf(report),
    opening: [
      // The first sentence of a difference is in the headline.
      ...[ratedSentence(report), meanRatingSentence(report), ...openingDifference(report)].map(paragraph),
      ...(report.verdict === 'cannot tell' ? [] : [plotRates(report)]),
      subheading('What to do next'),
      steps(estimateSteps(report, records)),
    ],
    sections: sectionsOf(report),
  });
}

function openingDifference(report: EstimateReport): string[] {
  return report.verdict === 'cannot tell' ? [] : differenceSentences(report).slice(1);
}

const tones = { better: 'good', worse: 'bad', 'cannot tell': 'open' } as const;

function headlineOf(report: EstimateReport): Headline {
  const { difference, verdict } = report;
  const sentence = estimateSentence(report);
  if (verdict === 'cannot tell') return { verdict, tone: 'open', sentence };
  if (difference === null) return { verdict, tone: 'plain', sentence };
  return {
    verdict: difference.verdict,
    tone: tones[difference.verdict],
    sentence: `${sentence} ${differenceSentences(report)[0]!}`,
  };
}

function sectionsOf(report: EstimateReport): Section[] {
  return [
    ...(report.verdict === 'cannot tell' ? madeFrom(report) : answersOf(report)),
    { title: 'What this cannot show', body: [bullets(limitsOf(report))] },
  ];
}

/** Nothing that rests on labels that somebody picked. */
function madeFrom(report: EstimateReport): Section[] {
  return [
    { title: 'What it was made from', body: [...methodSentences(report).map(paragraph), table(countsTable(report))] },
  ];
}

function answersOf(report: EstimateReport): Section[] {
  const { slices, mix } = report;
  const mixed = mixSentence(report);
  return [
    ...(slices === null
      ? []
      : [
          {
            title: `By ${named(slices.by)}`,
            body: [...plotSlices(report), bullets(sliceSentences(report)), table(slicesTable(slices))],
          },
        ]),
    ...(mix === null || mixed === null
      ? []
      : [{ title: 'Another mix', body: [paragraph(mixed), table(mixTable(mix))] }]),
    { title: 'A narrower interval', body: [bullets(costSentences(report)), ...plotCost(report)] },
    {
      title: 'How it was made',
      body: [...methodSentences(report).map(paragraph), table(ratesTable(report)), table(countsTable(report))],
    },
  ];
}

function limitsOf({ mix, slices, target, difference }: EstimateReport): string[] {
  return [
    'Labels that somebody picked, as the odd ones or the easy ones, speak of those and not of all records: no estimate can mend that.',
    'It is about records like these. Next week, or after a change of the model, it takes labels of then.',
    'It says how many pass and not which ones.',
    target.passBy === 'person'
      ? 'What passes is what a person drawn at random passes, so it is about people as much as about responses.'
      : 'What passes is what those people passed who labelled it. Others may see it otherwise.',
    ...(slices === null ? [] : ['A difference of slices is no cause: they may differ in more than their name.']),
    ...(mix === null ? [] : ['The other mix takes every slice to be as it is here: only their shares are changed.']),
    ...(difference === null
      ? []
      : ['Two systems are compared on their own records. Where these differ in kind, so may the answer.']),
  ];
}
