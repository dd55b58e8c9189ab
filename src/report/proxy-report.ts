import type { ProxyReport } from '../audit/proxy/audit-proxy.ts';
import { columns, count } from './numbers.ts';
import { nameShown, namesShown } from './proxy-names.ts';
import { estimate, proxyTables, strengthWords } from './proxy-tables.ts';

const shownShares = new Set([5, 10, 25, 50, 75, 100]);

/** What the audit of a metric found, for a terminal. */
export function describeProxy(report: ProxyReport): string {
  const tables = proxyTables(report, (share) => shownShares.has(Math.round(100 * share)));
  return [
    proxyHeading(report),
    '',
    ...tables.flatMap(({ title, rows }) => [title, ...columns(rows).map((line) => `  ${line}`), '']),
    ...proxyVerdict(report),
  ].join('\n');
}

export function proxyHeading({ metric, goal, rows, groups, leftOut, goalValue }: ProxyReport): string {
  const without = leftOut === 0 ? '' : `, ${count(leftOut)} without a goal left out`;
  const intervals =
    goalValue.lower === null ? 'intervals need ten groups of about one size' : '95 % intervals over groups';
  return `${nameShown(metric)} against ${nameShown(goal)}: ${count(rows)} rows in ${count(groups)} groups${without}; ${intervals}`;
}

/** The verdict, why, what speaks against it, what was not tried, and by what rule. */
export function proxyVerdict(report: ProxyReport): string[] {
  const { verdict, gamedBy, awayIn, reasons, but, turn, text, agreement, thresholds } = report;
  const by = verdict === 'gamed' ? ` by ${gamedBy.join(', ')}` : '';
  const { leastStrength } = thresholds;
  return [
    `verdict: ${verdict}${by}`,
    ...reasons.map((reason) => `- ${reason}`),
    ...(turn === null
      ? []
      : [
          `- from the best ${percent(turn.from)} to the best ${percent(turn.to)} the mean goal changes by ${estimate(turn.change)}`,
        ]),
    ...(awayIn.length === 0 ? [] : [`- it points away in ${namesShown(awayIn)}`]),
    ...but.map((reason) => `- but ${reason}`),
    ...(text === null ? ['- not tried, as no row has a response: the longest, the shortest, the most confident'] : []),
    `rule: tracks where the ${strengthWords[agreement.measure]} is surely above 0 and may be ${leastStrength} or more, no policy games it, and nothing points away`,
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
