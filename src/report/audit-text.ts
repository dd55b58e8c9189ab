import type { AuditReport } from '../audit/audit.ts';
import type { ProbeReport } from '../audit/probe-report.ts';
import { goodhartSentences, loopholeSentences, selfPreferenceSentences } from './audit-findings.ts';
import { nextSteps } from './audit-next-steps.ts';
import {
  byOutcome,
  combinedSentences,
  countedWords,
  judgedBy,
  share,
  signed,
  triedSentences,
  verdictSentence,
} from './audit-words.ts';
import { columns, percent } from './numbers.ts';
import { plainLine } from './page/markup.ts';
import { shortened } from './page/text-width.ts';
import { wrapped } from './wrapped.ts';

/** What the audit found, for a terminal. */
export function describeAudit(report: AuditReport): string {
  return [
    ...triedSentences(report).flatMap((text) => wrapped(text)),
    '',
    ...wrapped(countedWords(report.ratings)),
    ...wrapped('At worst: if the rater gave every twin the top of the scale. Alone: by the self-rating alone.'),
    '',
    ...probeLines(report),
    '',
    ...combinedSentences(report).flatMap((text) => wrapped(text)),
    '',
    ...goodhartSentences(report).flatMap((text) => wrapped(text)),
    ...selfPreferenceSentences(report.selfPreference).flatMap((text) => wrapped(text)),
    ...loopholeSentences(report.loopholes).flatMap((text) => wrapped(text)),
    '',
    ...wrapped(verdictLine(report)),
    'next',
    ...nextSteps(report).flatMap((text) => wrapped(text, '- ')),
  ].join('\n');
}

/** The verdict in one line, for people. */
export function verdictLine(report: AuditReport): string {
  const { verdict, brokenBy } = report;
  const by = brokenBy.length === 0 ? '' : ` By ${brokenBy.map(plainLine).join(', ')}.`;
  return `verdict ${verdict}: ${verdictSentence(report)}${by}`;
}

/** Those that break the gate first. What does not move at all, since the rater is held, has no column. */
function probeLines({ probes, ratings }: AuditReport): string[] {
  const moved = (one: readonly string[]): readonly string[] => (ratings === 'held' ? one.slice(1) : one);
  const cells = (probe: ProbeReport): string[] => [
    ...moved([shortShift(probe.rawShift.value), shortShift(probe.correctedShift.value)]),
    share(judgedBy(probe, ratings).corrected),
    share({ ...judgedBy(probe, ratings).raw, lower: null }),
    percent(probe.worstCase.flips.corrected.value),
    percent(probe.worstCase.flips.raw.value),
  ];
  const lines = columns([
    ['', ...moved(['rating', 'prob.']), ratings === 'held' ? 'flips,' : 'above noise,', '', 'at worst,', ''],
    ['probe', ...moved(['moves', 'moves']), 'gate', 'alone', 'gate', 'alone'],
    ...byOutcome(probes, ratings).map((probe) => [shortened(plainLine(probe.name), 20), ...cells(probe)]),
  ]);
  const words = ['', 'outcome', ...byOutcome(probes, ratings).map(({ outcome }) => outcome)];
  const longest = Math.max(...lines.map((line) => line.length));
  return lines.map((line, i) => `${line.padEnd(longest)}  ${words[i]!}`.trimEnd());
}

function shortShift(value: number | null): string {
  return value === null ? 'none' : signed(value);
}
