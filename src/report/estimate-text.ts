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
import { columns } from './numbers.ts';
import { plainLine } from './page/markup.ts';
import { shortened } from './page/text-width.ts';
import { wrapped } from './wrapped.ts';

/** The estimate and what was asked about it, for a terminal. */
export function describeEstimate(report: EstimateReport): string {
  const parts: string[][] = [
    [estimateSentence(report), ratedSentence(report), meanRatingSentence(report)].flatMap((text) => wrapped(text)),
    methodSentences(report).flatMap((text) => wrapped(text)),
    ...(report.verdict === 'cannot tell' ? [wrapped(chosenAdvice)] : restOf(report)),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** What rests on the estimate. */
function restOf(report: EstimateReport): string[][] {
  const { slices } = report;
  const mix = mixSentence(report);
  return [
    costSentences(report).flatMap((text) => wrapped(text)),
    slices === null ? [] : [...sliceLines(report), '', ...sliceSentences(report).flatMap((text) => wrapped(text))],
    mix === null ? [] : wrapped(mix),
    differenceSentences(report).flatMap((text) => wrapped(text)),
  ];
}

function sliceLines({ slices }: EstimateReport): string[] {
  const { head, rows } = slicesTable(slices!);
  return columns([head, ...rows].map(([name, ...cells]) => [shortened(plainLine(name!), 30), ...cells]));
}
