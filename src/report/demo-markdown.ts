import type { TopShare } from '../fit/top-shares.ts';
import { authorLines, falsePassLines, gateHeading, gateLines, recordsLine } from './demo-text.ts';
import type { DemoSummary } from './demo.ts';
import { reportFit, type FitFindings } from './fit-report.ts';
import { interval, percent } from './numbers.ts';

/** A set of the demo and what was fitted on it. */
export interface DemoChapter {
  /** A heading of a few words. */
  readonly title: string;
  readonly summary: DemoSummary;
  readonly findings: FitFindings;
  readonly topShares: readonly TopShare[];
}

/** The report that the demo writes. */
export function demoMarkdown(chapters: readonly DemoChapter[]): string {
  return [
    '# unflatter demo',
    '',
    'Made by `unflatter demo` from sets in `calibration-data`. Every number is out of fold: each answer was judged by a fit',
    'that had not seen its question. A gain or a loss is what the 95 % interval of a difference says.',
    '',
    ...chapters.flatMap(chapter),
    '## The files',
    '',
    'Beside this one: `report.html`, which tells the same as a page, with plots. In the folder of each set:',
    '',
    '- `calibrator.json`: what an app loads. Plain JSON.',
    '- `decisions.jsonl`: one line a rating: its label, the verdict and why, the probability and what added up to it.',
    '',
  ].join('\n');
}

function chapter({ summary, findings }: DemoChapter): string[] {
  const { name, about, falsePass, byAuthor } = summary;
  return [
    `## ${name}`,
    '',
    about,
    recordsLine(summary),
    '',
    ...falsePassLines(summary).map((line) => `- ${line}`),
    `- The difference of the two: ${interval(falsePass.difference)}.`,
    '',
    ...table(summary),
    '',
    ...(byAuthor === null ? [] : [...authorLines(byAuthor), '']),
    gateHeading(),
    '',
    ...gateLines(summary).map((line) => `- ${line}`),
    '',
    'The fit:',
    '',
    '```',
    reportFit(findings),
    '```',
    '',
  ];
}

function table({ curve, byAuthor }: DemoSummary): string[] {
  const rows = [
    ['wrong, of the top', 'by raw rating', 'corrected', 'by author alone'],
    ['---', '---:', '---:', '---:'],
    ...curve.map((top) => [
      percent(top.share, 0),
      ...[top.raw, top.corrected, top.byAuthor].map((one) => percent(one)),
    ]),
  ];
  return rows.map((row) => `| ${row.slice(0, byAuthor === null ? -1 : row.length).join(' | ')} |`);
}
