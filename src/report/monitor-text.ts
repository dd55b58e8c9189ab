import type { MonitorReport } from '../monitor/report.ts';
import { count } from './numbers.ts';
import { monitorSteps, type MonitorPlaces } from './monitor-next-steps.ts';
import { labelWords } from './monitor-tables.ts';
import { monitorSentence, standingSentences } from './monitor-words.ts';
import { wrapped } from './wrapped.ts';

/** What a monitor found, for a terminal: in words, and what to do next. */
export function describeMonitor(report: MonitorReport, places: MonitorPlaces): string {
  return [
    ...wrapped(`${report.verdict}: ${monitorSentence(report)}`),
    '',
    ...standingSentences(report).flatMap((text) => wrapped(text, '- ')),
    ...wrapped(labelsSentence(report), '- '),
    '',
    'next',
    ...monitorSteps(report, places).flatMap(({ text, command }) => [
      ...wrapped(text, '- '),
      ...(command === undefined ? [] : [`    ${command}`]),
    ]),
  ].join('\n');
}

/** Which labels count, and why others do not. */
export function labelsSentence({ labels }: Pick<MonitorReport, 'labels'>): string {
  const { counted, ...others } = labels;
  const left = Object.entries(others).filter(([, number]) => number > 0);
  const out = left.map(([why, number]) => `${count(number)} ${labelWords[why as keyof typeof others]}`);
  return `Labels: ${count(counted)} count${out.length === 0 ? '' : `; left out: ${out.join(', ')}`}.`;
}
