import type { CalibratorChange } from '../gate/promotion/against.ts';
import { changeTable } from './evaluate-against-rows.ts';
import { changeSteps, comparedWords, type ComparedFiles } from './evaluate-against-steps.ts';
import {
  changeSentence,
  changeVerdict,
  flipSentences,
  leftOutSentences,
  measuredSentences,
  promiseSentences,
} from './evaluate-against-words.ts';
import { columns } from './numbers.ts';
import { markdownTable, markdownText } from './page/table.ts';

/** What changed from one calibrator to the next, for a terminal: at most forty lines. */
export function describeChange(change: CalibratorChange, files: ComparedFiles): string {
  const { head, rows } = changeTable(change);
  const { sum, some } = flipSentences(change);
  const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  const promises = promiseSentences(change);
  return [
    `${changeVerdict(change)}: ${changeSentence(change)}`,
    ...leftOutSentences(change).map((sentence) => `warning: ${sentence}`),
    '',
    ...columns([head, ...rows]),
    ...measuredSentences(change),
    '',
    sum,
    ...indented(some),
    ...(promises.length === 0 ? [] : ['', 'certificates', ...indented(promises)]),
    '',
    'next',
    ...changeSteps(change, files).map(({ text }) => `- ${text}`),
  ].join('\n');
}

/** The same in GitHub-flavoured Markdown, as a comment on a change: at most sixty lines. */
export function changeMarkdown(change: CalibratorChange, files: ComparedFiles): string {
  const { head, rows } = changeTable(change);
  const { sum, some } = flipSentences(change);
  return [
    `## Calibrator: ${changeVerdict(change)}`,
    '',
    `**${markdownText(changeSentence(change))}**`,
    '',
    markdownText(`${comparedWords(files)}.`),
    '',
    ...leftOutSentences(change).flatMap((sentence) => [`> Take care: ${markdownText(sentence)}`, '']),
    markdownTable({ head, rows }),
    '',
    ...measuredSentences(change).flatMap((sentence) => [markdownText(sentence), '']),
    '### Decisions',
    '',
    markdownText(`${sum}.`),
    '',
    ...bullets(some),
    ...section('Certificates', promiseSentences(change)),
    ...section(
      'Next',
      changeSteps(change, files).map(({ text }) => text),
    ),
  ].join('\n');
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`### ${title}`, '', ...bullets(items)];
}

function bullets(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [...items.map((item) => `- ${markdownText(item)}`), ''];
}
