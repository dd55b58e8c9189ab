import type { AuditedCase, AuditedProbe, LoopholeAudit } from '../audit/loopholes/audit.ts';
import { count } from './numbers.ts';
import { markdownText } from './page/table.ts';

/** As many cases as a line names. */
const mostNamed = 3;

/** One row a rule, as a Markdown table; with what the gate does where there was one. */
export function tabulateLoopholes({ probes, counts }: LoopholeAudit): string {
  const hasGate = counts.passed !== null;
  const rows = probes.map((probe) => [
    `\`${probe.name}\``,
    markdownText(probe.describe ?? probe.instruction),
    ...[probe.cases, probe.loopholes, probe.overreaches, ...byGate(probe)].map((list) => count(list.length)),
  ]);
  const { cases, loopholes, overreaches } = counts;
  const all = [cases, loopholes, overreaches, ...(hasGate ? gateCounts(counts) : [])].map(count);
  const gateHeadings = hasGate ? ['raw gate rewards', 'gate rewards', 'gate refuses', 'unrated'] : [];
  return markdownTable(
    ['rule', 'the letter', 'cases', 'loopholes', 'overreaches', ...gateHeadings],
    [...rows, ['all', '', ...all]],
  );
}

/** One row a case of one rule, as a Markdown table. */
export function tabulateLoopholeCases({ cases, rewards }: AuditedProbe): string {
  const hasGate = rewards !== null;
  const rows = cases.map((one) => [
    markdownText(one.name),
    one.letter ? 'kept' : 'broken',
    one.intent === 'honours' ? 'honoured' : 'violated',
    finding(one),
    ...(hasGate ? [one.verdict === undefined ? 'unrated' : `${one.verdict} (${one.reason})`] : []),
    markdownText(one.note),
  ]);
  return markdownTable(['case', 'letter', 'intent', 'gap', ...(hasGate ? ['gate'] : []), 'why'], rows);
}

/** The same in short lines of text, for a terminal: what is rewarded where there was a gate, else what is possible. */
export function loopholeLines({ ratings, probes, counts }: LoopholeAudit): string[] {
  const { cases, violates, honours, loopholes, overreaches } = counts;
  const { passed, rawPassed, rewards, rawRewards, refuses, unrated } = counts;
  const letter = [
    `${count(cases)} designed cases of ${probes.length === 1 ? 'one rule' : `${count(probes.length)} rules`}: counts, no rates`,
    `the letter lets through ${count(loopholes)} of ${count(violates)} that violate the intent, and stops ${count(overreaches)} of ${count(honours)} that honour it`,
  ];
  if (passed === null) return [...letter, ...probes.flatMap(({ name, loopholes: found }) => namedLine(name, found))];
  return [
    ...letter,
    `with ratings ${raters[ratings]}, a raw gate passes ${count(rawPassed!)}, of which ${count(rawRewards!)} violate the intent`,
    `the gate passes ${count(passed)}, of which ${count(rewards!)} violate the intent, and fails or sends to a person ${count(refuses!)} that honour it`,
    ...(passed === 0 ? ['the gate passes none of the cases: that it rewards none of them says nothing'] : []),
    ...(unrated! > 0 ? [`without a rating: ${count(unrated!)}, which are no passes`] : []),
    ...probes.flatMap(({ name, rewards: found }) => namedLine(name, found!)),
  ];
}

export const raters = {
  none: '',
  letter: 'that go by the letter',
  worst: 'at the top of the scale throughout',
  given: 'as given',
} as const satisfies Record<LoopholeAudit['ratings'], string>;

function namedLine(name: string, found: readonly string[]): string[] {
  const rest = found.length - mostNamed;
  const names = found.slice(0, mostNamed).join('; ');
  return found.length === 0 ? [] : [`${name}: ${names}${rest > 0 ? ` and ${rest} more` : ''}`];
}

function byGate({ rewards, rawRewards, refuses, unrated }: AuditedProbe): (readonly string[])[] {
  return [rawRewards, rewards, refuses, unrated].filter((list) => list !== null);
}

function gateCounts({ rewards, rawRewards, refuses, unrated }: LoopholeAudit['counts']): number[] {
  return [rawRewards!, rewards!, refuses!, unrated!];
}

function finding({ letter, intent }: AuditedCase): string {
  if (letter === (intent === 'honours')) return '';
  return letter ? '**loophole**' : 'overreach';
}

function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const isCount = headings.map((_, column) => rows.every((row) => /^[\d,]+$/.test(row[column]!)));
  const rule = isCount.map((one) => (one ? '---:' : '---'));
  return [headings, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
